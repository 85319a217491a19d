"""What the metrics service does on events: the rows of its consumers."""

from __future__ import annotations

from protos.roster.v1 import events_pb2 as roster
from services.metrics.handlers.accounts import link
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Received


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_registered(event: Received) -> None:
        link(store, clock, creator_id=event.message.creator_id, handle=event.message.handle)

    return [
        Consumer(
            "metrics-accounts",
            "ROSTER",
            "roster.v1.CreatorRegistered.*",
            {roster.CreatorRegistered: on_registered},
        ),
    ]
