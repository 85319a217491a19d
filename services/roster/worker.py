"""The worker of the roster service: relay, consumers, and the expiry of delegations."""

from __future__ import annotations

from services.roster.config import Settings
from services.roster.events import consumers
from services.roster.handlers.pairs import expiry, record_changes
from services.roster.store import Store
from services.shared.clock import SystemClock
from services.shared.worker import Timer, run


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store, clock = Store(settings.mongo_uri), SystemClock()
    timers = [
        Timer("expiry", 1.0, expiry(store, clock).run),
        Timer("records", 1.0, lambda: record_changes(store)),
    ]
    run(settings, store.repositories, consumers(store, clock), timers)
