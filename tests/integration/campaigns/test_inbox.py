"""The inbox on a real MongoDB: off one index, at the cost of a page, and made again from nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.states import OfferState, Tab, states_of
from services.campaigns.handlers.inbox import list_inbox
from services.campaigns.store.documents import DOCUMENTS, GrantDocument, MarkerDocument
from services.campaigns.store.grants import agencies_reading
from services.campaigns.store.offers import selected
from services.shared import queries
from services.shared.commands import Commit
from services.shared.documents import converter
from services.shared.errors import Invalid
from services.shared.paging import PageRequest
from tests.fakes.campaigns import FakeRoster
from tests.fakes.clock import START, FakeClock
from tests.pages import asked
from tests.unit.campaigns.build import deal, invitation

pytestmark = pytest.mark.real

CREATORS, OFFERS, PAGE = 150, 3_000, 26
STATES = [OfferState.IN_REVIEW, OfferState.ACTIVE, OfferState.COMPLETED, OfferState.DECLINED]
MIDDLE = START + timedelta(minutes=OFFERS // 2)


@pytest.fixture(scope="module")
def filled(migrated):
    """Many offers of many creators, a third of whom an agency reads. Nobody changes them."""
    for document in DOCUMENTS:
        document._get_collection().delete_many({})
    rows = []
    for number in range(OFFERS):
        offer = replace(
            invitation(),
            id=f"of_{number:05}",
            creator_id="cr_x" if number % 9 == 1 else f"cr_{number % CREATORS}",
            campaign_id=f"cp_{number % 9}",
            brand_id="br_x" if number % 9 == 2 else "br_1",
            state=STATES[number % 4],
            respond_by=START + timedelta(minutes=number * 7919 % OFFERS),
            updated_at=START + timedelta(minutes=number * 104729 % OFFERS),
        )
        agencies = ["ag_1", "ag_2"] if number % CREATORS % 3 == 0 else ["ag_2"]
        fields = converter.unstructure(offer) | {"tab": offer.tab.value, "agencies": agencies}
        rows.append({"_id": fields.pop("id"), **fields})
    migrated.offers.collection.insert_many(rows)
    return migrated


def plan_of(store, query, sort):
    return store.offers.collection.find(query).sort(sort).limit(PAGE).explain()


def stages_of(plan):
    names, stages = set(), [plan["queryPlanner"]["winningPlan"]]
    while stages:
        stage = stages.pop()
        names |= {stage.get("indexName"), stage["stage"]}
        stages += [stage["inputStage"]] if "inputStage" in stage else stage.get("inputStages", [])
    return names


ONE = [{"agency_id": "ag_1"}, {"creator_id": "cr_x"}, {"campaign_id": "cp_1"}, {"brand_id": "br_x"}]
INDEXES = ["inbox", "creator", "campaign", "brand"]


BEHIND = (MIDDLE, "of_01500")
READINGS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "whole": ("", {}, {}),
    "due": ("", {"due_by": MIDDLE}, {}),
    "page": ("", {}, {"after": BEHIND}),
    "due-page": ("", {"due_by": MIDDLE + timedelta(hours=9)}, {"after": BEHIND}),
    "changes": ("_updated", {}, {}),
    "changes-since": ("_updated", {}, {"since": MIDDLE}),
    "changes-page": ("_updated", {}, {"since": MIDDLE - timedelta(hours=9), "after": BEHIND}),
}
"""Which of an owner's two indexes is read, and what is asked of it."""


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("tab", [None, Tab.PENDING])
@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(("whose", "index"), list(zip(ONE, INDEXES, strict=True)), ids=INDEXES)
def test_every_list_reads_one_page_off_its_index(filled, whose, index, reading, tab, descending):
    suffix, more, behind = READINGS[reading]
    sort = f"{'-' if descending else ''}{'updated_at' if suffix else 'respond_by'}"
    wanted = Selection(states_of(tab), **whose, **more)
    plan = selected(filled.offers.collection, wanted, asked(sort, PAGE, **behind)).explain()
    stages = stages_of(plan)
    assert f"{index}{suffix}" in stages
    assert not {"SORT", "COLLSCAN"} & stages
    # One more of each state that is merged, and those at the position itself.
    assert plan["executionStats"]["totalDocsExamined"] <= PAGE + 6
    assert plan["executionStats"]["totalKeysExamined"] <= PAGE + 30


def test_what_no_index_has_in_order_is_sorted_if_it_is_not_too_much(filled, monkeypatch):
    rows, wanted = filled.offers.collection, Selection(states_of(None), campaign_id="cp_1")
    page = asked("respond_by", PAGE, since=MIDDLE)
    plan = selected(rows, wanted, page).explain()
    assert {"campaign_updated", "SORT"} <= stages_of(plan)
    assert plan["executionStats"]["totalDocsExamined"] <= OFFERS / 9
    monkeypatch.setattr(queries, "MOST_SORTED", 100)
    with pytest.raises(Invalid, match="puts more than 100 items in order"):
        selected(rows, wanted, page)
    changes = asked("updated_at", PAGE, since=MIDDLE)
    assert len(list(selected(rows, wanted, changes))) == PAGE


