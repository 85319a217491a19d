"""What the directory service does on events: the rows of its consumers."""

from __future__ import annotations

from services.directory.handlers.entries import note
from services.directory.store import Store

from protos.roster.v1 import events_pb2 as roster
from services.shared.clock import Clock
from services.shared.events import Consumer, Received


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_registered(event: Received) -> None:
        note(store, creator_id=event.message.creator_id, handle=event.message.handle)

    return [
        Consumer(
            "directory-entries",
            "ROSTER",
            "roster.v1.CreatorRegistered.*",
            {roster.CreatorRegistered: on_registered},
        ),
    ]
