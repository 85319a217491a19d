"""One live stream: what it tells, when it shows that it lives, and why it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.gateway.access import Caller
from services.gateway.events.hearing import Hearing
from services.gateway.events.outflow import Outflow
from services.gateway.events.tail import Event, Place, Tail
from services.gateway.front.shared import Shared
from services.gateway.telemetry import Meter
from services.shared import logs
from services.shared.clock import Clock
from services.shared.errors import CallboardError, Forbidden, Unauthenticated

RETRY_MS = 1000
"""After which a client that has lost its stream is to connect again."""

SLOW_SECONDS = 5.0
"""For which a listener may leave more unread than is allowed, before its stream is cut."""

PAUSE_SECONDS = 0.1
LOOK_SECONDS = 2.0
"""After which a stream looks whether its client, or the gateway, has gone."""

log = logs.logger()


class Transport(Protocol):
    """What granian gives for an answer that is sent in pieces; it takes them without a bound."""

    async def send_bytes(self, data: bytes) -> None:
        """Hands over a piece; raises RuntimeError where the connection has ended."""
        ...


@dataclass(frozen=True)
class Wish:
    """What is asked for: types, all where empty; one creator, or ""; the event to begin behind, or ""."""

    types: frozenset[str]
    creator_id: str
    after: str

    def wants(self, event: Event) -> bool:
        """Whether the event is asked for."""
        return (not self.types or event.type in self.types) and self.creator_id in ("", event.creator_id)


@dataclass(frozen=True)
class Means:
    """What all streams of a process work with; `check_seconds` says how often each asks for its caller."""

    tail: Tail
    hearing: Hearing
    shared: Shared
    clock: Clock
    meter: Meter
    heartbeat_seconds: float
    buffer: int
    check_seconds: Callable[[], float]


class Ended(Exception):
    """The stream has ended; the reason, as it is counted."""


class Stream:
    """The stream of one listener."""

    def __init__(
        self,
        means: Means,
        caller: Caller,
        wish: Wish,
        request_id: str,
        outflow: Outflow,
        transport: Transport,
    ) -> None:
        self._means, self._caller, self._wish = means, caller, wish
        self._request_id, self._outflow, self._transport = request_id, outflow, transport
        self._loop = asyncio.get_running_loop()
        self._beaten_at = self._checked_at = self._loop.time()

    async def run(self, events: Sequence[Event], place: Place) -> str:
        """Tells events, and then those behind the place, until the stream ends; returns the reason."""
        try:
            await self._send(f"retry: {RETRY_MS}\n\n".encode())
            if not self._wish.after:
                await self._beat(place)
            while True:
                for event in events:
                    await self._tell(event)
                await self._look(place)
                events, place = await self._means.tail.after(place, self._patience())
        except Ended as ended:
            return str(ended)
        except (Unauthenticated, Forbidden):
            return "refused"
        except CallboardError as error:
            log.warning("stream_failed", error=repr(error), request_id=self._request_id)
            return "failed"
        except Exception as error:
            log.error("unexpected", request_id=self._request_id, exc_info=error)
            return "failed"
        finally:
            # granian ends the answer when nobody holds this any more, and errors hold whom they have met.
            del self._transport

    async def _tell(self, event: Event) -> None:
        if not self._wish.wants(event):
            return
        await self._paced()
        if await self._means.hearing.may_hear(self._caller, event, self._request_id):
            self._require_lasting()
            await self._send(event.frame)
            self._means.meter.streamed.inc()

    async def _look(self, place: Place) -> None:
        """Ends the stream where it has to end, and shows that it lives where it was silent for long."""
        self._require_lasting()
        now = self._loop.time()
        if now - self._checked_at >= self._means.check_seconds():
            self._checked_at = now
            await self._means.hearing.require_admitted(self._caller)
        if now - self._beaten_at >= self._means.heartbeat_seconds:
            await self._paced()
            await self._beat(place)

    def _require_lasting(self) -> None:
        if self._means.clock.now() >= self._caller.expires_at:
            raise Ended("expired")
        if self._means.shared.draining:
            raise Ended("draining")
        if self._outflow.broken:
            raise Ended("gone")

    def _patience(self) -> float:
        """Seconds until the next look."""
        left = (self._caller.expires_at - self._means.clock.now()).total_seconds()
        beat = self._beaten_at + self._means.heartbeat_seconds - self._loop.time()
        return max(0.0, min(left, beat, self._means.check_seconds(), LOOK_SECONDS))

    async def _beat(self, place: Place) -> None:
        """A comment, with the id of the event up to which all was told."""
        mark = f"id: {place.event_id}\n" if place.event_id else ""
        await self._send(f"{mark}: \n\n".encode())

    async def _paced(self) -> None:
        """Waits until the listener has read what was sent before; a slow one is cut."""
        ends = self._loop.time() + SLOW_SECONDS
        while self._outflow.outstanding > self._means.buffer:
            if self._loop.time() >= ends or self._outflow.broken:
                self._outflow.cut()
                raise Ended("slow")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _send(self, data: bytes) -> None:
        try:
            await self._transport.send_bytes(data)
        except RuntimeError as error:
            raise Ended("gone") from error
        self._outflow.note(len(data))
        self._beaten_at = self._loop.time()
