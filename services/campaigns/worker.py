"""The worker of the campaigns service: relay, and the timers of offers and drafts."""

from __future__ import annotations

from services.campaigns.config import Settings
from services.campaigns.handlers.timers import approve_unanswered_drafts, expire_offers
from services.campaigns.store import Store
from services.shared.clock import Clock, SystemClock
from services.shared.worker import Timer, run


def timers(store: Store, clock: Clock, review_days: int) -> list[Timer]:
    """What the service does by itself, each second."""
    return [
        Timer("expiry", 1.0, lambda: expire_offers(store, clock)),
        Timer("deemed-approval", 1.0, lambda: approve_unanswered_drafts(store, clock, review_days)),
    ]


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = Store(settings.mongo_uri), SystemClock()
    run(settings, store.repositories, [], timers(store, clock, settings.review_days))
