"""The worker of the campaigns service: relay, and the timers of offers and drafts."""

from __future__ import annotations

from services.campaigns.config import Settings
from services.campaigns.consumes import consumers
from services.campaigns.handlers.timers import deemed_approval, expiry
from services.campaigns.store import MongoStore, Store
from services.shared.clock import Clock, SystemClock
from services.shared.worker import Timer, run


def timers(store: Store, clock: Clock, review_days: int) -> list[Timer]:
    """What the service does by itself, each second."""
    return [
        Timer("expiry", 1.0, expiry(store, clock).run),
        Timer("deemed-approval", 1.0, deemed_approval(store, clock, review_days).run),
    ]


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    run(settings, store.repositories, consumers(store, clock), timers(store, clock, settings.review_days))
