"""The roster in pages, read by either store, against the same roster sorted and cut in memory."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.commands import PutRateCard
from services.roster.domain.delegations import Act, Actor, Change, Delegation, DelegationState
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import Party, Stats
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import (
    _SORTS,
    Filter,
    Labels,
    RosterItem,
    Selection,
    line,
    page_of,
    position,
)
from services.roster.handlers.projections import put_stats, show_rates
from services.roster.handlers.rates import put_rate_card
from services.roster.handlers.roster import list_roster
from services.shared.commands import Commit, internal
from services.shared.errors import Invalid
from services.shared.paging import encode_cursor, page_request
from tests.fakes.clock import START, FakeClock
from tests.unit.roster.build import AGENCY, OFFERS, PROFILE, RATES, SCOPES, card, delegation, party, rate

CREATORS = 24
SORTS = [f"{sign}{name}" for name in _SORTS for sign in ("", "-")]
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"q": "NN"},
    {"q": "@h1"},
    {"q": ".*"},
    {"q": "$"},
    {"tag": "VIP"},
    {"category": "beauty"},
    {"category": "beauty/skincare"},
    {"country": "us"},
    {"min_followers": 1},
    {"max_followers": 1},
    {"min_followers": 1, "category": "food", "country": "DE"},
    {"q": "a", "tag": "vip", "country": "DE"},
    *({"creator_id": f"cr_{number:02d}"} for number in range(0, CREATORS, 5)),
    {"creator_id": "cr_00", "tag": "vip"},
    {"creator_id": "cr_none"},
)


class Roster:
    """A roster of creators in a store, and its lines as they ought to be."""

    def __init__(self, store: Any) -> None:
        self.store, self.lines = store, []
        pick = random.Random(7)
        for number in range(CREATORS):
            creator, held = _creator(number, pick), _delegation(number, pick)
            labels = Labels(f"{AGENCY}:{creator.id}", pick.choice([(), ("vip",), ("a", "vip")]))
            rates = pick.choice([(), (rate(amount=pick.randrange(3)),)])
            self.offers = pick.randrange(3)
            self._keep(creator, held, labels, card(creator.id, rates=rates))
            if held.active_at(START):
                self.lines.append((creator, held, labels, rates[0] if rates else None, self.offers))
        other = delegation("dg_x", agency_id="ag_2", creator_id="cr_00")
        record(store, other)

    def _keep(self, creator: Party, held: Delegation, labels: Labels, rates: RateCard) -> None:
        self.store.parties.insert(creator, Commit())
        self.store.rate_cards.insert(rates, Commit())
        record(self.store, held)
        self.store.labels.insert(labels, Commit())
        for offer in range(self.offers):
            self.store.put_offer(f"of_{creator.id}_{offer}", creator.id, True, 1)

    def whole(self, token: frozenset[str]) -> list[RosterItem]:
        """Every line, as a token may see it."""
        selection = Selection(AGENCY, Filter(), "handle", (), 100, token, START)
        standing = {each.delegation.id: each for each in self.store.on_roster(selection)}
        return [line(each[0], standing[each[1].id], *each[2:], token) for each in self.lines]


def _creator(number: int, pick: random.Random) -> Party:
    paths = [(), ("beauty",), ("beauty/skincare", "food"), ("beautyful",), ("food/vegan",)]
    known = Stats(pick.choice([None, 0, 1, 2]), pick.choice([None, 0.5, 1.0]), None, pick.choice([None, 0.1]))
    return party(
        f"cr_{number:02}",
        name=pick.choice(["Ann", "anna", "Zo\u00eb", "$max"]),
        handle=f"h{pick.randrange(10**6)}_{number}",
        country=pick.choice(["US", "DE"]),
        categories=pick.choice(paths),
        stats=known,
    )


def _delegation(number: int, pick: random.Random) -> Delegation:
    ends = START + timedelta(hours=pick.choice([0, 1]))
    states = [DelegationState.ACTIVE] * 6 + [DelegationState.REVOKED, DelegationState.REQUESTED]
    return delegation(
        f"dg_{number:02}",
        creator_id=f"cr_{number:02}",
        state=pick.choice(states),
        scopes=pick.choice([SCOPES, SCOPES, (PROFILE,), (RATES, OFFERS)]),
        granted_at=START + timedelta(days=pick.randrange(3)),
        expires_at=pick.choice([None, None, ends]),
    )


def record(store: Any, held: Delegation) -> None:
    change = Change(f"{held.id}:{held.version:06d}", Act.REQUESTED, START, Actor("x"), "", held)
    store.record(Pair(pair_id(held.agency_id, held.creator_id), changes=(change,)))


def read(
    store: Any, clock: FakeClock, sort: str, wanted: Filter, token: frozenset[str], size: int
) -> list[RosterItem]:
    """Every page after the other, through real cursors."""
    found: list[RosterItem] = []
    cursor = ""
    while True:
        page = page_request(size, cursor, "roster", position(sort))
        given = list_roster(
            store, clock, agency_id=AGENCY, token_scopes=token, wanted=wanted, sort=sort, page=page
        )
        found += given.items
        cursor = given.next_cursor
        if not cursor:
            return found
        assert len(given.items) == size


def test_pages_of_every_order_and_filter_are_those_of_the_whole_roster(store: Any, clock: FakeClock) -> None:
    roster = Roster(store)
    for token in (frozenset(SCOPES), frozenset({RATES})):
        whole = roster.whole(token)
        for sort in SORTS:
            for given in FILTERS:
                wanted = Filter(**given)
                expected = page_of(whole, sort, wanted, page_request(100, "", "x")).items
                for size in (3, 100):
                    found = read(store, clock, sort, wanted, token, size)
                    assert found == list(expected), (sort, given, size, token)


def test_the_page_follows_statistics_as_they_come(store: Any, clock: FakeClock) -> None:
    for number, creator in enumerate(("cr_1", "cr_2")):
        store.parties.insert(party(creator), Commit())
        record(store, delegation(f"dg_{number}", creator_id=creator))

    def order() -> list[str]:
        found = read(store, clock, "-followers", Filter(), frozenset(SCOPES), 1)
        return [each.creator.id for each in found]

    assert order() == ["cr_1", "cr_2"]
    put_stats(store, clock, creator_id="cr_2", stats=Stats(followers=5, version=2))
    assert order() == ["cr_2", "cr_1"]
    put_stats(store, clock, creator_id="cr_1", stats=Stats(followers=9, version=1))
    put_stats(store, clock, creator_id="cr_2", stats=Stats(followers=99, version=1))  # It comes late.
    assert order() == ["cr_1", "cr_2"]


def test_the_page_follows_rate_cards_as_they_are_replaced(store: Any, clock: FakeClock) -> None:
    for number, creator in enumerate(("cr_1", "cr_2")):
        store.parties.insert(party(creator), Commit())
        record(store, delegation(f"dg_{number}", creator_id=creator))

    def put(creator_id: str, *amounts: int) -> None:
        rates = tuple(rate(f"video_{amount}", amount=amount) for amount in amounts)
        command = PutRateCard(by=creator_id, creator_id=creator_id, rates=rates)
        put_rate_card(store, clock, command, internal(creator_id))

    def order() -> list[str]:
        found = read(store, clock, "starting_rate", Filter(), frozenset(SCOPES), 1)
        return [each.creator.id for each in found]

    assert order() == ["cr_1", "cr_2"]
    put("cr_2", 7)
    assert order() == ["cr_2", "cr_1"]
    put("cr_1", 9, 3)
    assert order() == ["cr_1", "cr_2"]
    put("cr_1")
    assert order() == ["cr_2", "cr_1"]


def test_a_copy_that_a_crash_left_out_is_made_with_the_event(store: Any, clock: FakeClock) -> None:
    for number, creator in enumerate(("cr_1", "cr_2")):
        store.parties.insert(party(creator), Commit())
        record(store, delegation(f"dg_{number}", creator_id=creator))
    store.rate_cards.insert(card("cr_2", rates=(rate(amount=7),)), Commit())
    for _ in range(2):
        show_rates(store, creator_id="cr_2")
    found = read(store, clock, "starting_rate", Filter(), frozenset(SCOPES), 1)
    assert [each.creator.id for each in found] == ["cr_2", "cr_1"]


@pytest.mark.parametrize("value", ["yesterday", "9999-12-31T23:59:59-23:59"])
def test_a_made_up_place_in_time_finds_nothing_or_is_refused(
    store: Any, clock: FakeClock, value: str
) -> None:
    cursor = encode_cursor("roster", (value, "cr_1"))
    page = page_request(5, cursor, "roster", position("granted_at"))
    asked: dict[str, Any] = {"agency_id": AGENCY, "token_scopes": frozenset(SCOPES), "wanted": Filter()}
    try:
        assert list_roster(store, clock, **asked, sort="granted_at", page=page).items == ()
    except Invalid:
        return
