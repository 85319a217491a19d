"""What the campaigns service does on events: the rows of its consumers."""

from __future__ import annotations

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import events_pb2 as roster
from services.campaigns.domain.names import NamedCreator
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Received


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_profile(event: Received) -> None:
        said = event.message
        store.note_creator(NamedCreator(said.creator_id, said.handle, said.display_name), said.version)

    def on_standing(event: Received) -> None:
        party = event.message
        if party.kind == access_pb2.PARTY_KIND_CREATOR:
            suspended = isinstance(party, roster.PartySuspended)
            store.note_standing(party.party_id, suspended=suspended, version=party.version)

    return [
        Consumer(
            "campaigns-creators",
            "ROSTER",
            "roster.v1.ProfileChanged.*",
            {roster.ProfileChanged: on_profile},
        ),
        Consumer(
            "campaigns-suspended",
            "ROSTER",
            "roster.v1.PartySuspended.*",
            {roster.PartySuspended: on_standing},
        ),
        Consumer(
            "campaigns-resumed",
            "ROSTER",
            "roster.v1.PartyResumed.*",
            {roster.PartyResumed: on_standing},
        ),
    ]
