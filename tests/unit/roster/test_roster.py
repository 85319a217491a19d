"""The roster as an agency sees it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.roster import (
    _SORTS,
    Filter,
    Labels,
    RosterItem,
    Standing,
    line,
    normal_tags,
    page_of,
    position,
)
from services.shared.enums import numbers_of
from services.shared.paging import page_request
from tests.fakes.clock import START
from tests.unit.roster.build import OFFERS, PROFILE, RATES, SCOPES, delegation, item, party, rate, stats

SORTS = [f"{sign}{name}" for name in _SORTS for sign in ("", "-")]


def pages(lines: list[RosterItem], sort: str, size: int, wanted: Filter = Filter()) -> list[RosterItem]:  # noqa: B008
    """Every page after the other, through real cursors."""
    found: list[RosterItem] = []
    cursor = ""
    while True:
        request = page_request(size, cursor, f"roster {sort}", position(sort))
        page = page_of(lines, sort, wanted, request)
        assert len(page.items) <= size
        found += page.items
        cursor = page.next_cursor
        if not cursor:
            return found
        assert len(page.items) == size


def shown(lines: list[RosterItem], sort: str = "handle", **wanted: Any) -> list[str]:
    return [each.creator.id for each in pages(lines, sort, 100, Filter(**wanted))]


LINES = st.lists(
    st.builds(
        item,
        st.integers(0, 10**6).map("cr_{:07}".format),
        handle=st.sampled_from(["zoe", "max", "ÿ", "a.b"]),
        name=st.sampled_from(["Zoe", "zoe", "Äpfel", "z"]),
        stats=st.builds(
            stats,
            st.none() | st.integers(0, 3),
            average_views=st.none() | st.floats(0, 3),
            engagement_rate=st.none() | st.sampled_from([0.1, 0.2, 1 / 3]),
        ),
        starting_rate=st.none() | st.builds(rate, amount=st.integers(0, 3)),
        open_offers=st.none() | st.integers(0, 2),
        granted_at=st.none() | st.integers(0, 3).map(lambda days: START + timedelta(days=days)),
    ),
    max_size=12,
    unique_by=lambda each: each.creator.id,
)


@pytest.mark.parametrize("sort", SORTS)
def test_the_pages_of_every_order_make_up_the_whole_list(sort: str) -> None:
    value, down = _SORTS[sort.removeprefix("-")], sort.startswith("-")

    @given(LINES, st.integers(1, 5))
    def make_up(lines: list[RosterItem], size: int) -> None:
        found = pages(lines, sort, size)
        assert sorted(each.creator.id for each in found) == sorted(each.creator.id for each in lines)
        values = [value(each) for each in found]
        known = [each for each in values if each is not None]
        assert values == known + [None] * (len(values) - len(known))
        assert known == sorted(known, reverse=down)
        for one, other in itertools.pairwise(found):
            assert value(one) != value(other) or one.creator.id < other.creator.id

    make_up()


def test_the_contract_names_every_order() -> None:
    assert set(numbers_of(pb.RosterSort.DESCRIPTOR)) == set(SORTS)


PEOPLE = [
    item(
        "cr_1",
        handle="zoe.beauty",
        name="Zoe",
        categories=("beauty/skincare",),
        country="US",
        stats=stats(100),
    ),
    item(
        "cr_2", handle="max", name="Max Zoellner", categories=("beauty", "food"), country="DE", tags=("vip",)
    ),
    item("cr_3", handle="ann", name="Ann", categories=("beautyful",), country="US", stats=stats(0)),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"cr_1", "cr_2", "cr_3"}),
        ({"q": "ZOE"}, {"cr_1", "cr_2"}),
        ({"q": " @zoe.b"}, {"cr_1"}),
        ({"q": "nobody"}, set()),
        ({"q": ".*"}, set()),
        ({"tag": "VIP"}, {"cr_2"}),
        ({"tag": "vi"}, set()),
        ({"category": "beauty"}, {"cr_1", "cr_2"}),
        ({"category": "beauty/skincare"}, {"cr_1"}),
        ({"country": "US"}, {"cr_1", "cr_3"}),
        ({"min_followers": 0}, {"cr_1", "cr_3"}),
        ({"min_followers": 100}, {"cr_1"}),
        ({"max_followers": 100}, {"cr_1", "cr_3"}),
        ({"max_followers": 0}, {"cr_3"}),
        ({"min_followers": 1, "max_followers": 99}, set()),
        ({"q": "zoe", "country": "DE", "tag": "vip"}, {"cr_2"}),
    ],
)
def test_filters(wanted: dict[str, Any], found: set[str]) -> None:
    assert set(shown(PEOPLE, **wanted)) == found


@pytest.mark.parametrize("sort", SORTS)
def test_filters_hold_over_all_pages(sort: str) -> None:
    found = pages(PEOPLE, sort, 1, Filter(country="US"))
    assert {each.creator.id for each in found} == {"cr_1", "cr_3"}


def shown_line(granted: tuple[str, ...], token: tuple[str, ...]) -> RosterItem:
    labels, her = Labels("ag_1:cr_1"), party(stats=stats(5))
    return line(her, Standing(delegation(scopes=granted), START), labels, rate(), 2, frozenset(token))


@pytest.mark.parametrize(
    ("both", "followers", "price", "offers"),
    [
        ((), None, None, None),
        ((PROFILE,), 5, None, None),
        ((RATES,), None, 100, None),
        ((OFFERS,), None, None, 2),
        ((PROFILE, RATES, OFFERS), 5, 100, 2),
    ],
)
@pytest.mark.parametrize("narrow", ["delegation", "token"])
def test_a_line_shows_what_the_delegation_and_the_token_permit(
    narrow: str, both: tuple[str, ...], followers: int | None, price: int | None, offers: int | None
) -> None:
    granted, token = (both, SCOPES) if narrow == "delegation" else (SCOPES, both)
    made = shown_line(granted, token)
    assert made.creator.stats.followers == followers
    assert (
        made.starting_rate and made.starting_rate.price and made.starting_rate.price.amount_minor
    ) == price
    assert made.open_offers == offers


def test_what_was_not_granted_cannot_be_found_out_by_filtering_or_sorting() -> None:
    hidden = shown_line((), SCOPES)
    assert shown([hidden], min_followers=0) == shown([hidden], max_followers=10) == []
    other = replace(hidden, creator=party("cr_2"))
    for sort in ("followers", "-followers", "starting_rate", "-open_offers"):
        assert shown([other, hidden], sort) == ["cr_1", "cr_2"]


def test_tags_have_one_form() -> None:
    assert normal_tags((" VIP", "vip", "a b")) == ("a b", "vip")
    assert Labels("ag_1:cr_1").creator_id == "cr_1"
