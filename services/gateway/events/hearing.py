"""Who hears an event: decided when it is sent, as roster has it then."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cachetools import LRUCache
from google.protobuf.descriptor import MethodDescriptor

from protos.roster.v1 import roster_pb2
from services.gateway.access import ACCESS, Access, Caller, Purpose
from services.gateway.clients import Backend
from services.gateway.endpoint import AGENCY
from services.gateway.events.tail import Event
from services.gateway.readings import Readings, Seen
from services.gateway.transcode.routes import Route
from services.shared.access import SCOPE_NAMES
from services.shared.clock import Clock
from services.shared.leased import MOST_KEPT, Leased
from services.shared.mapping import to_datetime
from services.shared.published import changes_delegation

STANDING: MethodDescriptor = ACCESS.methods_by_name["GetStanding"]


class Holder(NamedTuple):
    """What an agency holds of a creator, and until when; None while no end is set."""

    scopes: frozenset[str]
    ends: datetime | None


@dataclass(frozen=True)
class Standing:
    """What agencies hold of a creator."""

    holders: Mapping[str, Holder]

    def lets(self, agency_id: str, scope: str, now: datetime) -> bool:
        """Whether the agency holds the scope."""
        holder = self.holders.get(agency_id)
        return holder is not None and scope in holder.scopes and (holder.ends is None or now < holder.ends)


class Hearing:
    """Decides for the streams of one process; for the event loop.

    Roster is asked about a creator once for all who listen, and not by `Authorize` for each: her log would
    name, with every event, whichever agencies happen to listen and hold nothing of her.
    """

    def __init__(
        self,
        route: Route,
        roster: Backend,
        access: Access,
        readings: Readings,
        clock: Clock,
        executor: Executor,
    ) -> None:
        self._route, self._roster, self._access = route, roster, access
        self._readings, self._clock = readings, clock
        self._admissions = Leased(self._admit, executor, clock)
        self._standings = Leased(self._standing, executor, clock)
        self._changes: LRUCache[str, int] = LRUCache(MOST_KEPT)
        """By creator, the position of the last event by which her delegations changed."""

    async def require_admitted(self, caller: Caller) -> None:
        """Raises Unauthenticated or Forbidden unless the caller may listen at all, as of a moment ago."""
        await self._admissions.of(caller)

    async def may_hear(self, caller: Caller, event: Event, request_id: str) -> bool:
        """Whether the caller may be sent the event now; what an agency is shown of a creator is noted.

        Raises Unauthenticated or Forbidden where it may listen no more, and Unavailable.
        """
        limited_to = await self._admissions.of(caller)
        self._follow(event)
        seen = not (limited_to and event.creator_id) or event.creator_id in limited_to
        if caller.party_id in event.named or not seen:
            return seen
        if event.owner_id not in ("", caller.party_id):
            return False
        if caller.kind != AGENCY or not event.scope or event.scope not in caller.scopes:
            return False
        standing = await self._standings.of(event.creator_id)
        if not standing.lets(caller.party_id, event.scope, self._clock.now()):
            return False
        if not self._admissions.is_fresh(caller):
            await self.require_admitted(caller)
            if not self._standings.is_fresh(event.creator_id):
                return await self.may_hear(caller, event, request_id)
        self._readings.note(
            caller, [event.creator_id], Seen(self._route.action, self._route.path, request_id)
        )
        return True

    def _follow(self, event: Event) -> None:
        """What follows the change of a delegation is decided by answers from after it.

        So an agency hears nothing behind the end of its delegation, though an answer from before might still
        be relied upon. Many streams come to the event one after the other: the first of them does it.
        """
        if changes_delegation(event.type) and self._changes.get(event.creator_id, 0) < event.position:
            self._changes[event.creator_id] = event.position
            self._standings.forget(event.creator_id)

    def _admit(self, caller: Caller) -> frozenset[str]:
        """The only creators whom the person may hear of, if she is limited to some."""
        # As for a command: an answer that was kept elsewhere would be older than it seems here.
        purpose = Purpose(self._route.action, self._route.path, "", command=True)
        return self._access.lease(self._route.rule.scope, caller, "", purpose).identity.limited_to

    def _standing(self, creator_id: str) -> Standing:
        reply = self._roster.call(STANDING, roster_pb2.GetStandingRequest(creator_id=creator_id))
        if reply.creator.suspended:
            return Standing({})
        return Standing({each.agency_id: _holder(each) for each in reply.holders})


def _holder(message: roster_pb2.Holder) -> Holder:
    ends = to_datetime(message.expires_at) if message.HasField("expires_at") else None
    return Holder(frozenset(SCOPE_NAMES[scope] for scope in message.scopes), ends)
