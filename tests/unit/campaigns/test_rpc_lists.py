"""Lists and the inbox on fakes: order, filters, pages, grants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from services.campaigns.handlers import inbox
from services.shared.access import Identity
from services.shared.errors import Invalid, NotFound, Unavailable
from tests.unit.campaigns.service import (
    AGENCY,
    BRAND,
    CREATOR,
    Service,
    brands,
    hers,
    latest,
    terms,
)


@pytest.fixture
def service():
    return Service()


def test_campaigns_are_listed_newest_first(service):
    made = [service.call("CreateCampaign", BRAND, name=f"C{number}").id for number in range(5)]
    service.call("CreateCampaign", Identity("gateway", "br_2", "brand"), name="Other")
    seen, cursor = [], ""
    while True:
        page = service.call("ListCampaigns", BRAND, page_size=2, cursor=cursor)
        seen += [each.id for each in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == sorted(made, reverse=True)


def test_the_inbox_shows_what_is_granted_now(service):
    mine, other = service.offer(), service.offer(creator_id="cr_2")
    assert list(service.call("ListInbox", AGENCY).items) == []
    for creator_id in ("cr_1", "cr_2"):
        service.roster.grant("ag_1", creator_id)
    assert {each.id for each in service.call("ListInbox", AGENCY).items} == {mine.id, other.id}
    only = service.call("ListInbox", AGENCY, creator_id="cr_2").items
    assert [each.id for each in only] == [other.id]
    service.roster.grant("ag_1", "cr_2", readable=False)
    assert [each.id for each in service.call("ListInbox", AGENCY).items] == [mine.id]
    with pytest.raises(NotFound, match="no such creator"):
        service.call("ListInbox", AGENCY, creator_id="cr_2")


def test_more_changes_than_one_answer_holds_are_all_taken_over(service, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_CHANGES", 2)
    offers: list[Any] = []
    for number in range(7):
        service.roster.add(f"cr_{number}", "creator", "Ana")
        service.roster.grant("ag_1", f"cr_{number}")
        offers.append(service.offer(creator_id=f"cr_{number}").id)
    assert {each.id for each in service.call("ListInbox", AGENCY).items} == set(offers)
    monkeypatch.setattr(inbox, "ROUNDS", 1)
    service.roster.grant("ag_1", "cr_3", readable=False)
    with pytest.raises(Unavailable, match="Try again"):
        service.call("ListInbox", AGENCY)


def test_what_the_projection_says_too_much_is_not_shown(service):
    """A delegation that has run out is not marked yet: roster does not name its creator any more."""
    service.roster.grant("ag_1", "cr_1")
    service.offer()
    assert len(service.call("ListInbox", AGENCY).items) == 1
    service.roster.grants["ag_1"] = [replace(each, readable=False) for each in service.roster.grants["ag_1"]]
    assert len(service.call("ListInbox", AGENCY).items) == 0


def test_the_inbox_fails_closed(service):
    service.roster.grant("ag_1", "cr_1")
    service.offer()
    service.roster.down = True
    with pytest.raises(Unavailable):
        service.call("ListInbox", AGENCY)


def test_the_inbox_sorts_and_filters_by_due_date(service):
    service.roster.grant("ag_1", "cr_1")
    now = service.clock.now()
    soon, later = (
        service.offer(respond_by=(now + timedelta(hours=hours)).isoformat()).id for hours in (2, 50)
    )

    def inbox(**fields):
        return [each.id for each in service.call("ListInbox", AGENCY, **fields).items]

    assert inbox() == inbox(sort="OFFER_SORT_RESPOND_BY") == [soon, later]
    assert inbox(sort="OFFER_SORT_RESPOND_BY_DESCENDING") == [later, soon]
    assert inbox(due_within_hours=2) == [soon]
    assert inbox(due_within_hours=0) == []
    agreed = service.deal().id
    assert agreed in inbox()
    assert inbox(due_within_hours=999) == [soon, later]
    assert inbox(due_within_hours=99, tab="TAB_ACTIVE") == []


def test_the_inbox_of_a_brand_is_over_all_its_campaigns(service):
    mine, other, agreed = service.offer(), service.offer(creator_id="cr_2"), service.deal()
    service.roster.down = True

    def inbox(by=BRAND, **fields):
        return {each.id for each in service.call("ListInbox", by, **fields).items}

    assert inbox() == {mine.id, other.id, agreed.id}
    assert inbox(creator_id="cr_2") == {other.id}
    assert inbox(tab="TAB_ACTIVE") == {agreed.id}
    assert inbox(due_within_hours=999) == {mine.id, other.id}
    limited = replace(BRAND, limited_to=frozenset({"cr_2"}))
    assert inbox(limited) == {other.id}
    assert inbox(limited, creator_id="cr_1") == set()
    assert inbox(replace(BRAND, party_id="br_2")) == set()


def test_tabs_of_a_creator_and_of_a_campaign(service):
    offer = service.deal()
    service.offer()
    found = service.call("ListCreatorOffers", CREATOR, creator_id="cr_1", tab="TAB_ACTIVE").items
    assert [each.id for each in found] == [offer.id]
    assert len(service.call("ListCreatorOffers", CREATOR, creator_id="cr_1").items) == 2
    assert not service.call("ListCreatorOffers", CREATOR, creator_id="cr_1", tab="TAB_COMPLETED").items
    named = {"campaign_id": offer.campaign_id, "tab": "TAB_ACTIVE"}
    assert len(service.call("ListCampaignOffers", BRAND, **named).items) == 1


@pytest.mark.parametrize(
    "cursor", ["x", "%%%", "WyJyZXNwb25kX2J5IiwgMV0", "WyJyZXNwb25kX2J5IiwgTmFOLCAib2YiXQ"]
)
def test_unknown_cursors(service, cursor):
    with pytest.raises(Invalid):
        service.call("ListCreatorOffers", CREATOR, creator_id="cr_1", cursor=cursor)
    with pytest.raises(Invalid):
        service.call("ListCampaigns", BRAND, cursor=cursor)


def walked(service, rpc, identity, **fields):
    """The ids on every page after the other, two items on each."""
    seen, cursor = [], ""
    while True:
        page = service.call(rpc, identity, page_size=2, cursor=cursor, **fields)
        seen += [each.id for each in page.items]
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_changes_are_followed_to_the_end_and_from_there(service):
    service.roster.grant("ag_1", "cr_1")
    offers: list[Any] = []
    for _ in range(5):
        service.clock.advance(minutes=1)
        offers.append(service.offer(campaign_id=offers[0].campaign_id) if offers else service.offer())
    campaign = {"campaign_id": offers[0].campaign_id}
    service.clock.advance(minutes=1)
    service.call("DeclineOffer", CREATOR, **hers(offers[1]))
    walk = [offers[place].id for place in (0, 2, 3, 4, 1)]
    ways: tuple[Any, ...] = (
        ("ListCreatorOffers", CREATOR, {"creator_id": "cr_1"}),
        ("ListCampaignOffers", BRAND, campaign),
        ("ListInbox", AGENCY, {}),
    )
    for rpc, identity, whose in ways:
        assert walked(service, rpc, identity, sort="OFFER_SORT_UPDATED_AT", **whose) == walk
        newest = service.call(rpc, identity, sort="OFFER_SORT_UPDATED_AT_DESCENDING", **whose).items[0]
        since = {"updated_since": newest.updated_at.ToJsonString()}
        assert walked(service, rpc, identity, sort="OFFER_SORT_UPDATED_AT", **whose, **since) == walk[-1:]
        assert walked(service, rpc, identity, state="OFFER_STATE_DECLINED", **whose) == walk[-1:]
        nothing = {"state": "OFFER_STATE_DECLINED", "tab": "TAB_PENDING"}
        assert walked(service, rpc, identity, **nothing, **whose) == []


def test_changed_campaigns_come_last(service):
    made = [service.call("CreateCampaign", BRAND, name=f"C{number}").id for number in range(3)]
    service.clock.advance(minutes=1)
    service.call(
        "PatchCampaign", BRAND, campaign_id=made[0], brief="Now.", update_mask="brief", expected_version=1
    )
    order = {"sort": "CAMPAIGN_SORT_UPDATED_AT"}
    assert walked(service, "ListCampaigns", BRAND, **order) == [*sorted(made[1:]), made[0]]
    since = {"updated_since": service.clock.now().isoformat()}
    assert walked(service, "ListCampaigns", BRAND, **order, **since) == made[:1]
    assert walked(service, "ListCampaigns", BRAND, **since) == made[:1]


@pytest.mark.parametrize(
    "other",
    [
        {"sort": "OFFER_SORT_UPDATED_AT"},
        {"tab": "TAB_PENDING"},
        {"state": "OFFER_STATE_IN_REVIEW"},
        {"updated_since": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_cursor_is_good_for_its_order_and_filters(service, other):
    for _ in range(2):
        service.offer()
    page = service.call("ListCreatorOffers", CREATOR, creator_id="cr_1", page_size=1)
    given = {"creator_id": "cr_1", "cursor": page.next_cursor}
    assert len(service.call("ListCreatorOffers", CREATOR, page_size=9, **given).items) == 1
    with pytest.raises(Invalid, match="not one of this list"):
        service.call("ListCreatorOffers", CREATOR, **given, **other)


def numbers(service, **fields):
    seen, cursor = [], ""
    while True:
        page = service.call("ListVersions", BRAND, page_size=1, cursor=cursor, **fields)
        seen += [each.number for each in page.items]
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_versions_in_either_order_and_one_by_its_number(service):
    offer = service.offer()
    for number, (identity, way) in enumerate(((CREATOR, hers), (BRAND, brands)), 1):
        service.clock.advance(minutes=1)
        service.call("CreateProposal", identity, base_version=number, terms=terms(number), **way(offer))
    assert numbers(service, **brands(offer)) == [1, 2, 3]
    assert numbers(service, sort="VERSION_SORT_NUMBER_DESCENDING", **brands(offer)) == [3, 2, 1]
    since = {"updated_since": (service.clock.now() - timedelta(minutes=1)).isoformat()}
    assert numbers(service, **since, **brands(offer)) == [2, 3]
    for identity, way in ((CREATOR, hers), (BRAND, brands)):
        second = service.call("GetVersion", identity, number=2, **way(offer))
        assert (second.number, second.terms.price.amount_minor) == (2, 1)
        for unknown in (0, 4, -1):
            with pytest.raises(NotFound, match="no such version"):
                service.call("GetVersion", identity, number=unknown, **way(offer))
    with pytest.raises(NotFound, match="no such offer"):
        service.call("GetVersion", CREATOR, number=1, creator_id="cr_2", offer_id=offer.id)


def test_messages_in_either_order_and_since_a_time(service):
    offer = service.offer()
    made = []
    for text in ("a", "b", "c"):
        service.clock.advance(minutes=1)
        made.append(service.call("CreateMessage", BRAND, text=text, **brands(offer)).id)
    way = brands(offer)
    assert walked(service, "ListMessages", BRAND, **way) == made
    assert (
        walked(service, "ListMessages", BRAND, sort="MESSAGE_SORT_CREATED_AT_DESCENDING", **way) == made[::-1]
    )
    since = {"updated_since": (service.clock.now() - timedelta(minutes=1)).isoformat()}
    assert walked(service, "ListMessages", BRAND, **since, **way) == made[1:]


def test_deliverables_in_pages_by_change_and_state_and_one_by_its_id(service):
    offer = service.offer(terms=terms(deliverables=[{"type": "video", "count": 5}]))
    service.call("AcceptOffer", CREATOR, **hers(offer), **latest(offer))
    way = brands(offer)
    owed = walked(service, "ListDeliverables", BRAND, **way)
    assert len(owed) == 5
    service.clock.advance(minutes=1)
    draft = {"deliverable_id": owed[1], "url": "https://video.example/1", **hers(offer)}
    drafted = service.call("CreateDraft", CREATOR, **draft)
    assert drafted.updated_at.ToDatetime(tzinfo=UTC) == service.clock.now()
    service.clock.advance(minutes=1)
    service.call("CreateComment", BRAND, deliverable_id=owed[3], text="Soon?", **way)
    rest = [owed[place] for place in (0, 2, 4)]
    assert (
        walked(service, "ListDeliverables", BRAND, sort="DELIVERABLE_SORT_POSITION_DESCENDING", **way)
        == owed[::-1]
    )
    changes = {"sort": "DELIVERABLE_SORT_UPDATED_AT", **way}
    assert walked(service, "ListDeliverables", BRAND, **changes) == [*rest, owed[1], owed[3]]
    since = {"updated_since": (service.clock.now() - timedelta(minutes=1)).isoformat()}
    assert walked(service, "ListDeliverables", BRAND, **changes, **since) == [owed[1], owed[3]]
    awaiting = {"state": "DELIVERABLE_STATE_AWAITING_DRAFT"}
    assert walked(service, "ListDeliverables", BRAND, **awaiting, **way) == [owed[0], *owed[2:]]
    for identity, reach in ((CREATOR, hers), (BRAND, brands)):
        one = service.call("GetDeliverable", identity, deliverable_id=owed[1], **reach(offer))
        assert (one.id, len(one.drafts), one.offer_id) == (owed[1], 1, offer.id)
        with pytest.raises(NotFound, match="no such deliverable"):
            service.call("GetDeliverable", identity, deliverable_id="dl_x", **reach(offer))
