"""The worker of the directory service: its consumer."""

from __future__ import annotations

from services.directory.config import Settings
from services.directory.consumes import consumers
from services.directory.store import Store

from services.shared.clock import SystemClock
from services.shared.worker import run


def main(settings: Settings) -> None:
    """Runs until told to stop."""
    store = Store(settings.mongo_uri)
    run(settings, store.repositories, consumers(store, SystemClock()), [])
