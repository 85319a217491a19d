"""What is due by its time: taken in order, the oldest first, stepping over what fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.shared import logs
from services.shared.clock import Clock
from services.shared.outages import is_outage

log = logs.logger()

BATCH = 100
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)

Position = tuple[datetime, str]
"""When something was due, and its id: where it stands in the order."""

Find = Callable[[datetime, Position | None, int], list[Position]]
"""What is due at a moment, the oldest first, behind a position, up to so many."""


@dataclass
class _Failed:
    times: int
    again_at: datetime


class Due:
    """One kind of work that falls due, as a timer does it.

    Each run walks what is due from the oldest on. What fails is stepped over and left alone for a while,
    longer with each failure, so that it holds up nothing behind it, however much of it there is. Another
    process knows nothing of that and tries once for itself: what is done must bear repetition.
    """

    def __init__(self, name: str, clock: Clock, find: Find, change: Callable[[str], object]) -> None:
        self._name, self._clock, self._find, self._change = name, clock, find, change
        self._failed: dict[str, _Failed] = {}

    def run(self) -> int:
        """Does what is due, up to a batch; returns how many there were that it could do."""
        done, now, met = 0, self._clock.now(), set[str]()
        for key in self._walk(now):
            met.add(key)
            done += self._attempt(key, now)
            if done >= BATCH:
                return done
        # What the whole walk has not met is due no more, whoever did it.
        self._failed = {key: failed for key, failed in self._failed.items() if key in met}
        return done

    def _walk(self, now: datetime) -> Iterator[str]:
        after: Position | None = None
        while found := self._find(now, after, BATCH):
            yield from (key for _, key in found)
            after = found[-1]

    def _attempt(self, key: str, now: datetime) -> bool:
        failed = self._failed.get(key)
        if failed and now < failed.again_at:
            return False
        try:
            self._change(key)
        except Exception as error:
            if is_outage(error):
                raise
            times = failed.times + 1 if failed else 1
            pause = min(FIRST_PAUSE * 2 ** min(times - 1, 20), LONGEST_PAUSE)
            self._failed[key] = _Failed(times, now + pause)
            log.warning("due_failed", work=self._name, object=key, times=times, error=repr(error))
            return False
        self._failed.pop(key, None)
        return True
