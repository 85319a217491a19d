"""`GET /v1/events`: live streams, on the event loop of the front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from protos.callboard.live.v1 import live_pb2
from protos.notifications.v1 import public_pb2 as public
from services.gateway.access import Access, Authenticator, Caller
from services.gateway.app import Dependencies
from services.gateway.config import Settings
from services.gateway.events.hearing import Hearing
from services.gateway.events.outflow import Outflow
from services.gateway.events.stream import Means, Stream, Transport, Wish
from services.gateway.events.tail import Event, Tail
from services.gateway.front.heads import Head
from services.gateway.front.shared import Shared
from services.gateway.front.slots import Slots
from services.gateway.readings import Readings
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import EVENT_STREAM, Route, routes_of
from services.shared import constraints
from services.shared.contracts import of_the_gateway
from services.shared.enums import names_of
from services.shared.errors import Unavailable

THREADS = 8
"""Per worker: questions of all streams to roster, and for older events, that are under way at once."""

CHECK_SECONDS = 1.0
"""After which a stream that has told nothing makes sure that its caller may still listen."""

CHECKS_A_SECOND = 100
"""Of all streams together, so that many which are silent cost roster little. Before an event each is sure."""

HEADERS = [("Content-Type", EVENT_STREAM), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]
"""The last one is for nginx, which would hold back what is small."""

_TYPES = names_of(public.EventType.DESCRIPTOR)


Begin = Callable[[list[tuple[str, str]]], Transport]
"""Sends the head of the answer."""


def stream_route() -> Route:
    """The route of live streams."""
    routes = routes_of(of_the_gateway())
    return next(each for each in routes if each.request is live_pb2.StreamEventsRequest.DESCRIPTOR)


class Streams:
    """The streams of one worker process. For the event loop."""

    def __init__(
        self, dependencies: Dependencies, settings: Settings, shared: Shared, readings: Readings
    ) -> None:
        self._route = route = stream_route()
        self._reader = RequestReader(route)
        self._authenticator = Authenticator(dependencies.verifier)
        self._meter, self._record = dependencies.meter, dependencies.record
        backends, clock = dependencies.backends, dependencies.clock
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="events")
        access = Access(backends["roster"], clock, count=self._meter.count_lease)
        self._means = Means(
            tail=Tail(backends["notifications"], ThreadPoolExecutor(THREADS, thread_name_prefix="tail")),
            hearing=Hearing(route, backends["roster"], access, readings, clock, threads),
            shared=shared,
            clock=clock,
            meter=self._meter,
            heartbeat_seconds=settings.heartbeat_seconds,
            buffer=settings.stream_buffer,
            check_seconds=self._check_seconds,
        )
        share = settings.streams if settings.rate_limit == "off" else settings.streams_of_client
        self._slots, self._open = Slots("streams", settings.streams, share, 0), 0

    def _check_seconds(self) -> float:
        return max(CHECK_SECONDS, self._open / CHECKS_A_SECOND)

    def serves(self, head: Head) -> bool:
        """Whether a request is for a stream."""
        return head.method == "GET" and head.path == self._route.path

    async def serve(self, head: Head, peer: str, begin: Begin) -> None:
        """Serves one stream until it ends. What it raises, it raises before the beginning."""
        caller = self._authenticator.caller(head.headers.get("authorization", ""))
        self._route.rule.check_party(caller.kind, caller.scopes)
        wish = self._wish(head)
        if self._means.shared.draining:
            raise Unavailable("This process is about to end; connect again.", headers={"Retry-After": "1"})
        async with self._slots.one(caller.counted_as):
            with self._means.tail.listened():
                await self._serve(head, caller, wish, peer, begin)

    def _wish(self, head: Head) -> Wish:
        """What is asked for; raises Malformed or Invalid."""
        asked: Any = self._reader.read({}, head.query, None, b"")
        asked.last_event_id = head.headers.get("last-event-id", asked.last_event_id)
        constraints.enforce(asked)
        return Wish(frozenset(_TYPES[each] for each in asked.types), asked.creator_id, asked.last_event_id)

    async def _serve(self, head: Head, caller: Caller, wish: Wish, peer: str, begin: Begin) -> None:
        await self._means.hearing.require_admitted(caller)
        place = await self._means.tail.newest()
        events: Sequence[Event] = ()
        if wish.after:
            events, place = await self._means.tail.behind(wish.after)
        outflow = Outflow(peer)
        try:
            stream = Stream(self._means, caller, wish, head.request_id, outflow, begin(HEADERS))
            path, request_id = self._route.path, head.request_id
            self._record(head.method, path, 200, head.started, path, caller.party_id, request_id)
            await self._counted(stream.run(events, place))
        finally:
            outflow.close()

    async def _counted(self, running: Awaitable[str]) -> None:
        self._open += 1
        try:
            with self._meter.streams.track_inprogress():
                self._meter.count_ended(await running)
        finally:
            self._open -= 1