def test_timers_read_what_is_due_off_an_index(filled):
    due = {"$lte": MIDDLE}
    expiry = plan_of(filled, {"tab": "pending", "respond_by": due}, [("respond_by", 1), ("_id", 1)])
    review = plan_of(
        filled, {"state": "active", "under_review_since": due}, [("under_review_since", 1), ("_id", 1)]
    )
    for plan, index in ((expiry, "expiry"), (review, "review")):
        assert index in stages_of(plan)
        assert "SORT" not in stages_of(plan)


def put(store, number, creator_id="cr_1", **changes):
    store.offers.insert(replace(invitation(), id=f"of_{number}", creator_id=creator_id, **changes), Commit())


def inbox(store, roster, agency_id="ag_1", **changes):
    asks = PageRequest(99, "inbox", sort="respond_by")
    given = {"tab": None, "state": None, "creator_id": "", "due_within_hours": None, "page": asks}
    page = list_inbox(store, FakeClock(), roster, agency_id=agency_id, request_id="rq", **(given | changes))
    return [offer.id for offer in page.items]


def test_the_projection_is_made_again_after_it_was_dropped(store):
    roster = FakeRoster()
    for number in range(6):
        roster.grant("ag_1", f"cr_{number}", readable=number % 2 == 0)
        put(store, number, f"cr_{number}")
    assert inbox(store, roster) == ["of_0", "of_2", "of_4"]
    GrantDocument._get_collection().drop()
    MarkerDocument._get_collection().drop()
    put(store, 7, "cr_2")
    roster.grant("ag_1", "cr_0", readable=False)
    assert inbox(store, roster) == ["of_2", "of_4", "of_7"]
    store.offers.collection.update_many({}, {"$unset": {"agencies": ""}})
    GrantDocument._get_collection().drop()
    MarkerDocument._get_collection().drop()
    assert inbox(store, roster) == ["of_2", "of_4", "of_7"]


def test_what_a_crash_left_half_taken_over_is_finished(store):
    """The grant is written, the offers are not: the same change comes again, for no marker was noted."""
    put(store, 1)
    change = ReadableChange("cr_1", True, START)
    grant = {"agency_id": "ag_1", "creator_id": "cr_1", "readable": True, "at": START, "applied": False}
    GrantDocument._get_collection().insert_one({"_id": "ag_1:cr_1", **grant})
    store.take_over("ag_1", [change])
    roster = FakeRoster()
    roster.grant("ag_1", "cr_1")
    assert inbox(store, roster) == ["of_1"]


def test_offers_sent_while_a_grant_is_taken_over_are_all_found(store):
    """Senders and takers race, again and again; in the end each offer carries what was said last."""
    stop, numbers, sent = threading.Event(), iter(range(10**6)), []

    def send():
        while not stop.is_set():
            number = next(numbers)
            put(store, number, f"cr_{number % 3}")
            sent.append(number)

    with ThreadPoolExecutor(6) as pool:
        senders = [pool.submit(send) for _ in range(3)]
        for step in range(60):
            changes = [
                ReadableChange(f"cr_{one}", bool((step + one) % 2), START + timedelta(milliseconds=step))
                for one in range(3)
            ]
            for done in [pool.submit(store.take_over, "ag_1", changes) for _ in range(2)]:
                done.result()
        stop.set()
        for sender in senders:
            sender.result()
    read = {f"cr_{one}" for one in range(3) if (59 + one) % 2}
    carried = store.offers.collection.distinct("creator_id", {"agencies": "ag_1"})
    assert set(carried) == read
    count = store.offers.collection.count_documents({"agencies": "ag_1"})
    assert count == sum(f"cr_{number % 3}" in read for number in sent)


def test_takers_that_overtake_each_other_end_with_what_was_said_last(store):
    for number in range(40):
        put(store, number)
    for step in range(30):
        changes = [
            ReadableChange("cr_1", readable, START + timedelta(seconds=step, milliseconds=order))
            for order, readable in enumerate((True, False, step % 2 == 0))
        ]
        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(store.take_over, "ag_1", [each]) for each in changes]:
                done.result()
        expected = 40 if step % 2 == 0 else 0
        assert store.offers.collection.count_documents({"agencies": "ag_1"}) == expected, step


def test_of_first_changes_at_once_the_latest_stands(store):
    for creator in (f"cr_{number}" for number in range(150)):
        changes = [
            ReadableChange(creator, order == 2, START + timedelta(seconds=order)) for order in range(3)
        ]
        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(store.take_over, "ag_1", [each]) for each in changes]:
                done.result()
        assert agencies_reading(creator) == {"ag_1"}, creator


def test_lists_show_offers_without_their_history(store):
    put(store, 1, latest=deal().latest)
    (offer,) = store.select_offers(Selection(states_of(None), creator_id="cr_1"), asked("respond_by"))
    assert (offer.chain, offer.current_version) == ((), 1)
