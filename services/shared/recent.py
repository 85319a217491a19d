"""Look-ups whose answers are good for a moment: what many ask for at the same time is read once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from cachetools import TTLCache

from services.shared.clock import Clock

T = TypeVar("T")

SECONDS = 1.0
MOST = 10_000


class Recent(Generic[T]):
    """Answers by id, each good for SECONDS; what was not found is looked up again. For several threads."""

    def __init__(self, clock: Clock, look_up: Callable[[Collection[str]], dict[str, T]]) -> None:
        self._look_up = look_up
        self._known: TTLCache[str, T] = TTLCache(MOST, SECONDS, clock.monotonic)
        self._lock = threading.Lock()

    def of(self, ids: Collection[str]) -> dict[str, T]:
        """What is known by these ids; the others are left out."""
        with self._lock:
            found = {each: self._known[each] for each in ids if each in self._known}
        missing = [each for each in ids if each not in found]
        if missing:
            fresh = self._look_up(missing)
            with self._lock:
                self._known.update(fresh)
            found |= fresh
        return found
