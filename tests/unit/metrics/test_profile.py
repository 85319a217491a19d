"""The profile metrics, against values computed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.metrics import Metric, Sample, last_videos, recent_videos
from services.metrics.domain.profile import (
    Followers,
    Library,
    ProfileMetrics,
    growth_span,
    profile,
)
from services.metrics.domain.snapshots import Snapshot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def video(number: int, **figures: Any) -> Snapshot:
    """A video posted so many days before it was captured."""
    given = {"source": "operator"} | figures
    return Snapshot("ana", f"v{number}", NOON, NOON - number * DAY, **given)


def of(*videos: Snapshot, now: Followers | None = None, before: Followers | None = None) -> ProfileMetrics:
    """The profile of some videos."""
    library = Library(len(videos), NOON if videos else None)
    return profile("cr_1", last_videos(videos, 30), library, now, before)


THREE = (
    video(1, views=1000, likes=100, comments=10, shares=5, full_plays=400, six_second_plays=600),
    video(2, views=3000, likes=50, comments=20, shares=15, full_plays=100, six_second_plays=200),
    video(3, views=500, likes=7, comments=3, shares=0, full_plays=500, six_second_plays=500),
)


def test_values_by_hand() -> None:
    found = of(*THREE, now=Followers(110, NOON), before=Followers(100, NOON - 30 * DAY))
    assert found.followers.value == 110
    assert found.videos.value == 3
    assert found.average_views.value == 1500
    assert found.median_views.value == 1000
    assert found.engagement_rate.value == pytest.approx(210 / 4500)
    assert found.completion_rate.value == pytest.approx(1000 / 4500)
    assert found.six_second_view_rate.value == pytest.approx(1300 / 4500)
    interactions = found.interactions
    assert (interactions.likes.value, interactions.comments.value) == (157, 33)
    assert (interactions.shares.value, interactions.total.value) == (20, 210)
    assert found.average_likes.value == pytest.approx(157 / 3)
    assert found.average_comments.value == 11
    assert found.average_shares.value == pytest.approx(20 / 3)
    assert found.follower_growth_rate.value == pytest.approx(0.1)


def test_every_number_says_where_it_comes_from() -> None:
    rate = of(*THREE).engagement_rate
    assert rate.unit == "ratio"
    assert rate.source == "operator"
    assert rate.formula == "sum of (likes + comments + shares) / sum of views"
    assert (rate.window.kind, rate.window.days) == ("last_30_videos", None)
    assert (rate.window.from_, rate.window.to) == (NOON - 3 * DAY, NOON - DAY)
    assert (rate.sample_size, rate.captured_at, rate.reason) == (3, NOON, "")


def test_a_window_of_days_is_named() -> None:
    window = recent_videos(THREE, 7).mean("views").window
    assert (window.kind, window.days, window.from_, window.to) == ("days", 7, NOON - 3 * DAY, NOON - DAY)


def every(found: ProfileMetrics) -> list[Metric]:
    """All metrics of a profile."""
    flat = [value for name, value in vars(found).items() if name not in ("creator_id", "interactions")]
    return [*flat, *vars(found.interactions).values()]


def test_without_data_every_metric_is_null_with_a_reason() -> None:
    for metric in every(of()):
        assert metric.value is None
        assert metric.reason.startswith("no data")
        assert metric.sample_size == 0
        assert metric.formula
        assert metric.unit
        assert metric.source
        assert metric.captured_at is None


def test_a_sum_is_over_the_videos_that_have_every_figure() -> None:
    found = of(*THREE, video(4, views=9_000_000, likes=5, comments=1))
    assert found.engagement_rate.value == pytest.approx(210 / 4500)
    assert found.engagement_rate.sample_size == 3
    assert found.interactions.total.value == 210
    assert found.interactions.likes.value == 162
    assert (found.average_likes.value, found.average_likes.sample_size) == (40.5, 4)


def test_a_figure_that_no_video_has_is_missing_not_zero() -> None:
    found = of(video(1, views=10, likes=1))
    assert found.completion_rate.value is None
    assert found.completion_rate.reason == "no data: no video of the sample has full_plays and views"
    assert found.interactions.shares.value is None
    assert found.interactions.likes.value == 1


def test_a_ratio_over_zero_is_null() -> None:
    rate = of(video(1, views=0, likes=0, comments=0, shares=0)).engagement_rate
    assert (rate.value, rate.sample_size, rate.reason) == (None, 1, "the sum of views is 0")


def test_plays_have_a_note_of_their_own() -> None:
    found = of(
        video(1, views=10, full_plays=1, note="api", plays_note="demo"),
        video(2, views=10, full_plays=1, note="api", plays_note="studio", source="agency:ag_1"),
        video(3, views=10, full_plays=1, note="api"),
    )
    assert found.completion_rate.note == "api, demo, studio"
    assert found.average_views.note == "api"
    assert found.completion_rate.source == found.videos.source == "agency:ag_1, operator"


def test_few_of_many_notes_are_shown() -> None:
    found = of(*(video(number, views=1, note=f"n{number}") for number in range(9)))
    assert found.average_views.note == "n0, n1, n2, n3, n4, …"


def test_the_median_of_an_even_number_of_videos() -> None:
    assert of(*(video(n, views=views) for n, views in enumerate((1, 4, 2, 10)))).median_views.value == 3


@pytest.mark.parametrize(
    ("now", "before", "value", "reason"),
    [
        (None, None, None, "no data"),
        (110, None, None, "not applicable: no follower count from 30 to 37 days before the newest one"),
        (110, 0, None, "not applicable: there were no followers 30 days before"),
        (90, 100, -0.1, ""),
        (0, 100, -1, ""),
    ],
)
def test_follower_growth(now: int | None, before: int | None, value: float | None, reason: str) -> None:
    newest = None if now is None else Followers(now, NOON)
    older = None if before is None else Followers(before, NOON - 31 * DAY)
    rate = of(now=newest, before=older).follower_growth_rate
    assert rate.value == (value if value is None else pytest.approx(value))
    assert rate.reason == reason


def test_the_count_of_30_days_ago_may_be_up_to_37_days_old() -> None:
    assert growth_span(Followers(1, NOON)) == (NOON - 37 * DAY, NOON - 30 * DAY)


COUNTS = st.none() | st.integers(0, 10**6)
VIDEOS = st.lists(
    st.builds(
        lambda views, likes, comments, shares, full: Snapshot(
            "ana", "v", NOON, None, None, None, views, likes, comments, shares, None, full
        ),
        *[COUNTS] * 5,
    ),
    max_size=40,
)


@given(VIDEOS)
def test_a_rate_is_the_mean_of_the_videos_rates_weighted_by_views(videos: list[Snapshot]) -> None:
    metric = of(*videos).engagement_rate
    whole = [v for v in videos if None not in (v.views, v.likes, v.comments, v.shares)]
    views = sum(v.views or 0 for v in whole)
    assert metric.sample_size == len(whole)
    if views:
        engaged = sum((v.likes or 0) + (v.comments or 0) + (v.shares or 0) for v in whole)
        assert metric.value == engaged / views
    else:
        assert metric.value is None
        assert metric.reason


@given(VIDEOS)
def test_a_value_or_a_reason_and_never_both(videos: list[Snapshot]) -> None:
    for metric in every(of(*videos)):
        assert (metric.value is None) == bool(metric.reason)
        assert (metric.captured_at is None) == (metric.sample_size == 0)


@given(VIDEOS)
def test_the_average_lies_between_the_extremes(videos: list[Snapshot]) -> None:
    views = [v.views for v in videos if v.views is not None]
    metric = Sample(videos, last_videos(videos, 30).window).mean("views")
    if views:
        assert metric.value is not None
        assert min(views) <= metric.value <= max(views)
