"""Daily series, against values computed by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2 as pb
from services.metrics.domain.series import Range, range_of, series
from services.metrics.domain.snapshots import Snapshot
from services.shared.enums import numbers_of
from services.shared.errors import Invalid

FIRST = date(2026, 3, 1)
SPAN = Range(FIRST, FIRST + timedelta(days=4))


def at(day: int, hour: int, video: str, **figures: Any) -> Snapshot:
    """A capture on a day of March."""
    return Snapshot("ana", video, datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day - 1), **figures)


CAPTURES = [
    at(-5, 8, "old", views=100, likes=10, comments=0, shares=0, followers=50),
    at(1, 8, "a", views=10, likes=1, comments=1, shares=0, followers=60),
    at(1, 23, "a", views=20, likes=2, comments=2, shares=0),
    at(3, 0, "b", views=5, likes=5, followers=70),
    at(3, 9, "old", views=200, likes=30, comments=5, shares=5),
    at(3, 23, "a", followers=71),
]


def values(metric: str, captures: list[Snapshot]) -> list[tuple[float | None, int]]:
    """Value and sample size day by day."""
    return [(point.value, point.sample_size) for point in series("cr_1", metric, SPAN, captures).points]


def test_totals_carry_each_video_on_from_its_newest_capture() -> None:
    assert values("views", CAPTURES) == [(120, 2), (None, 0), (205, 2), (None, 0), (None, 0)]
    assert values("likes", CAPTURES) == [(12, 2), (None, 0), (35, 2), (None, 0), (None, 0)]


def test_followers_are_the_last_known_count_of_the_day() -> None:
    assert values("followers", CAPTURES) == [(60, 1), (None, 0), (71, 2), (None, 0), (None, 0)]


def test_the_engagement_rate_is_over_videos_that_have_every_figure() -> None:
    assert values("engagement_rate", CAPTURES) == [
        (pytest.approx(14 / 120), 2),
        (None, 0),
        (pytest.approx(40 / 200), 1),
        (None, 0),
        (None, 0),
    ]


def test_a_day_whose_captures_lack_the_figure_is_null() -> None:
    assert values("saves", CAPTURES) == [(None, 0)] * 5


def test_provenance_of_a_series() -> None:
    found = series("cr_1", "followers", SPAN, [at(1, 1, "a", followers=1, source="demo")])
    assert (found.unit, found.source, found.interval) == ("count", "demo", "day")
    assert "follower count" in found.formula
    assert [point.date for point in found.points][:2] == ["2026-03-01", "2026-03-02"]
    assert series("cr_1", "engagement_rate", SPAN, []).unit == "ratio"


def test_the_end_of_the_range_is_the_end_of_its_last_day() -> None:
    assert SPAN.end == datetime(2026, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "begin", "end"),
    [
        ("", "", "2026-01-31", "2026-03-01"),
        ("2026-02-01", "", "2026-02-01", "2026-03-01"),
        ("2026-04-01", "", "2026-04-01", "2026-04-01"),
        ("", "2026-01-30", "2026-01-01", "2026-01-30"),
        ("2025-03-01", "2026-03-01", "2025-03-01", "2026-03-01"),
        ("", "0001-01-02", "0001-01-01", "0001-01-02"),
    ],
)
def test_ranges(first: str, last: str, begin: str, end: str) -> None:
    assert range_of(first, last, FIRST) == Range(date.fromisoformat(begin), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-03-02", "2026-03-01", "from"),
        ("2025-02-28", "2026-03-01", "to"),
        ("9999-12-01", "9999-12-31", "to"),
    ],
)
def test_ranges_that_are_refused(first: str, last: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        range_of(first, last, FIRST)
    assert field in [error.field for error in caught.value.errors]


def test_the_contract_names_every_metric() -> None:
    totals = ("views", "likes", "comments", "shares", "saves")
    assert set(numbers_of(pb.SeriesMetric.DESCRIPTOR)) == {"followers", *totals, "engagement_rate"}
