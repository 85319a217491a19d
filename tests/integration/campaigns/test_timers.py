"""Timers on a real MongoDB: expiry and deemed approval, in batches, by index, repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import bson
import pytest

from services.campaigns.domain.deliverables import DeliverableState
from services.campaigns.domain.offers import Message, Path
from services.campaigns.domain.states import OfferState, Side
from services.campaigns.handlers import deliverables, timers
from services.campaigns.store import HEADLINE
from services.campaigns.worker import timers as worker_timers
from services.shared.commands import Commit, internal
from tests.fakes.clock import START, FakeClock
from tests.unit.campaigns.build import CREATOR, accept, agency, deal, invitation, propose

pytestmark = pytest.mark.real


def events(store):
    return [event for waiting in store.offers.waiting(999) for event in waiting.events]


def test_expiry_runs_in_batches_once(store):
    clock = FakeClock()
    for number in range(timers.BATCH + 5):
        store.offers.insert(replace(invitation(), id=f"of_{number:03}"), Commit())
    assert timers.expire_offers(store, clock) == 0
    clock.advance(days=7)
    assert timers.expire_offers(store, clock) == timers.BATCH
    assert timers.expire_offers(store, clock) == 5
    assert timers.expire_offers(store, clock) == 0
    assert {store.offers.get(f"of_{number:03}").state for number in range(105)} == {OfferState.EXPIRED}
    assert len(events(store)) == 105
    assert {event.actor for event in events(store)} == {"timer"}


def test_one_that_cannot_be_changed_does_not_hold_up_the_others(store):
    clock = FakeClock()
    message = Message("ms_1", "br_1", Side.BRAND, "", START)
    for number in range(2):
        kept = replace(invitation(), id=f"of_{number}", messages=(message,))
        store.offers.insert(kept, Commit())
    room = (16 << 20) - len(bson.encode(store.offers.collection.find_one("of_0"))) - 50
    filled = {"$set": {"messages.0.text": "x" * room}}
    store.offers.collection.update_one({"_id": "of_0"}, filled)
    clock.advance(days=7)
    assert timers.expire_offers(store, clock) == 1
    assert timers.expire_offers(store, clock) == 0
    assert store.offers.get("of_1").state is OfferState.EXPIRED


def test_every_pending_state_expires_and_no_other(store):
    clock = FakeClock()
    pending = [
        invitation(),
        propose(invitation(), CREATOR),
        accept(invitation(), agency(confirm_all_accepts=True)),
    ]
    for number, offer in enumerate([*pending, deal()]):
        store.offers.insert(replace(offer, id=f"of_{number}"), Commit())
    clock.advance(days=30)
    assert timers.expire_offers(store, clock) == 3
    assert store.offers.get("of_3").state is OfferState.ACTIVE


def test_silence_is_deemed_approval_after_the_review_days(store):
    clock = FakeClock()
    store.offers.insert(deal(), Commit())
    deliverables.submit_draft(
        store,
        clock,
        by=CREATOR,
        path=Path("of_1", creator_id="cr_1"),
        deliverable_id="dl_1",
        url="https://video.example/1",
        note="",
        command=internal("cr_1"),
    )
    _, approval = worker_timers(store, clock, review_days=14)
    clock.advance(days=14, seconds=-1)
    assert approval.run() == 0
    clock.advance(seconds=1)
    assert approval.run() == 1
    assert approval.run() == 0
    offer = store.offers.get("of_1")
    assert offer.deliverables[0].state is DeliverableState.APPROVED
    assert offer.deliverables[0].drafts[0].reviewed_by == "timer"
    assert offer.version == 3


def test_every_offer_is_announced_again(store):
    for number in range(timers.BATCH + 1):
        store.offers.insert(replace(invitation(), id=f"of_{number:03}"), Commit())
    assert timers.announce_offers(store, FakeClock()) == timers.BATCH + 1
    announced = events(store)
    assert len(announced) == timers.BATCH + 1
    assert {event.subject for event in announced} == {"campaigns.v1.OfferAnnounced.cr_1"}
    assert store.offers.get("of_000").version == 2
    assert store.offers.get("of_000").updated_at == START


def index_of(store, query, sort=()):
    cursor = store.offers.collection.find(query, HEADLINE)
    plan = (cursor.sort(list(sort)) if sort else cursor).explain()["queryPlanner"]["winningPlan"]
    names, stages = set(), [plan]
    while stages:
        stage = stages.pop()
        names |= {stage.get("indexName"), stage["stage"]}
        stages += [stage["inputStage"]] if "inputStage" in stage else stage.get("inputStages", [])
    return names


def test_queries_go_by_index(store):
    for number in range(120):
        offer = invitation() if number % 2 else deal()
        kept = replace(offer, id=f"of_{number:03}", creator_id=f"cr_{number % 40}")
        store.offers.insert(kept, Commit())
    due = {"$lte": START + timedelta(days=1)}
    assert "expiry" in index_of(store, {"state": {"$in": ["in_review", "negotiating"]}, "respond_by": due})
    assert "review" in index_of(store, {"state": "active", "under_review_since": due})
    by_date = [("respond_by", 1), ("_id", 1)]
    inbox = {"state": {"$in": ["in_review"]}, "creator_id": {"$in": ["cr_1", "cr_3"]}}
    used = index_of(store, inbox, by_date)
    assert "creator" in used
    assert "SORT" not in used
