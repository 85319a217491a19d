"""The cap on active deals is exact, however many accept at once, and whoever is held up or dies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from services.campaigns.domain import negotiation
from services.campaigns.domain.commands import AcceptOffer, PublishDeliverable, ReviewDraft, SubmitDraft
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.guardrails import Guardrails, HeldBecause, Mandate
from services.campaigns.domain.offers import Path
from services.campaigns.domain.slots import ATTEMPT, Slot
from services.campaigns.domain.states import OfferState
from services.campaigns.handlers import deliverables, offers
from services.shared.commands import Commit, internal
from services.shared.errors import Conflict, Forbidden
from tests.fakes.campaigns import FakeRoster
from tests.fakes.clock import START, FakeClock
from tests.unit.campaigns.build import AGENCY, BRAND, CREATOR, agency, invitation, propose

THREADS = 50


def put(store, number, **changes):
    offer = replace(invitation(), id=f"of_{number}", **changes)
    store.offers.insert(offer, Commit())
    return offer


def accept(store, clock, number, by):
    """The outcome of an accept: the offer, or the refusal."""
    path = Path(f"of_{number}", creator_id="cr_1")
    sha = store.offers.get(f"of_{number}").current_hash
    try:
        command = AcceptOffer(by, path, 1, sha)
        return offers.accept_offer(store, clock, FakeRoster(), command, internal(by.id))
    except (Conflict, Forbidden) as refused:
        return refused


def active(store):
    return [number for number in range(THREADS) if is_active(store, number)]


def is_active(store, number):
    offer = store.offers.get(f"of_{number}")
    return offer is not None and offer.state is OfferState.ACTIVE


@pytest.mark.parametrize("cap", [1, 7, 49])
def test_fifty_accepts_at_once(store, cap):
    clock, barrier = FakeClock(), Barrier(THREADS)
    for number in range(THREADS):
        put(store, number)

    def run(number):
        barrier.wait()
        return accept(store, clock, number, agency(max_active_campaigns=cap))

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(run, range(THREADS)))
    assert sum(isinstance(each, Forbidden) for each in outcomes) == THREADS - cap
    assert len(active(store)) == len(store.slots("cr_1")) == cap


def test_accepts_of_the_same_offers_at_once_share_their_slots(store):
    """Five offers, ten accepts of each, a cap that they just fill: nobody is refused by the cap."""
    clock, barrier = FakeClock(), Barrier(THREADS)
    for number in range(5):
        put(store, number)

    def run(number):
        barrier.wait()
        return accept(store, clock, number % 5, agency(max_active_campaigns=5))

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(run, range(THREADS)))
    assert not any(isinstance(each, Forbidden) for each in outcomes)
    assert len(active(store)) == len(store.slots("cr_1")) == 5


class HeldUp:
    """A process that stands still between its slot and its write, while `meanwhile` happens."""

    def __init__(self, store, meanwhile):
        self._write, self._meanwhile, self._store = store.offers.replace, meanwhile, store

    def __enter__(self):
        self._store.offers.replace = self._replace

    def __exit__(self, *_):
        self._store.offers.replace = self._write

    def _replace(self, aggregate, expected_version, commit):
        if self._meanwhile is not None:
            act, self._meanwhile = self._meanwhile, None
            act()
        # MongoDB's own clock, by which a write may come too late, is not that of the test.
        return self._write(aggregate, expected_version, replace(commit, until=None))


def test_an_accept_that_was_held_up_never_passes_the_cap(store):
    """Its slot is given to another, for it was thought dead; when it goes on, it finds no room."""
    clock = FakeClock()
    put(store, 0), put(store, 1)

    def meanwhile():
        clock.advance(seconds=ATTEMPT.total_seconds())
        assert not isinstance(accept(store, clock, 1, agency(max_active_campaigns=1)), Exception)

    with HeldUp(store, meanwhile):
        late = accept(store, clock, 0, agency(max_active_campaigns=1))
    assert isinstance(late, Forbidden)
    assert active(store) == [1]
    assert [each.offer_id for each in store.slots("cr_1")] == ["of_1"]


@pytest.mark.parametrize("cap", [0, 1])
def test_a_cap_that_became_smaller_during_an_accept_counts(store, cap):
    """The slot was taken under the old cap; the write then failed, and the mandate was asked for anew."""
    clock, roster = FakeClock(), FakeRoster()
    put(store, 0), put(store, 1), put(store, 2)
    written = replace(propose(store.offers.get("of_0"), AGENCY), version=2)
    assert store.offers.replace(written, 1, Commit())
    assert not isinstance(accept(store, clock, 1, CREATOR), Exception)
    roster.mandates["ag_1", "cr_1"] = Mandate(guardrails=Guardrails(max_active_campaigns=2))

    def meanwhile():
        roster.mandates["ag_1", "cr_1"] = Mandate(guardrails=Guardrails(max_active_campaigns=cap))
        assert store.offers.replace(replace(written, version=3), 2, Commit())

    with HeldUp(store, meanwhile):
        command = AcceptOffer(BRAND, Path("of_0", campaign_id="cp_1"), 2, written.current_hash)
        held = offers.accept_offer(store, clock, roster, command, internal("br_1"))
    assert held.held_because == (HeldBecause.MAX_ACTIVE_CAMPAIGNS,)
    assert active(store) == [1]
    assert [each.offer_id for each in store.slots("cr_1")] == ["of_1"]


def test_an_accept_that_was_held_up_for_a_moment_keeps_its_slot(store):
    clock = FakeClock()
    put(store, 0), put(store, 1)

    def meanwhile():
        assert isinstance(accept(store, clock, 1, agency(max_active_campaigns=1)), Forbidden)

    with HeldUp(store, meanwhile):
        accept(store, clock, 0, agency(max_active_campaigns=1))
    assert active(store) == [0]


def test_what_a_crash_left_is_given_back_when_it_is_in_the_way(store):
    clock = FakeClock()
    put(store, 0), put(store, 1)
    assert store.take_slot("cr_1", Slot("of_0", 1, START), 1)
    assert isinstance(accept(store, clock, 1, agency(max_active_campaigns=1)), Forbidden)
    clock.advance(seconds=ATTEMPT.total_seconds())
    assert not isinstance(accept(store, clock, 1, agency(max_active_campaigns=1)), Exception)
    assert active(store) == [1]


def test_a_crash_after_the_end_of_a_deal_costs_no_slot(store):
    clock = FakeClock()
    put(store, 0), put(store, 1)
    done = accept(store, clock, 0, agency(max_active_campaigns=1))
    ended = replace(done, state=OfferState.CANCELLED, version=done.version + 1)
    assert store.offers.replace(ended, done.version, Commit())
    assert [each.offer_id for each in store.slots("cr_1")] == ["of_0"]
    assert not isinstance(accept(store, clock, 1, agency(max_active_campaigns=1)), Exception)


def test_a_refused_accept_leaves_no_slot(store):
    """Somebody withdraws the offer between the slot and the write."""
    clock = FakeClock()
    offer = put(store, 0)

    def withdraw():
        ended = replace(negotiation.withdraw(offer, BRAND, "", START), version=2)
        assert store.offers.replace(ended, 1, Commit())

    with HeldUp(store, withdraw):
        assert isinstance(accept(store, clock, 0, CREATOR), Conflict)
    assert store.slots("cr_1") == []


def test_the_slot_of_a_deal_is_given_back_at_its_end(store):
    clock = FakeClock()
    put(store, 0)
    (item,) = accept(store, clock, 0, CREATOR).deliverables
    hers = {"by": CREATOR, "path": Path("of_0", creator_id="cr_1"), "deliverable_id": item.id}
    brands = {"by": BRAND, "path": Path("of_0", campaign_id="cp_1"), "deliverable_id": item.id}
    url, called = "https://video.example/1", internal("x")
    deliverables.submit_draft(store, clock, SubmitDraft(**hers, url=url), called)
    approval = ReviewDraft(**brands, decision=ReviewDecision.APPROVE)
    deliverables.review_draft(store, clock, approval, called)
    assert len(store.slots("cr_1")) == 1
    publication = PublishDeliverable(**hers, video_id="v", url=url)
    done = deliverables.publish_deliverable(store, clock, publication, called)
    assert done.state is OfferState.COMPLETED
    assert store.slots("cr_1") == []


def slot(number, version=1):
    return Slot(f"of_{number}", version, START)


def test_slots_up_to_a_cap(store):
    assert not store.take_slot("cr_1", slot(1), 0)
    assert store.take_slot("cr_1", slot(1), 2)
    assert store.take_slot("cr_1", slot(2), 2)
    assert not store.take_slot("cr_1", slot(3), 2)
    assert store.take_slot("cr_1", slot(2), 2), "it has one"
    assert store.take_slot("cr_2", slot(3), 1)
    assert store.take_slot("cr_1", slot(3), None)
    assert sorted(each.offer_id for each in store.slots("cr_1")) == ["of_1", "of_2", "of_3"]
    assert store.slots("cr_9") == []


def test_a_slot_that_is_held_does_not_outlive_a_smaller_cap(store):
    assert store.take_slot("cr_1", slot(1), 2)
    assert store.take_slot("cr_1", slot(2), 2)
    assert not store.take_slot("cr_1", slot(1, version=2), 1)
    assert not store.take_slot("cr_1", slot(1, version=2), 0)
    assert sorted(each.offer_version for each in store.slots("cr_1")) == [1, 1]
    store.free_slot("cr_1", slot(2))
    assert store.take_slot("cr_1", slot(1, version=2), 1)


def test_a_slot_is_given_back_for_exactly_one_version(store):
    assert store.take_slot("cr_1", slot(1), 1)
    assert store.take_slot("cr_1", slot(1, version=2), 1)
    store.free_slot("cr_1", slot(1))
    assert store.slots("cr_1") == [slot(1, version=2)], "a later attempt holds it now"
    assert store.take_slot("cr_1", slot(1), 1)
    assert store.slots("cr_1") == [slot(1, version=2)]
    store.free_slot("cr_1", slot(1, version=2))
    assert store.slots("cr_1") == []
