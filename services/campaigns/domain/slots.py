"""The places of a creator's active deals: what keeps their number within a cap, whoever accepts at once.

An offer takes a slot before it becomes active. A slot names the version of the offer on which the attempt
is based, and the write that makes the offer active succeeds over that version alone. So a slot can be given
back as soon as the offer is seen in a later version and not active: whatever still tries with it must fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.campaigns.domain.states import OfferState

ATTEMPT = timedelta(seconds=10)
"""After which an attempt counts as given up: longer than any request lasts."""


@dataclass(frozen=True)
class Slot:
    """A slot taken for an offer, at the version that the offer had."""

    offer_id: str
    offer_version: int
    taken_at: datetime


class Slots(Protocol):
    """The places of a creator's active deals. An offer takes one before it becomes active."""

    def take(self, cap: int | None) -> bool:
        """Takes one where fewer than `cap` are taken (None: any number); whether it did."""
        ...

    def full(self, cap: int | None) -> bool:
        """Whether `cap` of them are taken, or more."""
        ...


def is_over(slot: Slot, state: OfferState, version: int) -> bool:
    """Whether the offer, in this state and version, neither is active nor can become so with this slot."""
    return state is not OfferState.ACTIVE and version > slot.offer_version


def is_given_up(slot: Slot, state: OfferState, version: int, now: datetime) -> bool:
    """Whether the attempt has not succeeded for so long that it has to be stopped."""
    pending = state is not OfferState.ACTIVE and version <= slot.offer_version
    return pending and slot.taken_at + ATTEMPT <= now
