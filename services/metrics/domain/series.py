"""One metric day by day. A day without a capture is null, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from services.metrics.domain.metrics import COUNT, RATIO, having, quotient, total
from services.metrics.domain.profile import ENGAGEMENTS
from services.metrics.domain.provenance import sources
from services.metrics.domain.snapshots import Snapshot
from services.shared.codes import FieldCode
from services.shared.errors import Problems

LONGEST_DAYS = 366
DEFAULT_DAYS = 30


@dataclass(frozen=True)
class Point:
    """A day's value; None where nothing was captured that day, or no capture had the figure."""

    date: str
    value: float | None = None
    sample_size: int = 0


@dataclass(frozen=True)
class Series:
    """A metric over consecutive days."""

    creator_id: str
    metric: str
    interval: str
    unit: str
    source: str
    formula: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Range:
    """Days, the first and the last included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The moment at which the first day begins."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    def days(self) -> Iterator[date]:
        """Every day."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def range_of(first: str, last: str, newest: date) -> Range:
    """The days asked for; where not said, the 30 days up to `newest`.

    Raises Invalid for what runs backwards, or is longer than 366 days.
    """
    problems = Problems()
    begin, end = _date(first), _date(last)
    end = end or max(newest, begin or newest)
    begin = begin or _days_before(end, DEFAULT_DAYS - 1)
    problems.require(begin <= end, "from", "must not be after to", FieldCode.INCONSISTENT)
    problems.require(
        (end - begin).days < LONGEST_DAYS,
        "to",
        f"must be within {LONGEST_DAYS} days of from",
        FieldCode.OUT_OF_RANGE,
    )
    # The day after the last one must still be a date.
    problems.require(end < date.max, "to", "must be before the year 10000 ends", FieldCode.OUT_OF_RANGE)
    problems.check()
    return Range(begin, end)


def figures_of(metric: str) -> tuple[str, ...]:
    """The figures of a snapshot that the metric is computed from."""
    return (*ENGAGEMENTS, "views") if metric == "engagement_rate" else (metric,)


def carries(metric: str) -> bool:
    """Whether a day's value depends on captures of earlier days."""
    return metric != "followers"


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days_before(day: date, count: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - count))


def series(creator_id: str, metric: str, span: Range, captures: Iterable[Snapshot]) -> Series:
    """The metric on every day of `span`.

    `captures` are those of the span, oldest first; before them the newest of each video before the span
    where `carries` says so: a video counts with its newest capture at or before the end of a day.
    """
    names: set[str] = set()
    measured = {
        day: point
        for day, point in (_followers if metric == "followers" else _totals)(metric, captures, names)
        if day >= span.first
    }
    return Series(
        creator_id=creator_id,
        metric=metric,
        interval="day",
        unit=RATIO if metric == "engagement_rate" else COUNT,
        source=sources(names),
        formula=_formula(metric),
        points=tuple(measured.get(day) or Point(day.isoformat()) for day in span.days()),
    )


def _followers(_: str, captures: Iterable[Snapshot], names: set[str]) -> Iterator[tuple[date, Point]]:
    for day, group in groupby(captures, _day):
        known = having(group, ("followers",))
        names.update(capture.source for capture in known)
        yield day, Point(day.isoformat(), known[-1].followers if known else None, len(known))


def _totals(metric: str, captures: Iterable[Snapshot], names: set[str]) -> Iterator[tuple[date, Point]]:
    newest: dict[str, Snapshot] = {}
    for day, group in groupby(captures, _day):
        for capture in group:
            newest[capture.video] = capture
            names.add(capture.source)
        yield day, _total(metric, day, newest.values())


def _total(metric: str, day: date, videos: Iterable[Snapshot]) -> Point:
    if metric == "engagement_rate":
        known = having(videos, figures_of(metric))
        value = quotient(total(known, *ENGAGEMENTS), total(known, "views"))
    else:
        known = having(videos, (metric,))
        value = total(known, metric) if known else None
    return Point(day.isoformat(), value, len(known))


def _day(capture: Snapshot) -> date:
    return capture.captured_at.date()


def _formula(metric: str) -> str:
    if metric == "followers":
        return "last known follower count captured on the day (UTC)"
    of_videos = "over all videos, each as captured last at or before the end of the day (UTC)"
    if metric == "engagement_rate":
        return f"sum of ({' + '.join(ENGAGEMENTS)}) / sum of views, {of_videos}"
    return f"sum of {metric}, {of_videos}"
