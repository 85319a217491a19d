"""Answers of roster's for as long as they may be relied upon, on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from typing import Generic, TypeVar

from cachetools import LRUCache

from services.shared.access import LEASE_SECONDS
from services.shared.clock import Clock
from services.shared.errors import Unavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_KEPT = 10_000
ATTEMPTS = 3


class Leased(Generic[K, V]):
    """Asks once for all who need an answer, and again when it is LEASE_SECONDS old.

    That runs from before the question, so that nothing begins under an answer from before a revocation that
    has waited for as long.
    """

    def __init__(self, ask: Callable[[K], V], executor: Executor, clock: Clock) -> None:
        self._ask, self._executor, self._clock = ask, executor, clock
        self._kept: LRUCache[K, tuple[float, asyncio.Future[V]]] = LRUCache(MOST_KEPT)

    def is_fresh(self, key: K) -> bool:
        """Whether the answer may still be relied upon."""
        return key in self._kept and self._clock.monotonic() < self._kept[key][0]

    def forget(self, key: K) -> None:
        """Has it asked anew, also for those who wait for an answer: what it tells has changed."""
        self._kept.pop(key, None)

    async def of(self, key: K) -> V:
        """The answer, which holds now; raises as asking does, and Unavailable where it comes too late."""
        for _ in range(ATTEMPTS):
            if not self.is_fresh(key):
                until = self._clock.monotonic() + LEASE_SECONDS
                asked = asyncio.get_running_loop().run_in_executor(self._executor, self._ask, key)
                asked.add_done_callback(_seen)
                self._kept[key] = until, asked
            kept = self._kept[key]
            # Whoever goes away must not take the answer with him that others wait for.
            answer = await asyncio.shield(kept[1])
            # Meanwhile it may have been forgotten, and asked for again.
            if self._kept.get(key) is kept and self.is_fresh(key):
                return answer
        raise Unavailable("Nobody could say in time whether this is allowed; try again in a moment.")


def _seen(asked: asyncio.Future[V]) -> None:
    """An error that nobody has waited for is none."""
    if not asked.cancelled():
        asked.exception()
