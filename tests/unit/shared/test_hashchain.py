"""Canonical JSON, and chains of it."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.shared.hashchain import GENESIS, broken_link, canonical_json, digest

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


def chain(contents: list[Any]) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    previous = GENESIS
    for sequence, content in enumerate(contents, start=1):
        record = {"sequence": sequence, "previous_hash": previous, "content": content}
        records.append({**record, "hash": digest(record)})
        previous = records[-1]["hash"]
    return records


def test_canonical_means_one_text() -> None:
    assert canonical_json({"b": [1, None, True], "a": "ü"}) == '{"a":"ü","b":[1,null,true]}'.encode()
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), VALUES, min_size=2))
def test_the_order_of_keys_means_nothing(value: dict[str, Any]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


@given(st.lists(VALUES, max_size=5))
def test_an_honest_chain_holds_also_in_parts(contents: list[Any]) -> None:
    records = chain(contents)
    assert broken_link(records) == ""
    for cut in range(1, len(records)):
        head = records[cut - 1]["hash"]
        assert broken_link(records[cut:], previous=head, sequence=cut + 1) == ""


@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True), st.data())
def test_changed_removed_and_reordered_records_are_found(contents: list[int], data: st.DataObject) -> None:
    records = chain(contents)
    at = data.draw(st.integers(0, len(records) - 2))
    changed = [*records[:at], {**records[at], "content": "forged"}, *records[at + 1 :]]
    assert f"entry {at + 1} was changed" in broken_link(changed)
    removed = [*records[:at], *records[at + 1 :]]
    assert f"entry {at + 1} is missing" in broken_link(removed)
    swapped = [*records[:at], records[at + 1], records[at], *records[at + 2 :]]
    assert f"entry {at + 1} is missing or out of order" in broken_link(swapped)


def test_a_record_rehashed_after_a_change_breaks_the_next_link() -> None:
    records = chain([1, 2])
    forged = {"sequence": 1, "previous_hash": GENESIS, "content": "forged"}
    assert "entry 2 does not follow" in broken_link([{**forged, "hash": digest(forged)}, records[1]])
