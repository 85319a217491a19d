"""What notifications asks of the roster service: how a creator stands, and so who may be told of her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import people_pb2, roster_pb2
from services.notifications.domain.events import Creator, Standing
from services.notifications.domain.readings import ACTION, Reading
from services.shared.access import LEASE_SECONDS, SCOPE_NAMES
from services.shared.client import Client
from services.shared.clock import Clock
from services.shared.errors import NotFound, Unavailable
from services.shared.leased import ATTEMPTS
from services.shared.mapping import to_datetime

_ACCOUNTS = people_pb2.DESCRIPTOR.services_by_name["AccountService"].methods_by_name
_METHODS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name


class Roster(Protocol):
    """What is asked; raises Unavailable where roster is out of reach."""

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands now."""
        ...

    def record(self, batch_id: str, readings: Sequence[Reading]) -> None:
        """Logs what agencies were told, once for each batch; raises Invalid."""
        ...


@dataclass(frozen=True)
class Link:
    """A link that a mail brings, and what it says of it; the names are empty of a reset."""

    link: str = field(repr=False)
    party_name: str
    invited_by_name: str
    expires_at: datetime


class Links(Protocol):
    """Gives out links; raises Unavailable where roster is out of reach."""

    def link(self, owner_id: str) -> Link | None:
        """A fresh link of an invitation or a reset; None where it is good for nothing."""
        ...


class RosterClient:
    """Asks the roster service over gRPC."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands now."""
        request = roster_pb2.GetStandingRequest(creator_id=creator_id)
        reply = self._client.call(_METHODS["GetStanding"], request)
        creator = Creator(creator_id, reply.creator.handle, reply.creator.name)
        holders = {
            each.agency_id: frozenset(SCOPE_NAMES[scope] for scope in each.scopes) for each in reply.holders
        }
        return Standing(creator, holders)

    def record(self, batch_id: str, readings: Sequence[Reading]) -> None:
        """Logs what agencies were told, once for each batch; raises Invalid."""
        request = roster_pb2.RecordReadingsRequest(batch_id=batch_id, readings=map(_report, readings))
        self._client.call(_METHODS["RecordReadings"], request)

    def link(self, owner_id: str) -> Link | None:
        """A fresh link of an invitation or a reset; None where it is good for nothing."""
        try:
            reply = self._client.call(_ACCOUNTS["IssueLink"], people_pb2.IssueLinkRequest(id=owner_id))
        except NotFound:
            return None
        return Link(reply.link, reply.party_name, reply.invited_by_name, to_datetime(reply.expires_at))


def _report(reading: Reading) -> roster_pb2.ReadingReport:
    return roster_pb2.ReadingReport(
        party_id=reading.party_id,
        party_kind=access_pb2.PARTY_KIND_AGENCY,
        client_id=reading.client_id,
        creator_id=reading.creator_id,
        action=ACTION,
        object=reading.object,
        count=1,
        at=reading.at,
        request_id=reading.event_id,
    )


class Standings(Protocol):
    """Says how creators stand."""

    def current(self, creator_id: str) -> Standing:
        """How a creator stands, by an answer that is good at this moment; raises Unavailable."""
        ...


class Fresh:
    """Asks anew each time, for who works in a thread."""

    def __init__(self, roster: Roster, clock: Clock) -> None:
        self._roster, self._clock = roster, clock

    def current(self, creator_id: str) -> Standing:
        """How a creator stands, by an answer that is good at this moment; raises Unavailable."""
        for _ in range(ATTEMPTS):
            # From before the question, as `services.shared.leased` has it.
            until = self._clock.monotonic() + LEASE_SECONDS
            found = self._roster.standing(creator_id)
            if self._clock.monotonic() < until:
                return found
        raise Unavailable("The roster service answers too slowly; try again in a moment.")
