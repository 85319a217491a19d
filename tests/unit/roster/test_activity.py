"""The activity log proves itself: whatever is done to it afterwards is found."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from services.roster.domain.activity import LISTED_READINGS, OBJECT_LENGTH, Activity, Reading, link, listed
from services.roster.domain.parties import PartyKind
from services.shared.hashchain import Head, follow
from tests.fakes.clock import START
from tests.unit.roster.build import entry

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


def verdict(entries: list[Activity]) -> str:
    """What is wrong with a chain; empty where nothing is."""
    return follow([each.record() for each in entries], Head())[1]


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
        case tuple():
            return (*value, Reading("a", "/v1", 1, START))
    return PartyKind.OPERATOR


@given(CHAINS)
def test_an_honest_chain_is_intact(made: tuple[list[Activity], Head]) -> None:
    entries, head = made
    assert follow([each.record() for each in entries], Head()) == (head, "")


@given(CHAINS, st.data())
def test_a_changed_entry_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    entries, _ = made
    at = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(COVERED))
    forged = replace(entries[at], **{name: changed(getattr(entries[at], name))})
    assert verdict([*entries[:at], forged, *entries[at + 1 :]])


@given(CHAINS, st.data())
def test_a_removed_entry_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    entries, _ = made
    at = data.draw(st.integers(0, len(entries) - 1))
    assume(at < len(entries) - 1)
    assert "missing" in verdict([*entries[:at], *entries[at + 1 :]])


@given(CHAINS, st.data())
def test_another_order_is_found(made: tuple[list[Activity], Head], data: st.DataObject) -> None:
    entries, _ = made
    shuffled = data.draw(st.permutations(entries))
    assume(shuffled != entries)
    assert verdict(shuffled)


@given(CHAINS, ENTRIES, st.data())
def test_an_inserted_entry_is_found(
    made: tuple[list[Activity], Head], extra: Activity, data: st.DataObject
) -> None:
    entries, _ = made
    at = data.draw(st.integers(0, len(entries) - 1))
    before = Head(entries[at - 1].sequence, entries[at - 1].hash) if at else Head()
    assert verdict([*entries[:at], link(extra, before), *entries[at:]])


def test_the_id_of_the_event_is_no_part_of_the_entry() -> None:
    made = link(entry(event_id="ev_1"), Head())
    assert "event_id" not in made.record()
    assert verdict([replace(made, event_id=None)]) == ""


def test_the_hash_covers_what_the_api_shows() -> None:
    reading = Reading("a.v1.B/C", "/v1/x", 2, START, "rq_1")
    record = link(entry(readings=(reading,)), Head()).record()
    assert set(record) == set(COVERED)
    assert (record["at"], record["actor_kind"]) == ("2026-03-01T12:00:00Z", "agency")
    said = {"action": "a.v1.B/C", "object": "/v1/x", "count": 2, "at": "2026-03-01T12:00:00Z"}
    assert record["readings"] == [said | {"request_id": "rq_1"}]


def test_what_callers_wrote_is_cut_and_says_so() -> None:
    long = "/v1/" + "x" * 5_000
    made = link(entry(object=long, readings=(Reading("a", long, 1, START),)), Head())
    for kept in (made.object, made.readings[0].object):
        assert len(kept) == OBJECT_LENGTH
        assert kept.endswith("x…")
    exact = "y" * OBJECT_LENGTH
    assert link(entry(object=exact), Head()).object == exact


def test_an_entry_names_the_latest_readings_and_counts_the_others() -> None:
    moments = [START + timedelta(seconds=number) for number in range(LISTED_READINGS + 3)]
    readings = [Reading("a", f"/v1/{number}", 2, at) for number, at in enumerate(moments)]
    named, unlisted = listed(readings[::-1])
    assert (named, unlisted) == (tuple(readings[3:]), 6)
    assert listed(readings[:1]) == (tuple(readings[:1]), 0)
