"""The worker of the metrics service: relay, the link to creators, headline statistics, ends of imports."""

from __future__ import annotations

from services.metrics.config import Settings
from services.metrics.consumes import consumers
from services.metrics.handlers.accounts import refresh_due
from services.metrics.handlers.withdrawals import tidy
from services.metrics.store import MongoStore
from services.shared.clock import SystemClock
from services.shared.worker import Timer, run


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    timers = [
        Timer("stats", 0.3, lambda: refresh_due(store, clock)),
        Timer("imports", 1.0, lambda: tidy(store, clock)),
    ]
    run(settings, store.repositories, consumers(store, clock), timers)
