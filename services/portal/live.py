"""`/live`: the events of the gateway for an open page, as server-sent events, with the session's own token.

A page is told that something has changed, and of what; what it is now, it asks for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from callboard import Event
from callboard.errors import CallboardError
from services.portal import telemetry
from services.portal.config import Settings
from services.portal.gateway import Gateway
from services.portal.security import raw_headers
from services.portal.session import Session
from services.shared import logs

Waiting = asyncio.Queue[bytes]
UNAVAILABLE = (502, 503, 504)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]
WAITING = 100
"""Events that a browser may be behind; one that is further behind is cut, and comes again."""

LISTENING = b"event: listening\ndata:\n\n"
"""What a page is told when the gateway has begun to tell events: it misses nothing from here on."""

AWAY, BACK = b"event: away\ndata:\n\n", b"event: back\ndata:\n\n"
"""What a page is told when the gateway does not answer, and when it does again: it has missed something."""


class Reach(httpx.AsyncBaseTransport):
    """Connections to the gateway; notices whether it answers, and says so to every stream."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._waiting: set[Waiting] = set()
        self.answers: bool | None = None
        """None until something was asked."""

    def join(self, waiting: Waiting) -> None:
        """Has a stream hear how it is, and of changes."""
        self._waiting.add(waiting)
        if self.answers is not None:
            waiting.put_nowait(BACK if self.answers else AWAY)

    def leave(self, waiting: Waiting) -> None:
        """Ends that."""
        self._waiting.discard(waiting)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request."""
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.TransportError:
            self._note(answers=False)
            raise
        self._note(answers=response.status_code not in UNAVAILABLE)
        return response

    async def aclose(self) -> None:
        """Ends the connections."""
        await self._inner.aclose()

    def _note(self, *, answers: bool) -> None:
        if answers is self.answers:
            return
        self.answers = answers
        for waiting in self._waiting:
            # One that is so far behind is about to be cut.
            with suppress(asyncio.QueueFull):
                waiting.put_nowait(BACK if answers else AWAY)


class Streams:
    """All live streams of this process. Only the event loop calls it."""

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway, self._settings = gateway, settings
        self._open: Counter[str] = Counter()
        self._reach: Reach | None = None
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Ends every stream: the process is about to."""
        self._ending.set()

    def full(self, session: Session) -> bool:
        """Whether there is no room for another stream of this session."""
        least = self._open[session.id] >= self._settings.streams_of_session
        return least or self._open.total() >= self._settings.streams

    async def serve(self, session: Session, seconds: float, receive: Receive, send: Send) -> None:
        """Tells events until the browser goes, the token ends in `seconds`, or the process does."""
        self._open[session.id] += 1
        telemetry.STREAMS.inc()
        try:
            headers = [*HEADERS, *raw_headers(self._settings)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await self._until_end(session, seconds, receive, send)
        finally:
            telemetry.STREAMS.dec()
            self._open[session.id] -= 1
            self._open += Counter()

    async def _until_end(self, session: Session, seconds: float, receive: Receive, send: Send) -> None:
        tasks = [
            asyncio.create_task(self._tell(session, send)),
            asyncio.create_task(_gone(receive)),
            asyncio.create_task(self._ending.wait()),
        ]
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, session: Session, send: Send) -> None:
        waiting: Waiting = asyncio.Queue(WAITING)
        reach = self._reached()
        reach.join(waiting)
        asking = asyncio.create_task(self._fill(session, waiting, reach))
        try:
            await _piece(send, b"retry: 2000\n\n")
            while not asking.done() or not waiting.empty():
                await _piece(send, await self._next(waiting))
        finally:
            reach.leave(waiting)
            asking.cancel()

    async def _next(self, waiting: Waiting) -> bytes:
        """The next piece, or a comment after a while without one."""
        try:
            async with asyncio.timeout(self._settings.heartbeat_seconds):
                return await waiting.get()
        except TimeoutError:
            return b":\n\n"

    def _reached(self) -> Reach:
        """The connections of all streams, made in the event loop."""
        if self._reach is None:
            limits = httpx.Limits(max_connections=self._settings.streams + 10)
            self._reach = Reach(httpx.AsyncHTTPTransport(limits=limits, trust_env=False))
        return self._reach

    async def _fill(self, session: Session, waiting: Waiting, reach: Reach) -> None:
        async def answered(response: httpx.Response) -> None:
            if response.status_code == HTTPStatus.OK:
                waiting.put_nowait(LISTENING)

        http = httpx.AsyncClient(transport=reach, event_hooks={"response": [answered]})
        client = self._gateway.live_client(session.access, http)
        try:
            events: AsyncIterator[Event] = client.events()
            async for event in events:
                waiting.put_nowait(frame(event))
        except (CallboardError, asyncio.QueueFull) as error:
            logs.logger().info("stream_ended", reason=type(error).__name__)


def frame(event: Event) -> bytes:
    """What a page is told: the type, and the ids of what it is about."""
    data = event.data
    creator = data.get("creator")
    about = {
        "type": event.type,
        "creator_id": creator.get("id", "") if isinstance(creator, dict) else "",
        "offer_id": data.get("offer_id", ""),
        "delegation_id": data.get("delegation_id", ""),
    }
    return b"id: " + event.id.encode() + b"\ndata: " + orjson.dumps(about) + b"\n\n"


async def _piece(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    """Waits until the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
