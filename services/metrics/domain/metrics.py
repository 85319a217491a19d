"""Numbers with their provenance: what was computed, from what, over which videos, and when captured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.metrics.domain.provenance import NO_SOURCE, notes, sources
from services.metrics.domain.snapshots import Snapshot

COUNT = "count"
RATIO = "ratio"
PER_VIDEO = "count_per_video"

NO_DATA = "no data"

Note = Callable[[Snapshot], str | None]
"""Which of its importer's notes counts for a metric."""


@dataclass(frozen=True)
class Window:
    """The span that a metric covers; `from_` and `to` bound what is in the sample."""

    kind: str
    days: int | None = None
    from_: datetime | None = None
    to: datetime | None = None


@dataclass(frozen=True)
class Metric:
    """A number with its provenance. `value` is None where it is not known, and `reason` says why."""

    value: float | None
    unit: str
    source: str
    formula: str
    window: Window
    sample_size: int = 0
    captured_at: datetime | None = None
    reason: str = ""
    note: str = ""


def own_note(video: Snapshot) -> str | None:
    """What its importer says about where a capture comes from."""
    return video.note


@dataclass(frozen=True)
class Sample:
    """The videos, as last captured, that metrics are computed over."""

    videos: Sequence[Snapshot]
    window: Window

    def sum(self, column: str, unit: str = COUNT) -> Metric:
        """The total of a figure over the videos that have it."""
        return self.compute((column,), unit, f"sum of {column}", lambda videos: total(videos, column))

    def mean(self, column: str) -> Metric:
        """A figure per video, over the videos that have it."""
        formula = f"sum of {column} / videos"
        return self.compute((column,), PER_VIDEO, formula, lambda videos: total(videos, column) / len(videos))

    def ratio(self, over: tuple[str, ...], under: str, *, note_of: Note = own_note) -> Metric:
        """Sums divided by a sum, over the videos that have every figure of both; None over zero."""
        above = f"({' + '.join(over)})" if len(over) > 1 else over[0]
        return self.compute(
            (*over, under),
            RATIO,
            f"sum of {above} / sum of {under}",
            lambda videos: quotient(total(videos, *over), total(videos, under)),
            note_of=note_of,
            undefined=f"the sum of {under} is 0",
        )

    def compute(
        self,
        needs: tuple[str, ...],
        unit: str,
        formula: str,
        value: Callable[[Sequence[Snapshot]], float | None],
        *,
        note_of: Note = own_note,
        undefined: str = "",
    ) -> Metric:
        """A metric over the videos that have all of the figures `needs`."""
        usable = having(self.videos, needs)
        if not usable:
            lacking = f"{NO_DATA}: no video of the sample has {' and '.join(needs)}"
            reason = lacking if self.videos else NO_DATA
            return Metric(None, unit, NO_SOURCE, formula, self.window, reason=reason)
        found = value(usable)
        return Metric(
            value=found,
            unit=unit,
            source=sources(video.source for video in usable),
            formula=formula,
            window=self.window,
            sample_size=len(usable),
            captured_at=max(video.captured_at for video in usable),
            reason="" if found is not None else undefined,
            note=notes(map(note_of, usable)),
        )


def last_videos(videos: Sequence[Snapshot], count: int) -> Sample:
    """The sample of the `count` videos posted last."""
    return Sample(videos, _window(f"last_{count}_videos", None, videos))


def recent_videos(videos: Sequence[Snapshot], days: int) -> Sample:
    """The sample of the videos posted within so many days before the newest capture."""
    return Sample(videos, _window("days", days, videos))


def _window(kind: str, days: int | None, videos: Iterable[Snapshot]) -> Window:
    posted = [video.posted_at for video in videos if video.posted_at]
    return Window(kind, days, min(posted, default=None), max(posted, default=None))


def posted_since(newest_capture: datetime, days: int) -> datetime:
    """The earliest time of posting within a window of so many days before the newest capture."""
    return newest_capture - timedelta(days=days)


def having(videos: Iterable[Snapshot], needs: Sequence[str]) -> list[Snapshot]:
    """The videos that have every one of the figures."""
    return [video for video in videos if all(getattr(video, name) is not None for name in needs)]


def total(videos: Iterable[Snapshot], *columns: str) -> int:
    """The sum of one or more figures, which every video must have."""
    return sum(getattr(video, column) for video in videos for column in columns)


def quotient(above: float, below: float) -> float | None:
    """The ratio; None over zero."""
    return above / below if below else None
