"""The activity log proves itself: whatever is done to it afterwards is found."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from services.roster.domain.activity import Activity, Head, link, prove
from services.roster.domain.parties import PartyKind
from tests.unit.roster.build import CREATOR, entry

TEXT = st.text(st.characters(codec="utf-8"), max_size=5)
ENTRIES = st.builds(
    entry,
    TEXT,
    actor_id=TEXT,
    actor_kind=st.none() | st.sampled_from(PartyKind),
    reason=TEXT,
    delegation_version=st.integers(0, 9),
)
COVERED = [each.name for each in fields(Activity) if each.name != "event_id"]


def chained(entries: list[Activity]) -> tuple[list[Activity], Head]:
    chain: list[Activity] = []
    head = Head()
    for each in entries:
        chain.append(link(each, head))
        head = Head(chain[-1].sequence, chain[-1].hash)
    return chain, head


CHAINS = st.lists(ENTRIES, min_size=1, max_size=6).map(chained)


def changed(value: Any) -> Any:
    """Something else of the same type."""
    match value:
        case PartyKind():
            return PartyKind.BRAND if value is not PartyKind.BRAND else None
        case str():
            return value + "x"
        case int():
            return value + 1
        case datetime():
            return value + timedelta(milliseconds=1)
    return PartyKind.OPERATOR


@given(CHAINS, st.booleans())
def test_an_honest_chain_is_intact_also_ahead_of_its_head(
    made: tuple[list[Activity], Head], behind: bool
) -> None:
    chain, head = made
    remembered = Head(chain[0].sequence, chain[0].hash) if behind else head
    proof = prove(CREATOR, chain, remembered)
    assert (proof.intact, proof.entries, proof.head_hash) == (True, len(chain), head.hash)


def test_an_empty_log_is_intact() -> None:
    assert prove(CREATOR, [], Head()).intact


@given(CHAINS, st.data())
def test_a_changed_entry_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(COVERED))
    forged = replace(chain[at], **{name: changed(getattr(chain[at], name))})
    assert not prove(CREATOR, [*chain[:at], forged, *chain[at + 1 :]], head).intact


@given(CHAINS, st.data())
def test_a_removed_entry_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    assert not prove(CREATOR, [*chain[:at], *chain[at + 1 :]], head).intact


@given(CHAINS, st.data())
def test_a_cut_off_end_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    chain, head = made
    kept = data.draw(st.integers(0, len(chain) - 1))
    proof = prove(CREATOR, chain[:kept], head)
    assert "missing" in proof.problem
    assert proof.entries == kept


@given(CHAINS, st.data())
def test_another_order_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    chain, head = made
    shuffled = data.draw(st.permutations(chain))
    assume(shuffled != chain)
    assert not prove(CREATOR, shuffled, head).intact


@given(CHAINS, ENTRIES, st.data())
def test_an_inserted_entry_is_found(
    made: tuple[list[Activity], Head], extra: Activity, data: st.DataObject
) -> None:
    chain, head = made
    at = data.draw(st.integers(0, len(chain) - 1))
    before = Head(chain[at - 1].sequence, chain[at - 1].hash) if at else Head()
    assert not prove(CREATOR, [*chain[:at], link(extra, before), *chain[at:]], head).intact


@given(CHAINS, ENTRIES)
def test_a_chain_written_anew_does_not_reach_the_remembered_head(
    made: tuple[list[Activity], Head], other: Activity
) -> None:
    chain, head = made
    assume(other != replace(chain[0], sequence=0, previous_hash="", hash=""))
    rewritten, _ = chained([other, *chain[1:]])
    assert not prove(CREATOR, rewritten, head).intact


def test_the_id_of_the_event_is_no_part_of_the_entry() -> None:
    made = link(entry(event_id="ev_1"), Head())
    assert "event_id" not in made.record()
    assert prove(CREATOR, [replace(made, event_id=None)], Head(1, made.hash)).intact


def test_the_hash_covers_what_the_api_shows() -> None:
    record = link(entry(), Head()).record()
    assert set(record) == set(COVERED)
    assert (record["at"], record["actor_kind"]) == ("2026-03-01T12:00:00Z", "agency")
