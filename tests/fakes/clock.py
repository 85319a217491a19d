"""A clock that tests move by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still at `START` until told otherwise; `sleep` moves it and returns at once."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        """The wall clock."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since some fixed moment."""
        return self._monotonic

    def sleep(self, seconds: float) -> None:
        """Moves both clocks and remembers having been asked."""
        self.slept.append(seconds)
        self.advance(seconds=seconds)

    def advance(self, **delta: float) -> None:
        """Moves both clocks by a timedelta's keyword arguments."""
        step = timedelta(**delta)
        self._now += step
        self._monotonic += step.total_seconds()
