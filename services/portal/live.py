"""`/live`: the events of the gateway for an open page, as server-sent events, with the session's own token.

A page is told that something has changed, and of what; what it is now, it asks for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
import orjson

from callboard import Event
from callboard.errors import CallboardError
from services.portal import telemetry
from services.portal.config import Settings
from services.portal.gateway import Gateway
from services.portal.session import Session
from services.shared import logs

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]
WAITING = 100
"""Events that a browser may be behind; one that is further behind is cut, and comes again."""


class Streams:
    """All live streams of this process. Only the event loop calls it."""

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway, self._settings = gateway, settings
        self._open: Counter[str] = Counter()
        self._http: httpx.AsyncClient | None = None
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
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
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
        waiting: asyncio.Queue[Event] = asyncio.Queue(WAITING)
        asking = asyncio.create_task(self._fill(session, waiting))
        try:
            await _piece(send, b"retry: 2000\n\n")
            while not asking.done():
                await _piece(send, await self._next(waiting))
        finally:
            asking.cancel()

    async def _next(self, waiting: asyncio.Queue[Event]) -> bytes:
        """The next event, or a comment after a while without one."""
        try:
            async with asyncio.timeout(self._settings.heartbeat_seconds):
                return frame(await waiting.get())
        except TimeoutError:
            return b":\n\n"

    async def _fill(self, session: Session, waiting: asyncio.Queue[Event]) -> None:
        if self._http is None:
            limits = httpx.Limits(max_connections=self._settings.streams + 10)
            self._http = httpx.AsyncClient(limits=limits, trust_env=False)
        client = self._gateway.live_client(session.access, self._http)
        try:
            events: AsyncIterator[Event] = client.events()
            async for event in events:
                waiting.put_nowait(event)
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
