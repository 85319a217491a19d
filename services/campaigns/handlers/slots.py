"""Slots of active deals: taken before an offer becomes active, given back when it is known not to be.

Any number of processes may accept at once. What holds at each moment: an active offer has a slot. It took
the slot for the version over which it was then written; whoever gives that slot back has first seen the
offer in a later version and not active, so that the write can no longer happen. A slot is taken by one
conditional write that counts, so that a cap is never passed.
"""

from __future__ import annotations

from dataclasses import replace

from services.campaigns.domain.offers import Offer
from services.campaigns.domain.slots import Slot, is_given_up, is_over
from services.campaigns.domain.states import OfferState
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.commands import Commit


class OfferSlots:
    """The slots of the creator to whom `offer` was sent, as the rules of negotiation ask for them."""

    def __init__(self, store: Store, clock: Clock, offer: Offer) -> None:
        self._store, self._clock, self._offer = store, clock, offer

    def take(self, cap: int | None) -> bool:
        """Takes one where fewer than `cap` are taken (None: any number); whether it did.

        Before it says that there is none, it gives back those that a crash has left behind. That is when
        they are in the way, so that no timer has to look for them.
        """
        slot = Slot(self._offer.id, self._offer.version, self._clock.now())
        if self._store.take_slot(self._offer.creator_id, slot, cap):
            return True
        repair(self._store, self._clock, self._offer.creator_id)
        return self._store.take_slot(self._offer.creator_id, slot, cap)

    def full(self, cap: int | None) -> bool:
        """Whether `cap` of them are taken, or more."""
        if cap is None or len(self._store.slots(self._offer.creator_id)) < cap:
            return False
        repair(self._store, self._clock, self._offer.creator_id)
        return len(self._store.slots(self._offer.creator_id)) >= cap


def repair(store: Store, clock: Clock, creator_id: str) -> None:
    """Gives back the slots of offers that are not active and cannot become so with them.

    Where the attempt that took a slot has neither succeeded nor ended for long, its process has died or is
    suspended. The offer first gets another version: should that process go on, its write fails, and it
    decides anew.
    """
    slots = store.slots(creator_id)
    standing = store.standing([slot.offer_id for slot in slots])
    for slot in slots:
        if slot.offer_id not in standing:
            continue  # A database restored in parts: rather a slot too few than a deal too many.
        state, version = standing[slot.offer_id]
        if is_given_up(slot, state, version, clock.now()):
            _stop(store, slot)
            state, version = store.standing([slot.offer_id])[slot.offer_id]
        if is_over(slot, state, version):
            store.free_slot(creator_id, slot)


def release(store: Store, offer: Offer) -> None:
    """Gives an offer's slot back after a change: at its end, or when an attempt on it failed."""
    for slot in store.slots(offer.creator_id):
        if slot.offer_id == offer.id and is_over(slot, offer.state, offer.version):
            store.free_slot(offer.creator_id, slot)


def _stop(store: Store, slot: Slot) -> None:
    offer = store.offers.get(slot.offer_id)
    if offer and offer.state is not OfferState.ACTIVE and offer.version == slot.offer_version:
        store.offers.replace(replace(offer, version=offer.version + 1), offer.version, Commit())
