"""What happens by itself when time passes. Each run does what is due now; repetition changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from services.campaigns import produces
from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.offers import TIMER, Offer
from services.campaigns.produces import Facts
from services.campaigns.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.commands import execute, internal
from services.shared.due import BATCH, Due, Position
from services.shared.errors import Conflict

log = logs.logger()


def expiry(store: Store, clock: Clock) -> Due:
    """Expires what was not answered in time."""

    def decide(offer: Offer) -> Offer:
        return negotiation.expire(offer, clock.now())

    def expire(offer_id: str) -> None:
        _change(store, clock, offer_id, decide, produces.offer_expired)

    return Due("expiry", clock, store.overdue, expire)


def deemed_approval(store: Store, clock: Clock, review_days: int) -> Due:
    """Approves drafts that got no answer for so many days."""
    patience = timedelta(days=review_days)

    def find(now: datetime, after: Position | None, limit: int) -> list[Position]:
        return store.unanswered_drafts(now - patience, after, limit)

    def decide(offer: Offer) -> Offer:
        now = clock.now()
        return deals.approve_unanswered(offer, now - patience, now)

    def approve(offer_id: str) -> None:
        _change(store, clock, offer_id, decide, produces.drafts_deemed_approved)

    return Due("deemed-approval", clock, find, approve)


def announce_offers(store: Store, clock: Clock) -> int:
    """Announces the state of every offer again, for consumers that rebuild; returns how many."""
    count, after = 0, ""
    while found := store.offer_ids(after, BATCH):
        count += sum(_announced(store, clock, offer_id) for offer_id in found)
        after = found[-1]
    return count


def _announced(store: Store, clock: Clock, offer_id: str) -> bool:
    """One that keeps being changed by others announces itself by that, and never holds up the rest."""
    try:
        _change(store, clock, offer_id, replace, produces.offer_announced)
    except Conflict as refused:
        log.warning("offer_unchanged", offer=offer_id, error=refused.detail)
        return False
    return True


def _change(
    store: Store, clock: Clock, offer_id: str, decide: Callable[[Offer], Offer], staged: Facts
) -> None:
    execute(store.offers, offer_id, decide, staged, internal(TIMER.id), clock)
