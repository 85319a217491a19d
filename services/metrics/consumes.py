"""What the metrics service does on events: the rows of its consumers."""

from __future__ import annotations

from protos.roster.v1 import events_pb2 as roster
from services.metrics.handlers.accounts import link, rename, show
from services.metrics.roster import Creator
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Received


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_registered(event: Received) -> None:
        said = event.message
        link(
            store,
            clock,
            creator_id=said.creator_id,
            handle=said.handle,
            display_name=said.display_name,
            version=said.version,
        )

    def on_profile(event: Received) -> None:
        said = event.message
        rename(store, clock, Creator(said.creator_id, said.handle, said.display_name, said.version))
        show(
            store,
            clock,
            creator_id=said.creator_id,
            handle=said.handle,
            portfolio=tuple(said.portfolio),
            version=said.version,
        )

    return [
        Consumer(
            "metrics-accounts",
            "ROSTER",
            "roster.v1.CreatorRegistered.*",
            {roster.CreatorRegistered: on_registered},
        ),
        Consumer(
            "metrics-profiles",
            "ROSTER",
            "roster.v1.ProfileChanged.*",
            {roster.ProfileChanged: on_profile},
        ),
    ]
