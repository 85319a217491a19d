"""Canonical JSON, and chains of it."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.shared.hashchain import GENESIS, Head, canonical_json, digest, follow

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


def problem_of(records: list[dict[str, Any]]) -> str:
    return follow(records, Head())[1]


def test_canonical_means_one_text() -> None:
    assert canonical_json({"b": [1, None, True], "a": "ü"}) == '{"a":"ü","b":[1,null,true]}'.encode()
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), VALUES, min_size=2))
def test_the_order_of_keys_means_nothing(value: dict[str, Any]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


@given(st.lists(VALUES, max_size=5))
def test_an_honest_chain_holds_also_in_parts(contents: list[Any]) -> None:
    records = chain(contents)
    whole = follow(records, Head())
    assert whole == (Head(len(records), records[-1]["hash"] if records else GENESIS), "")
    for cut in range(len(records)):
        part, problem = follow(records[:cut], Head())
        assert (problem, follow(records[cut:], part)) == ("", whole)


@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True), st.data())
def test_changed_removed_and_reordered_records_are_found(contents: list[int], data: st.DataObject) -> None:
    records = chain(contents)
    at = data.draw(st.integers(0, len(records) - 2))
    changed = [*records[:at], {**records[at], "content": "forged"}, *records[at + 1 :]]
    assert f"entry {at + 1} was changed" in problem_of(changed)
    removed = [*records[:at], *records[at + 1 :]]
    assert f"entry {at + 1} is missing" in problem_of(removed)
    swapped = [*records[:at], records[at + 1], records[at], *records[at + 2 :]]
    assert f"entry {at + 1} is missing or out of order" in problem_of(swapped)


def test_a_record_rehashed_after_a_change_breaks_the_next_link() -> None:
    records = chain([1, 2])
    forged = {"sequence": 1, "previous_hash": GENESIS, "content": "forged"}
    assert "entry 2 does not follow" in problem_of([{**forged, "hash": digest(forged)}, records[1]])


def test_a_record_without_its_links_is_said_to_be_so() -> None:
    for name in ("sequence", "previous_hash", "hash"):
        records = chain([1, 2])
        del records[1][name]
        assert follow(records, Head()) == (Head(1, records[0]["hash"]), f"entry 2 has no {name}")
