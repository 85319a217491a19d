"""What the metrics service does on events: the rows of its consumers."""

from __future__ import annotations

from protos.roster.v1 import events_pb2 as roster
from services.metrics.handlers.accounts import link, show
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Received


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_registered(event: Received) -> None:
        link(store, clock, creator_id=event.message.creator_id, handle=event.message.handle)

    def on_profile(event: Received) -> None:
        profile = event.message
        show(
            store,
            clock,
            creator_id=profile.creator_id,
            handle=profile.handle,
            portfolio=tuple(profile.portfolio),
            version=profile.version,
        )

    return [
        Consumer(
            "metrics-accounts",
            "ROSTER",
            "roster.v1.CreatorRegistered.*",
            {roster.CreatorRegistered: on_registered},
        ),
        Consumer(
            "metrics-portfolios",
            "ROSTER",
            "roster.v1.ProfileChanged.*",
            {roster.ProfileChanged: on_profile},
        ),
    ]
