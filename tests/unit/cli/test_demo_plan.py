"""The demo's tables: whole, plausible to the API, and with everything that pages are to show."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.cli.demo import actions, tables
from services.cli.demo.audience import UNKNOWN, dimensions
from services.cli.demo.campaigns import CAMPAIGNS, Campaign
from services.cli.demo.deals import OFFERS
from services.cli.demo.deals.agreed import AGREED
from services.cli.demo.labels import LABELS
from services.cli.demo.parties import BRANDS, CREATORS, KINDS, PARTIES, VISIBILITY
from services.cli.demo.permissions import PERMISSIONS
from services.cli.demo.portfolio import portfolio
from services.cli.demo.terms import CLAUSES, IBERIA, Changes, Exclusive

SESSION = cast(Any, SimpleNamespace(day=lambda ahead: f"2026-01-{15 + ahead:02}T00:00:00Z"))
ACTIONS = [(planned, action) for planned in OFFERS for action in planned.actions]


def test_keys_are_unique():
    assert len(KINDS) == len(PARTIES)
    assert len({creator.handle for creator in CREATORS}) == len(CREATORS)
    assert len({planned.key for planned in OFFERS}) == len(OFFERS)
    assert len({(each.agency, each.creator, each.purpose) for each in PERMISSIONS}) == len(PERMISSIONS)
    assert {planned.campaign for planned in OFFERS} == {campaign.key for campaign in CAMPAIGNS}
    assert {campaign.brand for campaign in CAMPAIGNS} == {brand.key for brand in BRANDS}


def test_delegations_come_in_every_state_and_one_agency_has_a_full_roster():
    states = {permission.state for permission in PERMISSIONS}
    assert states == {"requested", "active", "declined", "revoked", "ended", "expired", "superseded"}
    roster = {each.creator for each in PERMISSIONS if (each.agency, each.state) == ("northlight", "active")}
    assert len(roster) >= 12
    assert {labels.creator for labels in LABELS} == roster


def test_campaigns_are_over_running_and_to_come():
    def when(campaign: Campaign) -> str:
        return "over" if campaign.ends < 0 else "coming" if campaign.starts > 0 else "running"

    assert set(Counter(map(when, CAMPAIGNS))) == {"over", "running", "coming"}
    assert all(sum(campaign.countries.values()) == pytest.approx(1) for campaign in CAMPAIGNS)


def test_a_new_campaign_says_no_last_day_that_has_passed():
    over = next(campaign for campaign in CAMPAIGNS if campaign.ends < 0)
    session = cast(Any, SimpleNamespace(day=lambda ahead: f"{ahead} days from today"))
    assert "ends_on" not in over.body(session)


def test_what_is_done_on_an_offer_is_done_by_its_parties():
    for planned, action in ACTIONS:
        brand = next(each.brand for each in CAMPAIGNS if each.key == planned.campaign)
        agencies = {each.agency for each in PERMISSIONS if each.creator == planned.creator}
        assert action.by in {brand, planned.creator, *agencies}, planned.key


def test_what_is_published_is_one_of_her_videos():
    videos: dict[str, set[str]] = {creator.key: set() for creator in CREATORS}
    for row in tables.snapshots():
        [owner] = [creator.key for creator in CREATORS if creator.snapshots == row["creator"]]
        videos[owner].add(row["video"])
    published = [
        (planned.creator, act.video) for planned, act in ACTIONS if isinstance(act, actions.Publishes)
    ]
    assert len(set(published)) == len(published) > 5
    assert all(video in videos[creator] for creator, video in published)


def test_dates_of_offers_are_in_their_order():
    assert all(planned.draft <= planned.publish for planned in OFFERS)
    assert {key for planned in OFFERS for key in planned.clauses} <= CLAUSES.keys()
    due = sorted(planned.hours for planned in OFFERS if not planned.actions)
    assert due[0] == 0
    assert 0 < due[2] <= 6


def test_a_creator_has_exclusivities_that_overlap_in_one_category():
    brands = {each.key: each.brand for each in CAMPAIGNS}
    clashing = [
        (first.creator, first.exclusive, second.exclusive)
        for first in AGREED
        for second in OFFERS
        if first.exclusive
        and second.exclusive
        and first.creator == second.creator
        and brands[first.campaign] != brands[second.campaign]
        and second.exclusive.category.split("/")[0] == first.exclusive.category.split("/")[0]
        and second.exclusive.starts < first.exclusive.starts + first.exclusive.days
    ]
    assert {creator for creator, _, _ in clashing} == {"sofia", "freya"}


@pytest.mark.parametrize("creator", CREATORS, ids=lambda creator: creator.key)
def test_a_creator_is_whole(creator):
    for shares in dimensions(creator).values():
        assert sum(round(each["share"] * 1000) for each in shares) == 1000
        assert all(0 < each["share"] < 1 for each in shares)
    assert dimensions(creator) == dimensions(creator)
    assert creator.bio
    assert creator.visibility in VISIBILITY
    assert len(portfolio(creator)) == (6 if creator.snapshots else 0)
    cards = creator.rate_cards()
    assert [rate["price"]["amount_minor"] for rate in cards[-1]] == [100 * p for p in creator.rates.values()]
    assert sorted(cards, key=lambda card: card[0]["price"]["amount_minor"]) == cards


def test_two_creators_have_no_audience():
    assert len(UNKNOWN) == 2
    assert set(UNKNOWN) <= {creator.key for creator in CREATORS}


TERMS = {
    "price": {"amount_minor": 1, "currency": "EUR"},
    "deliverables": [{"type": "video", "count": 1, "max_revisions": 2}],
    "usage_rights": {"paid_usage": False},
    "exclusivity": Exclusive("food", 10).body(SESSION),
    "clauses": [{"id": "raw", "title": "Raw", "text": "t"}, {"id": "usage", "title": "U", "text": "u"}],
    "payment_schedule": [],
}


def test_a_proposal_changes_what_it_names():
    made = Changes(5, 40, IBERIA, 3, (("raw", "new"), ("stay", "")), ("usage",), 1).applied(TERMS)
    assert made["price"] == {"amount_minor": 500, "currency": "EUR"}
    assert [part["percent"] for part in made["payment_schedule"]] == [40, 60]
    assert made["usage_rights"] == IBERIA
    assert made["exclusivity"]["until"] == "2026-01-18T00:00:00Z"
    assert [(each["id"], each["text"]) for each in made["clauses"]] == [
        ("raw", "new"),
        ("stay", CLAUSES["stay"][1]),
    ]
    assert made["deliverables"][0]["max_revisions"] == 1


def test_a_proposal_leaves_what_it_does_not_name():
    assert Changes().applied(TERMS) == TERMS
    assert Changes(exclusive_days=0).applied(TERMS)["exclusivity"] is None
    assert Changes(exclusive_days=5).applied({**TERMS, "exclusivity": None})["exclusivity"] is None
