"""What the servicers of roster have in common."""

from __future__ import annotations

from services.roster.store import Store
from services.shared.clock import Clock


class Rpc:
    """A servicer with what its handlers depend on."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
