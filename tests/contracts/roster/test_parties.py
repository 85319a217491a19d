"""Finding parties in either store, and what is kept of them beside what they are."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.parties import Party, PartyKind, PartyState, Stats, Suspension, Visibility
from services.roster.domain.search import Search, found_by, place, position
from services.roster.handlers.administration import list_parties
from services.shared.commands import Commit
from services.shared.paging import PageRequest, page_request
from tests.contracts.roster.test_queries import ids, keep
from tests.fakes.clock import START
from tests.unit.roster.build import party

PARTY_SORTS = ["name", "created_at", "updated_at"]
DIRECTORY_SORTS = ["handle", "display_name", "followers", "average_views", "engagement_rate"]
LISTED = Visibility(listed=True)
HOSTILE = ["$where", ".*", "\u0000", "a\u202eb", "{'$gt': ''}", "\U0010ffff", "'; drop", "%", "\\", "ß"]
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"q": "AN"},
    {"q": "@h1"},
    {"q": "cr_0"},
    {"q": "nobody"},
    *({"q": text} for text in HOSTILE),
    {"updated_since": START + timedelta(days=1)},
)
OF_DIRECTORY: tuple[dict[str, Any], ...] = (
    {"category": "beauty"},
    {"category": "beauty/skincare", "country": "DE"},
    {"language": "de"},
    {"min_followers": 1},
    {"max_followers": 1},
    {"min_followers": 0, "max_followers": 2, "q": "a"},
)


def fill(store: Any) -> list[Party]:
    pick = random.Random(5)
    made = [_party(number, pick) for number in range(40)]
    made += [party(f"ag_{number}", PartyKind.AGENCY, name="Ann") for number in range(3)]
    made += [party(f"cr_h{number}", name=text or "x") for number, text in enumerate(HOSTILE)]
    keep(store.parties, *made)
    return made


def _party(number: int, pick: random.Random) -> Party:
    days = timedelta(days=pick.randrange(3))
    return party(
        f"cr_{number:02}",
        name=pick.choice(["Ann", "anna", "Zo\u00eb", "$max"]),
        handle=f"h{pick.randrange(10**6)}_{number}",
        created_at=START + days,
        updated_at=START + days,
        country=pick.choice(["US", "DE"]),
        languages=pick.choice([(), ("de", "en")]),
        categories=pick.choice([(), ("beauty",), ("beauty/skincare", "food"), ("beautyful",)]),
        stats=Stats(pick.choice([None, 0, 1, 2]), pick.choice([None, 0.5]), None, pick.choice([None, 0.1])),
        visibility=pick.choice([LISTED, LISTED, Visibility()]),
        suspension=pick.choice([None, None, None, Suspension(START, "late")]),
    )


def whole(store: Any, sort: str, size: int, **wanted: Any) -> list[Party]:
    """Every page after the other, through real cursors."""
    found: list[Party] = []
    cursor = ""
    while True:
        page: PageRequest = page_request(size, cursor, sort, position(sort))
        search = Search(PartyKind.CREATOR, sort, page.size + 1, page.after, **wanted)
        given = list_parties(store, search, page)
        found += given.items
        cursor = given.next_cursor
        if not cursor:
            return found
        assert len(given.items) == size


def admits(each: Party, given: dict[str, Any]) -> bool:
    found = found_by(each)
    q = given.get("q", "").removeprefix("@").casefold()
    low, high = given.get("min_followers"), given.get("max_followers")
    known = each.stats.followers
    return (
        any(key[: len(q)] == q for key in (each.id, each.name.casefold(), each.handle or ""))
        and given.get("updated_since", START) <= each.updated_at
        and given.get("category", "") in {"", *found.categories}
        and given.get("country", each.country) == each.country
        and given.get("language", "") in {"", *each.languages}
        and (low is None or (known is not None and known >= low))
        and (high is None or (known is not None and known <= high))
    )


@pytest.mark.parametrize("listed", [False, True])
def test_pages_of_every_order_and_filter_are_those_of_the_whole(store: Any, listed: bool) -> None:
    made = [each for each in fill(store) if each.kind is PartyKind.CREATOR]
    if listed:
        made = [each for each in made if each.visibility.listed and not each.suspended]
    for name in DIRECTORY_SORTS if listed else PARTY_SORTS:
        for sort in (name, f"-{name}"):
            for given in (*FILTERS, *(OF_DIRECTORY if listed else ())):
                wanted = [each for each in made if admits(each, given)]
                wanted.sort(key=lambda each: place(each, sort), reverse=sort.startswith("-"))
                for size in (7, 100):
                    found = whole(store, sort, size, listed=listed, **given)
                    assert ids(found) == ids(wanted), (sort, given, size)


def test_parties_by_their_state(store: Any) -> None:
    made = fill(store)
    for state in PartyState:
        found = whole(store, "name", 100, state=state)
        expected = {each.id for each in made if each.kind is PartyKind.CREATOR and each.state is state}
        assert set(ids(found)) == expected


def test_who_is_found_by_her_handle(store: Any) -> None:
    barred, hidden = Suspension(START, "late"), Visibility(found_by_handle=False)
    keep(store.parties, party(), party("cr_2", suspension=barred), party("cr_3", visibility=hidden))
    assert store.found_by_handle("cr1").id == "cr_1"
    for handle in ("cr2", "cr3", "cr9", "", "cr"):
        assert store.found_by_handle(handle) is None
    her = store.parties.get("cr_3")
    assert store.parties.replace(party("cr_3", version=2), her.version, Commit())
    assert store.found_by_handle("cr3").id == "cr_3"
    assert store.suspended_of(["cr_1", "cr_2", "cr_9"]) == {"cr_2"}
    keep(store.parties, party("ag_1", PartyKind.AGENCY))
    assert [store.standing("cl_ag_1", creator)[2] for creator in ("cr_1", "cr_2", "cr_9", "")] == [
        *(False, True, False, False),
    ]


def test_the_use_of_a_client_is_no_change_of_its_party(store: Any) -> None:
    keep(store.parties, party())
    store.note_use("cr_1", "cl_cr_1", START)
    store.note_use("cr_1", "cl_other", START + timedelta(days=1))
    found = store.parties.get("cr_1")
    assert (found.version, found.credentials[0].last_used_at) == (1, START)


def test_an_older_report_of_figures_changes_nothing(store: Any) -> None:
    assert store.figures_of("cr_1") == ()
    newer = (PortfolioVideo("v_1", START, 2**40, 1, 0, None, 0.5, START), PortfolioVideo("v_2"))
    store.put_figures("cr_1", newer, 3)
    for version in (1, 3):
        store.put_figures("cr_1", (), version)
    assert store.figures_of("cr_1") == newer
    store.put_figures("cr_1", newer[:1], 4)
    assert store.figures_of("cr_1") == newer[:1]


def test_offers_that_wait(store: Any) -> None:
    store.put_offer("of_1", "cr_1", True, 1, awaiting="creator_side", brand_id="br_1")
    store.put_offer("of_2", "cr_2", True, 1, awaiting="creator", brand_id="br_1")
    store.put_offer("of_3", "cr_2", False, 1, awaiting="creator_side", brand_id="br_1")
    assert store.waiting_offers(["creator_side"], creator_ids=["cr_1", "cr_2"]) == 1
    assert store.waiting_offers(["creator", "creator_side"], creator_ids=["cr_1", "cr_2"]) == 2
    assert store.waiting_offers(["creator_side"], brand_id="br_1") == 1
    assert store.waiting_offers(["creator_side"], creator_ids=[]) == 0
    assert store.waiting_offers(["brand"], brand_id="br_1") == 0
