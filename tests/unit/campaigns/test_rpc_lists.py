"""Lists and the inbox on fakes: order, filters, pages, grants."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.handlers import inbox
from services.shared.access import Identity
from services.shared.errors import Invalid, NotFound, Unavailable
from tests.unit.campaigns.service import (
    AGENCY,
    BRAND,
    CREATOR,
    Service,
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
    offers = []
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
