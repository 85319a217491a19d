"""Bodies as they come from the network, on the event loop: each under a deadline, none without a bound."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent import futures
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from services.gateway.bodies import broken_off
from services.gateway.config import Settings
from services.gateway.front.slots import busy
from services.shared.errors import CallboardError, TooLarge, TooSlow

HELD_BYTES = 64 << 20
"""What bodies that are not whole yet may hold in one worker, all together."""

DRAINED_BYTES = 32 << 20
DRAINED_SECONDS = 5.0


class Held:
    """The memory of bodies that are being received. For the thread of the event loop only."""

    def __init__(self, most: int = HELD_BYTES) -> None:
        self._most, self._now = most, 0

    @contextmanager
    def body(self) -> Iterator[bytearray]:
        """An empty body, whose size is known here while the block runs as often as `grow` was called."""
        body = bytearray()
        try:
            yield body
        finally:
            self._now -= len(body)

    def grow(self, body: bytearray, piece: bytes) -> None:
        """Appends to a body; raises Unavailable where all of them would hold too much."""
        if self._now + len(piece) > self._most:
            raise busy("other bodies")
        self._now += len(piece)
        body += piece


class Body:
    """The body of one request. `expected` bytes, or None where it is chunked."""

    def __init__(self, protocol: Any, expected: int | None, settings: Settings) -> None:
        self._protocol, self._expected, self._settings = protocol, expected, settings
        self._pieces: Any = None
        self._received, self._waited = 0, 0.0
        self.ended = expected == 0
        self.broken = False

    @property
    def begun(self) -> bool:
        """Whether anybody has asked for it: a client with `Expect: 100-continue` sends nothing before."""
        return self._pieces is not None

    async def piece(self) -> bytes:
        """What comes next, nothing at the end; raises Malformed where the client broke off."""
        if self.broken:
            raise broken_off()
        if self.ended:
            return b""
        if self._pieces is None:
            self._pieces = self._protocol.__aiter__()
        piece: bytes = await self._pieces.__anext__()
        if not piece:
            await self._end()
        self._received += len(piece)
        return piece

    async def _end(self) -> None:
        """granian gives one empty piece at the end; a fault of the transfer, or trailers, is one more."""
        self.ended = True
        try:
            await self._pieces.__anext__()
            self.broken = True
        except StopAsyncIteration:
            self.broken = self._expected is not None and self._received != self._expected
        if self.broken:
            raise broken_off()

    async def whole(self, held: Held) -> bytes:
        """All of it; raises TooLarge, TooSlow, Malformed, or Unavailable where memory is short."""
        if self.ended:
            return b""
        limit = self._settings.body_limit
        if self._expected is not None and self._expected > limit:
            raise _too_large(limit)
        with held.body() as body:
            async with self._within(self._settings.body_seconds, "did not arrive"):
                while piece := await self.piece():
                    if len(body) + len(piece) > limit:
                        raise _too_large(limit)
                    held.grow(body, piece)
            return bytes(body)

    async def next_in_time(self) -> bytes:
        """The next piece of an upload; raises TooSlow where the client sends less than it has to on average.

        Only the time counts in which the client was waited for: what the service takes is not its fault.
        """
        allowed = self._settings.body_seconds + self._received / self._settings.upload_bytes_per_second
        begun = time.monotonic()
        try:
            async with self._within(allowed - self._waited, "came too slowly"):
                return await self.piece()
        finally:
            self._waited += time.monotonic() - begun

    @asynccontextmanager
    async def _within(self, seconds: float, what: str) -> AsyncIterator[None]:
        """Raises TooSlow where the time is up. The body is broken then: the rest is not waited for."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                yield
        except TimeoutError as error:
            self.broken = True
            raise TooSlow(f"The body {what} in time.", headers={"Connection": "close"}) from error

    async def drain(self) -> None:
        """Reads on for a while, so that a client which is still sending gets to reading its answer."""
        left = DRAINED_BYTES
        try:
            async with asyncio.timeout(DRAINED_SECONDS):
                while left > 0 and (piece := await self.piece()):
                    left -= len(piece)
        except (TimeoutError, CallboardError):
            return


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is over the limit of {limit >> 10} kB.")


class Source:
    """The body of an upload for the threads that pass it on: `wsgi.input`. Holds one piece at a time.

    Pieces are fetched on the event loop, on demand: what is not asked for stays in the client's socket.
    """

    def __init__(self, body: Body, loop: asyncio.AbstractEventLoop) -> None:
        self._body, self._loop = body, loop
        self._under_way: futures.Future[bytes] | None = None
        self._aborted = threading.Event()

    def read(self, _: int = -1) -> bytes:
        """The next piece, nothing at the end or once it is aborted; raises Malformed or TooSlow."""
        if self._aborted.is_set():
            return b""
        self._under_way = asyncio.run_coroutine_threadsafe(self._body.next_in_time(), self._loop)
        if self._aborted.is_set():
            # Said between the two looks: whoever says it either sees what is under way, or is seen here.
            self._under_way.cancel()
        try:
            return self._under_way.result()
        except futures.CancelledError:
            return b""

    def abort(self) -> None:
        """Ends the reading, also one that is still waiting for the client in another thread."""
        self._aborted.set()
        if self._under_way is not None:
            self._under_way.cancel()
