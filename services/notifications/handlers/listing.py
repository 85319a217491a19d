"""The public events behind a place, for who tells them as they happen."""

from __future__ import annotations

import threading
from typing import NamedTuple

from services.notifications.domain.events import Published
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict

POLL_SECONDS = 0.05

MOST_WAITING = 12
"""Questions that wait for events at once, each in a thread; others are answered at once."""


class Place(NamedTuple):
    """Where a reader stands: behind the event at a position; 0 and "" before the first one."""

    position: int = 0
    event_id: str = ""


class Listing:
    """Answers questions for events. May be shared by threads."""

    def __init__(self, store: Store, clock: Clock, most_waiting: int = MOST_WAITING) -> None:
        self._store, self._clock = store, clock
        self._waiting = threading.BoundedSemaphore(most_waiting)

    def place_of(self, event_id: str) -> Place:
        """Where an event stands; raises Conflict where it is unknown, or not kept any more."""
        event = self._store.event(event_id)
        if event is None:
            raise Conflict(
                "The event to begin behind is unknown, or too old to be kept; begin without it.",
                code=ErrorCode.EVENT_NOT_KEPT,
            )
        return Place(event.position, event.id)

    def newest(self) -> Place:
        """Where the newest event stands."""
        event = self._store.newest_event()
        return Place(event.position, event.id) if event else Place()

    def after(self, position: int, limit: int, wait_seconds: float) -> tuple[list[Published], Place]:
        """Events behind a position, and where the next question goes on; waits where there are none yet."""
        found = self._store.events_after(position, limit)
        if not found and self._waiting.acquire(blocking=False):
            try:
                found = self._awaited(position, limit, self._clock.monotonic() + wait_seconds)
            finally:
                self._waiting.release()
        newest = self.newest()
        if not found and newest.position > position:
            # It has come between the two looks.
            found = self._store.events_after(position, limit)
        return found, Place(found[-1].position, found[-1].id) if found else newest

    def _awaited(self, position: int, limit: int, ends: float) -> list[Published]:
        while self._clock.monotonic() < ends:
            self._clock.sleep(POLL_SECONDS)
            if found := self._store.events_after(position, limit):
                return found
        return []
