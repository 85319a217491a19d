"""Parties are found by their indexes: a page costs what it shows, however many parties there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.parties import PartyKind, PartyState, Stats, Suspension, Visibility
from services.roster.domain.search import Search, place
from services.roster.store import MongoStore, parties
from services.roster.store.parties import search_cursor
from tests.fakes.clock import START
from tests.unit.roster.build import party

PARTIES, PAGE = 2_000, 26
LISTED, BARRED = Visibility(listed=True), Suspension(START, "late")
PARTY_SORTS = ["name", "-created_at", "updated_at"]
DIRECTORY_SORTS = ["handle", "-followers", "display_name", "-engagement_rate"]


@pytest.fixture
def filled(store: MongoStore) -> MongoStore:
    """Many creators, a tenth of whom are listed, and ten are suspended."""
    rows = []
    for number in range(PARTIES):
        creator = party(
            f"cr_{number:06}",
            name=f"Name {number * 7919 % PARTIES:06}",
            created_at=START + timedelta(seconds=number),
            updated_at=START + timedelta(seconds=PARTIES - number),
            stats=Stats(followers=number),
            visibility=LISTED if number % 10 == 0 else Visibility(),
            suspension=BARRED if number % 200 == 1 else None,
        )
        fields = {**store.parties._fields(creator), "outbox": [], "applied": []}
        rows.append({"_id": creator.id, **fields})
    store.parties.collection.insert_many(rows)
    return store


def examined(store: MongoStore, wanted: Search) -> tuple[int, int]:
    """Index keys and documents that are looked at for a page."""
    plan: Any = search_cursor(store.parties.collection, wanted).explain()["executionStats"]
    return plan["totalKeysExamined"], plan["totalDocsExamined"]


@pytest.mark.parametrize("sort", PARTY_SORTS)
@pytest.mark.parametrize("state", [None, PartyState.ACTIVE, PartyState.SUSPENDED])
def test_a_page_of_the_operators_is_read_off_an_index(
    filled: MongoStore, sort: str, state: PartyState | None
) -> None:
    first = Search(PartyKind.CREATOR, sort, PAGE, state=state)
    found = filled.search_parties(first)
    behind = Search(PartyKind.CREATOR, sort, PAGE, place(found[len(found) // 2], sort), state=state)
    for wanted in (first, behind):
        keys, documents = examined(filled, wanted)
        assert documents <= 2 * PAGE
        assert keys <= 3 * PAGE


@pytest.mark.parametrize("sort", DIRECTORY_SORTS)
def test_a_page_of_the_directory_is_read_off_an_index(filled: MongoStore, sort: str) -> None:
    first = Search(PartyKind.CREATOR, sort, PAGE, listed=True)
    middle = filled.search_parties(first)[PAGE // 2]
    behind = Search(PartyKind.CREATOR, sort, PAGE, place(middle, sort), listed=True)
    for wanted in (first, behind):
        keys, documents = examined(filled, wanted)
        assert documents <= 2 * PAGE
        assert keys <= 2 * PAGE


@pytest.mark.parametrize("listed", [False, True])
def test_what_is_sought_costs_what_it_finds(filled: MongoStore, listed: bool) -> None:
    sort = "display_name" if listed else "name"
    for text, most in (("cr_000010", 1), ("cr00001", 10), ("nobody", 0)):
        keys, documents = examined(filled, Search(PartyKind.CREATOR, sort, PAGE, q=text, listed=listed))
        assert documents <= most
        assert keys <= 2 * most + 1


@pytest.mark.parametrize("listed", [False, True])
def test_what_matches_many_is_read_in_its_order(
    filled: MongoStore, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sort = "display_name" if listed else "name"
    monkeypatch.setattr(parties, "FEW", 50)
    wanted = Search(PartyKind.CREATOR, sort, PAGE, q="n", listed=listed)
    keys, documents = examined(filled, wanted)
    assert documents <= 2 * PAGE
    assert keys <= 3 * PAGE
    assert len(filled.search_parties(wanted)) == PAGE


def test_who_hides_costs_what_nobody_costs(filled: MongoStore) -> None:
    hidden = party("cr_hidden", handle="hidden", visibility=Visibility(found_by_handle=False))
    fields = {**filled.parties._fields(hidden), "outbox": [], "applied": []}
    filled.parties.collection.insert_one({"_id": hidden.id, **fields})
    costs = set()
    for handle in ("hidden", "nobody"):
        plan: Any = filled.parties.collection.find({"found.handle": handle}).explain()["executionStats"]
        costs.add((plan["totalKeysExamined"], plan["totalDocsExamined"]))
    assert len(costs) == 1
    assert all(documents == 0 for _, documents in costs)
