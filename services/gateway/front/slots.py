"""Who gets a thread: so many at once, a part of them for one client, the others after a short wait or not."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.shared.codes import ErrorCode
from services.shared.errors import TooManyRequests, Unavailable

RETRY = {"Retry-After": "1"}
WAITING = 16
"""Requests that may wait for each thread."""


def busy(what: str) -> Unavailable:
    """The refusal where every thread is taken."""
    return Unavailable(f"The gateway is busy with {what}; try again in a moment.", headers=RETRY)


class Slots:
    """Slots for `most` requests, of which one client holds `share` at most.

    Only the thread of the event loop calls it, so that no lock is needed: between two awaits nothing else
    runs. Waiting costs no thread. A freed slot goes to the first request in the queue whose client is below
    its share, so that many requests of one client delay nobody else.
    """

    def __init__(self, what: str, most: int, share: int, patience: float) -> None:
        self._what, self._most, self._share, self._patience = what, most, share, patience
        self._taken = 0
        self._by_key: Counter[str] = Counter()
        self._line: deque[tuple[str, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def one(self, key: str) -> AsyncIterator[None]:
        """A slot for the time of the block; raises Unavailable, or TooManyRequests where `key` has its share.

        At most `patience` seconds go by until then.
        """
        if self._fits(key):
            self._take(key)
        else:
            await self._wait(key)
        try:
            yield
        finally:
            self._give(key)

    def _fits(self, key: str) -> bool:
        return self._taken < self._most and self._by_key[key] < self._share

    def _take(self, key: str) -> None:
        self._taken += 1
        self._by_key[key] += 1

    def _give(self, key: str) -> None:
        self._taken -= 1
        self._by_key[key] -= 1
        if not self._by_key[key]:
            del self._by_key[key]
        for waiting in self._line:
            # One whose time is up may still be in the queue: its coroutine has not run since.
            if not waiting[1].done() and self._fits(waiting[0]):
                self._line.remove(waiting)
                self._take(waiting[0])
                waiting[1].set_result(None)
                return

    async def _wait(self, key: str) -> None:
        """Waits in the queue until `_give` has taken the slot for it."""
        if not self._patience or len(self._line) >= self._most * WAITING:
            raise self._refusal(key)
        waiting = (key, asyncio.get_running_loop().create_future())
        self._line.append(waiting)
        try:
            async with asyncio.timeout(self._patience):
                await waiting[1]
        except TimeoutError:
            # Not in the queue any more: the slot came in the same turn of the loop, and is kept.
            if waiting in self._line:
                self._line.remove(waiting)
                raise self._refusal(key) from None
        except BaseException:
            # Cancelled: a slot that was taken for it already goes to the next one.
            if waiting in self._line:
                self._line.remove(waiting)
            else:
                self._give(key)
            raise

    def _refusal(self, key: str) -> Unavailable | TooManyRequests:
        if self._by_key[key] < self._share:
            return busy(self._what)
        return TooManyRequests(
            f"Your {self._share} other {self._what} here have not ended yet; wait for them.",
            headers=RETRY,
            code=ErrorCode.TOO_MANY_AT_ONCE,
        )
