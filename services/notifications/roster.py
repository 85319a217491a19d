"""What notifications asks of the roster service: how a creator stands, and so who may be told of her."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from cachetools import LRUCache

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2
from services.notifications.domain.events import Creator, Standing
from services.notifications.domain.readings import ACTION, Reading
from services.shared.access import LEASE_SECONDS, SCOPE_NAMES
from services.shared.client import Client
from services.shared.clock import Clock
from services.shared.errors import Unavailable

_METHODS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name
MOST_KEPT = 10_000
QUESTIONS = 3
"""Put to roster at most, where each answer comes too late to be relied upon."""

TOO_LATE = "The roster service answers too slowly; try again in a moment."


class Roster(Protocol):
    """What is asked; raises Unavailable where roster is out of reach."""

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands now."""
        ...

    def record(self, batch_id: str, readings: Sequence[Reading]) -> None:
        """Logs what agencies were told, once for each batch; raises Invalid."""
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


class Leased:
    """Keeps an answer for as long as a decision of roster's may be relied upon.

    It runs from the moment before the question was sent, so that nothing begins under it which a revocation,
    who waits that long before it answers, has forbidden.
    """

    def __init__(self, roster: Roster, clock: Clock) -> None:
        self._roster, self._clock = roster, clock
        self._kept: LRUCache[str, tuple[float, Standing]] = LRUCache(MOST_KEPT)
        self._lock = threading.Lock()

    def known(self, creator_id: str) -> Standing | None:
        """How a creator stands, as of at most LEASE_SECONDS ago; None where that is to be asked."""
        with self._lock:
            until, known = self._kept.get(creator_id, (0.0, None))
        return known if self._clock.monotonic() < until else None

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands, asked now; raises Unavailable where nobody can say."""
        now = self._clock.monotonic()
        found = self._roster.standing(creator_id)
        with self._lock:
            self._kept[creator_id] = (now + LEASE_SECONDS, found)
        return found

    def current(self, creator_id: str) -> Standing:
        """How a creator stands, by an answer that is good at this moment; raises Unavailable."""
        for _ in range(QUESTIONS):
            if known := self.known(creator_id):
                return known
            self.standing(creator_id)
        if known := self.known(creator_id):
            return known
        raise Unavailable(TOO_LATE)
