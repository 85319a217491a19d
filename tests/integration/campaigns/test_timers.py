"""Timers on a real MongoDB: expiry and deemed approval, in batches, by index, repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain.commands import SubmitDraft
from services.campaigns.domain.deliverables import DeliverableState
from services.campaigns.domain.offers import Path
from services.campaigns.domain.states import OfferState
from services.campaigns.handlers import deliverables, timers
from services.campaigns.worker import timers as worker_timers
from services.shared.commands import Commit, internal
from services.shared.due import BATCH
from tests.fakes.clock import START, FakeClock
from tests.unit.campaigns.build import CREATOR, accept, agency, deal, invitation, propose

pytestmark = pytest.mark.real


def events(store):
    return [event for waiting in store.offers.waiting(999) for event in waiting.events]


def test_expiry_runs_in_batches_once(store):
    clock = FakeClock()
    for number in range(BATCH + 5):
        store.offers.insert(replace(invitation(), id=f"of_{number:03}"), Commit())
    timer = timers.expiry(store, clock)
    assert timer.run() == 0
    clock.advance(days=7)
    assert [timer.run() for _ in range(3)] == [BATCH, 5, 0]
    assert {store.offers.get(f"of_{number:03}").state for number in range(105)} == {OfferState.EXPIRED}
    assert len(events(store)) == 105
    assert {event.actor for event in events(store)} == {"timer"}


def test_hundreds_that_fail_do_not_hold_up_the_rest(store):
    """The oldest cannot be read any more: the newest, one by one, expire all the same."""
    clock = FakeClock()
    broken = 2 * BATCH + 50
    for number in range(broken + 5):
        respond_by = START + timedelta(minutes=number)
        store.offers.insert(replace(invitation(), id=f"of_{number:03}", respond_by=respond_by), Commit())
    clock.advance(days=7)
    damaged = {"_id": {"$lt": f"of_{broken:03}"}}
    store.offers.collection.update_many(damaged, {"$unset": {"category": True}})
    timer = timers.expiry(store, clock)
    assert timer.run() == 5
    assert store.offers.get(f"of_{broken + 4:03}").state is OfferState.EXPIRED
    assert timer.run() == 0
    store.offers.collection.update_many(damaged, {"$set": {"category": ""}})
    assert timer.run() == 0, "they are left alone for a while"
    clock.advance(seconds=5)
    assert [timer.run() for _ in range(4)] == [BATCH, BATCH, 50, 0]


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
    assert timers.expiry(store, clock).run() == 3
    assert store.offers.get("of_3").state is OfferState.ACTIVE


def test_silence_is_deemed_approval_after_the_review_days(store):
    clock = FakeClock()
    store.offers.insert(deal(), Commit())
    deliverables.submit_draft(
        store,
        clock,
        SubmitDraft(CREATOR, Path("of_1", creator_id="cr_1"), "dl_1", "https://video.example/1"),
        internal("cr_1"),
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
    for number in range(BATCH + 1):
        store.offers.insert(replace(invitation(), id=f"of_{number:03}"), Commit())
    assert timers.announce_offers(store, FakeClock()) == BATCH + 1
    announced = events(store)
    assert len(announced) == BATCH + 1
    assert {event.subject for event in announced} == {"campaigns.v1.OfferAnnounced.cr_1"}
    assert store.offers.get("of_000").version == 2
    assert store.offers.get("of_000").updated_at == START
