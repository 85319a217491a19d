"""What the campaigns service does on events: the rows of its consumers, of which there are none yet."""

from __future__ import annotations

from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""
    return []
