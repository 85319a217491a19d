"""The newest events, which one worker process keeps for all who listen to it."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from google.protobuf.descriptor import MethodDescriptor

from protos.notifications.v1 import notifications_pb2 as pb
from protos.notifications.v1 import public_pb2 as public
from services.gateway.clients import Backend
from services.shared import logs
from services.shared.access import SCOPE_NAMES
from services.shared.enums import names_of
from services.shared.errors import CallboardError

LIST: MethodDescriptor = pb.DESCRIPTOR.services_by_name["EventService"].methods_by_name["ListEvents"]

KEPT = 1000
"""Events that are kept here at least; who is further behind reads them from notifications."""

PAGE = 200
WAIT_MS = 3000
PAUSE_SECONDS = 0.1
"""Between two questions of which the first found nothing."""

FAILED_SECONDS = 1.0

_TYPES = names_of(public.EventType.DESCRIPTOR)
log = logs.logger()


class Place(NamedTuple):
    """Where a reader stands: behind the event at a position."""

    position: int
    event_id: str


class Event(NamedTuple):
    """An event, who may hear it, and the bytes that are sent of it to whoever does."""

    position: int
    type: str
    creator_id: str
    named: frozenset[str]
    scope: str
    owner_id: str
    frame: bytes


class Tail:
    """Follows the events while somebody listens. For the event loop."""

    def __init__(self, notifications: Backend, executor: Executor) -> None:
        self._notifications, self._executor = notifications, executor
        self._events: list[Event] = []
        self._place = Place(0, "")
        self._came = asyncio.Event()
        self._listeners, self._starting = 0, asyncio.Lock()
        self._following: asyncio.Task[None] | None = None

    @contextmanager
    def listened(self) -> Iterator[None]:
        """Somebody listens while the block runs."""
        self._listeners += 1
        try:
            yield
        finally:
            self._listeners -= 1

    async def newest(self) -> Place:
        """Where begins who begins now; raises Unavailable."""
        async with self._starting:
            if self._following is None or self._following.done():
                self._place, self._events = _place(await self._ask(pb.ListEventsRequest())), []
                self._following = asyncio.create_task(self._follow())
        return self._place

    async def behind(self, event_id: str) -> tuple[Sequence[Event], Place]:
        """The events behind one; raises Conflict where that is not kept, and Unavailable."""
        return _page(await self._ask(pb.ListEventsRequest(after_event_id=event_id, limit=PAGE)))

    async def after(self, place: Place, seconds: float) -> tuple[Sequence[Event], Place]:
        """The events behind a place and where they end, waiting so long for one; raises Unavailable."""
        if place.position >= self._place.position:
            came = self._came
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await came.wait()
        if place.position >= self._place.position:
            return (), place
        if not self._events or place.position + 1 < self._events[0].position:
            return _page(await self._ask(pb.ListEventsRequest(after_position=place.position, limit=PAGE)))
        begun = bisect_right(self._events, place.position, key=lambda event: event.position)
        return self._events[begun:], self._place

    async def _follow(self) -> None:
        while self._listeners:
            request = pb.ListEventsRequest(after_position=self._place.position, limit=PAGE, wait_ms=WAIT_MS)
            try:
                events, place = _page(await self._ask(request))
            except CallboardError as error:
                log.warning("events_wait", error=repr(error))
                await asyncio.sleep(FAILED_SECONDS)
                continue
            self._take(events, place)
            if not events:
                await asyncio.sleep(PAUSE_SECONDS)

    def _take(self, events: Sequence[Event], place: Place) -> None:
        if place.position < self._place.position:
            # Nothing was told for so long that no event is kept, and positions have begun anew.
            self._events = []
        moved, self._place = place != self._place, place
        self._events += events
        if len(self._events) > 2 * KEPT:
            del self._events[:-KEPT]
        if moved:
            came, self._came = self._came, asyncio.Event()
            came.set()

    async def _ask(self, request: pb.ListEventsRequest) -> pb.ListEventsResponse:
        loop = asyncio.get_running_loop()
        answer: pb.ListEventsResponse = await loop.run_in_executor(
            self._executor, self._notifications.call, LIST, request
        )
        return answer


def _place(answer: pb.ListEventsResponse) -> Place:
    return Place(answer.position, answer.event_id)


def _page(answer: pb.ListEventsResponse) -> tuple[Sequence[Event], Place]:
    return [_event(each) for each in answer.events], _place(answer)


def _event(message: Any) -> Event:
    name = _TYPES[message.type]
    return Event(
        position=message.position,
        type=name,
        creator_id=message.creator_id,
        named=frozenset(message.named),
        scope=SCOPE_NAMES.get(message.scope, ""),
        owner_id=message.owner_id,
        frame=f"id: {message.id}\nevent: {name}\ndata: {message.body}\n\n".encode(),
    )
