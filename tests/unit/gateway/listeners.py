"""Live streams without a socket: events that are told to order, and listeners who hear them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from protos.notifications.v1 import notifications_pb2 as pb
from protos.roster.v1 import roster_pb2
from services.shared.access import SCOPES
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict
from tests.unit.gateway.support import Stage
from tests.unit.gateway.wire import Protocol, scope_of


class FakeOutflow:
    """A client that reads as it is told to."""

    unread = 0

    def __init__(self, peer: str) -> None:
        self.peer, self.broken, self.was_cut = peer, False, False

    @property
    def outstanding(self) -> int:
        return type(self).unread

    def note(self, size: int) -> None:
        """Nothing is counted."""

    def cut(self) -> None:
        self.was_cut = True

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Notifications:
    """The service's events, which are answered at once."""

    events: list[pb.PublicEvent] = field(default_factory=list)

    def tell(self, named: tuple[str, ...] = ("creator_1", "brand_1"), **said: Any) -> str:
        """Something happens; the event's id."""
        number = len(self.events) + 1
        event = pb.PublicEvent(
            position=number, id=f"ev_{number}", named=named, body=f'{{"n":{number}}}', **said
        )
        self.events.append(event)
        return event.id

    def answer(self, request: pb.ListEventsRequest) -> pb.ListEventsResponse:
        """As the service answers."""
        places = {event.id: event.position for event in self.events}
        if request.after_event_id and request.after_event_id not in places:
            raise Conflict("It is not kept.", code=ErrorCode.EVENT_NOT_KEPT)
        newest = len(self.events)
        after = places.get(request.after_event_id, newest)
        if request.HasField("after_position"):
            after = request.after_position
        found = self.events[after : after + request.limit]
        last = found[-1] if found else self.events[-1] if self.events else pb.PublicEvent()
        return pb.ListEventsResponse(events=found, position=last.position, event_id=last.id)


class Roster:
    """What agencies hold of creator_1."""

    def __init__(self) -> None:
        self.holders = {"agency_1": ["marketplace.offers.read"]}

    def standing(self, _: Any) -> roster_pb2.Standing:
        """As roster answers."""
        return roster_pb2.Standing(
            holders=[
                roster_pb2.Holder(agency_id=agency, scopes=[SCOPES[each] for each in scopes])
                for agency, scopes in self.holders.items()
            ]
        )


class Ears:
    """A listener: what it has heard, and the answer that it got."""

    def __init__(self, live: Live, party: str, query: str = "", **headers: str) -> None:
        self.protocol = Protocol(None, 0)
        given = {
            **live.stage.headers(party),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        scope = scope_of("GET", "/v1/events", query, given)
        self.task = asyncio.ensure_future(live.stage.front.__rsgi__(scope, self.protocol))

    @property
    def text(self) -> str:
        """All that has come."""
        return b"".join(self.protocol.pieces).decode()

    @property
    def ids(self) -> list[str]:
        """The ids of the events that were heard."""
        blocks = [block.splitlines() for block in self.text.split("\n\n")]
        return [lines[0].removeprefix("id: ") for lines in blocks if any("data:" in line for line in lines)]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something is so."""
        async with asyncio.timeout(5):
            while not holds():
                await asyncio.sleep(0.01)

    async def begun(self) -> Ears:
        """Waits until it listens."""
        await self.until(
            lambda: ": \n\n" in self.text or "last-event-id" in self.text or len(self.protocol.pieces) > 0
        )
        return self

    async def heard(self, *ids: str) -> None:
        """Waits until it has heard these, and nothing else."""
        await self.until(lambda: len(self.ids) >= len(ids) or self.task.done())
        assert self.ids == list(ids)


class Live:
    """A gateway, notifications and roster behind it, and its listeners."""

    def __init__(self, keys: Path, **settings: Any) -> None:
        self.stage = Stage(keys, **settings)
        self.notifications, self.roster = Notifications(), Roster()
        self.stage.backends["notifications"].answers["ListEvents"] = self.notifications.answer
        self.stage.roster.answers["GetStanding"] = self.roster.standing
        self.listeners: list[Ears] = []

    async def listen(self, party: str, query: str = "", **headers: str) -> Ears:
        """A listener that has begun."""
        self.listeners.append(ears := Ears(self, party, query, **headers))
        return await ears.begun()

    def run(self, play: Callable[[], Awaitable[None]]) -> None:
        """Plays it on an event loop of its own."""

        async def whole() -> None:
            try:
                await play()
            finally:
                for each in self.listeners:
                    each.task.cancel()
                await asyncio.gather(*(each.task for each in self.listeners), return_exceptions=True)

        asyncio.run(whole())
