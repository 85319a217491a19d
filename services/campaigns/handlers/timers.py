"""What happens by itself when time passes. Each run does what is due now; repetition changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from services.campaigns import facts
from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.offers import TIMER, Offer
from services.campaigns.facts import Facts
from services.campaigns.store import Store
from services.shared import telemetry
from services.shared.clock import Clock
from services.shared.commands import execute, internal
from services.shared.errors import Conflict

BATCH = 100

log = telemetry.logger()


def expire_offers(store: Store, clock: Clock) -> int:
    """Expires what was not answered in time; returns how many offers it changed."""
    found = store.overdue(clock.now(), BATCH)
    return _change_each(
        store, clock, found, lambda offer: negotiation.expired(offer, clock.now()), facts.offer_expired
    )


def approve_unanswered_drafts(store: Store, clock: Clock, review_days: int) -> int:
    """Approves drafts that got no answer for so many days; returns how many deals it changed."""
    until = clock.now() - timedelta(days=review_days)
    found = store.unanswered_drafts(until, BATCH)
    return _change_each(
        store,
        clock,
        found,
        lambda offer: deals.silence_approved(offer, until, clock.now()),
        facts.unannounced,
    )


def announce_offers(store: Store, clock: Clock) -> int:
    """Announces the state of every offer again, for consumers that rebuild; returns how many."""
    count, after = 0, ""
    while found := store.offer_ids(after, BATCH):
        count += _change_each(store, clock, found, replace, facts.offer_announced)
        after = found[-1]
    return count


def _change_each(
    store: Store, clock: Clock, offer_ids: list[str], decide: Callable[[Offer], Offer], staged: Facts
) -> int:
    """One that refuses to be changed never holds up the others, and does not count."""
    changed = 0
    for offer_id in offer_ids:
        try:
            execute(store.offers, offer_id, decide, staged, internal(TIMER.id), clock)
            changed += 1
        except Conflict as refused:
            log.warning("offer_unchanged", offer=offer_id, error=refused.detail)
    return changed
