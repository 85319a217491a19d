"""What every store of campaigns promises of lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.states import Side, Tab, states_of
from services.campaigns.domain.thread import Message
from services.shared.commands import Commit
from tests.contracts.campaigns.test_store import ALL, HOUR, fill, put, selected
from tests.fakes.clock import START
from tests.pages import asked
from tests.unit.campaigns.build import (
    AGENCY,
    LATER,
    campaign,
    invitation,
    propose,
)


def test_a_thread_in_its_order(store):
    for number, (offer_id, side) in enumerate(
        [("of_1", Side.BRAND), ("of_1", Side.CREATOR_SIDE), ("of_2", Side.BRAND), ("of_1", Side.BRAND)]
    ):
        store.messages.insert(Message(f"ms_{number}", offer_id, "x", side, "¡Hola! ✓", LATER), Commit())
    thread = store.messages_of("of_1", asked("created_at"))
    assert [each.id for each in thread] == ["ms_0", "ms_1", "ms_3"]
    assert thread[0] == Message("ms_0", "of_1", "x", Side.BRAND, "¡Hola! ✓", LATER)
    assert store.messages_of("of_1", asked("created_at", 1, after=(LATER, "ms_0"))) == thread[1:2]
    assert store.count_messages("of_1", Side.BRAND) == 2
    assert store.count_messages("of_2", Side.CREATOR_SIDE) == 0


def test_campaigns_of_a_brand_newest_first(store):
    for number in (2, 0, 1):
        store.campaigns.insert(replace(campaign(), id=f"cp_{number}"), Commit())
    store.campaigns.insert(replace(campaign(), id="cp_9", brand_id="br_2"), Commit())
    assert [each.id for each in store.campaigns_of("br_1", asked("-created_at"))] == ["cp_2", "cp_1", "cp_0"]
    behind = asked("-created_at", 1, after=(START, "cp_2"))
    assert [each.id for each in store.campaigns_of("br_1", behind)] == ["cp_1"]


def test_offers_come_by_due_date(store):
    fill(store)
    order = ["of_1", "of_2", "of_3", "of_0", "of_5", "of_4"]
    assert selected(store) == order
    assert selected(store, "-respond_by") == order[::-1]
    assert len(store.select_offers(Selection(ALL), asked("respond_by", 2))) == 2


def test_offers_are_selected(store):
    fill(store)
    assert selected(store, states=states_of(Tab.ACTIVE)) == ["of_0"]
    assert selected(store, states=frozenset()) == []
    assert selected(store, creator_id="cr_0") == ["of_2", "of_0", "of_4"]
    assert selected(store, campaign_id="cp_2") == ["of_5", "of_4"]
    put(store, invitation(), id="of_9", brand_id="br_9", creator_id="cr_0")
    assert selected(store, brand_id="br_9") == ["of_9"]
    assert "of_9" not in selected(store, brand_id="br_1", creator_id="cr_0")
    for creators, found in (({"cr_0", "cr_1"}, ["of_9"]), ({"cr_1"}, [])):
        only = {"creator_ids": frozenset(creators)}
        assert selected(store, brand_id="br_9", creator_id="cr_0", **only) == found
    assert selected(store, due_by=START + 2 * HOUR) == ["of_1", "of_2", "of_3"]


@pytest.mark.parametrize("sort", ["respond_by", "-respond_by"])
def test_a_list_goes_on_behind_any_position(store, sort):
    fill(store)
    whole = store.select_offers(Selection(ALL), asked(sort))
    for index, offer in enumerate(whole):
        page = asked(sort, after=(offer.respond_by, offer.id))
        assert store.select_offers(Selection(ALL), page) == whole[index + 1 :]
        dated = Selection(ALL, due_by=START + 3 * HOUR)
        rest = [each for each in whole[index + 1 :] if each.respond_by <= START + 3 * HOUR]
        assert store.select_offers(dated, page) == rest


OWNERS = [{"creator_id": "cr_0"}, {"campaign_id": "cp_1"}, {"agency_id": "ag_1"}, {"brand_id": "br_1"}]


@pytest.mark.parametrize("owner", OWNERS, ids=["creator", "campaign", "inbox", "brand"])
def test_changes_of_offers_are_walked_to_the_end(store, owner):
    store.take_over("ag_1", [ReadableChange("cr_0", True, START)])
    for number, minutes in enumerate([50, 10, 40, 10, 30]):
        due, changed = START + (9 - number) * HOUR, START + timedelta(minutes=minutes)
        put(store, invitation(), id=f"of_{number}", creator_id="cr_0", respond_by=due, updated_at=changed)
    since, walk = START + timedelta(minutes=10), ["of_1", "of_3", "of_4", "of_2", "of_0"]
    assert selected(store, "updated_at", since, **owner) == walk
    assert selected(store, "-updated_at", **owner) == walk[::-1]
    assert selected(store, "updated_at", since + timedelta(minutes=1), **owner) == walk[2:]
    assert selected(store, "respond_by", since + timedelta(minutes=1), **owner) == ["of_4", "of_2", "of_0"]
    assert selected(store, "updated_at", due_by=START + 6 * HOUR, **owner) == ["of_3", "of_4"]
    behind = asked("updated_at", after=(since, "of_1"), since=since)
    assert [each.id for each in store.select_offers(Selection(ALL, **owner), behind)] == walk[1:]


def test_of_those_whom_an_agency_reads_only_some(store):
    store.take_over("ag_1", [ReadableChange(f"cr_{number}", True, START) for number in range(3)])
    for number in range(3):
        put(store, invitation(), id=f"of_{number}", creator_id=f"cr_{number}")
    some = frozenset({"cr_0", "cr_2", "cr_9"})
    assert selected(store, "respond_by", agency_id="ag_1", creator_ids=some) == ["of_0", "of_2"]
    assert selected(store, "respond_by", agency_id="ag_2", creator_ids=some) == []


def test_changes_of_campaigns_are_walked_to_the_end(store):
    for number, hours in enumerate([2, 0, 1]):
        changed = replace(campaign(), id=f"cp_{number}", updated_at=START + hours * HOUR)
        store.campaigns.insert(changed, Commit())
    assert [each.id for each in store.campaigns_of("br_1", asked("updated_at"))] == ["cp_1", "cp_2", "cp_0"]
    recent = asked("updated_at", since=START + HOUR)
    assert [each.id for each in store.campaigns_of("br_1", recent)] == ["cp_2", "cp_0"]
    newest = asked("-created_at", since=START + HOUR)
    assert [each.id for each in store.campaigns_of("br_1", newest)] == ["cp_2", "cp_0"]


def test_lists_show_the_latest_version(store):
    put(store, propose(invitation(), AGENCY))
    (offer,) = store.select_offers(Selection(ALL), asked("respond_by"))
    assert (offer.current_version, offer.price.amount_minor) == (2, 300_000)
    assert offer.changes_proposed_by is Side.CREATOR_SIDE


def test_lists_follow_the_time_whatever_the_ids_are(store):
    for number, hours in enumerate([2, 0, 1]):
        at = START + hours * HOUR
        store.campaigns.insert(replace(campaign(), id=f"cp_{number}", created_at=at), Commit())
        store.messages.insert(Message(f"ms_{number}", "of_1", "x", Side.BRAND, "Hi", at), Commit())
    newest, oldest = asked("-created_at"), asked("created_at")
    assert [each.id for each in store.campaigns_of("br_1", newest)] == ["cp_0", "cp_2", "cp_1"]
    behind = asked("-created_at", after=(START + HOUR, "cp_2"))
    assert [each.id for each in store.campaigns_of("br_1", behind)] == ["cp_1"]
    assert [each.id for each in store.messages_of("of_1", oldest)] == ["ms_1", "ms_2", "ms_0"]
    assert [each.id for each in store.messages_of("of_1", newest)] == ["ms_0", "ms_2", "ms_1"]
    behind = asked("created_at", after=(START + HOUR, "ms_2"))
    assert [each.id for each in store.messages_of("of_1", behind)] == ["ms_0"]
    recent = asked("created_at", since=START + HOUR)
    assert [each.id for each in store.messages_of("of_1", recent)] == ["ms_2", "ms_0"]


def test_ids_in_their_order(store):
    fill(store)
    assert store.offer_ids("", 2) == ["of_0", "of_1"]
    assert store.offer_ids("of_4", 9) == ["of_5"]
