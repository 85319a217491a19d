"""The profile metrics, over the last 30 videos or those of a window of days.

The definitions are those of the platform's creator marketplace: engagement counts likes, comments and
shares, not favourites; ratios are quotients of sums, not means of quotients.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.metrics.domain.metrics import (
    COUNT,
    NO_DATA,
    PER_VIDEO,
    RATIO,
    Metric,
    Sample,
    Window,
    quotient,
)
from services.metrics.domain.provenance import NO_SOURCE, notes, sources
from services.metrics.domain.snapshots import Snapshot

LAST_VIDEOS = 30
ENGAGEMENTS = ("likes", "comments", "shares")

GROWTH_DAYS = 30
GROWTH_SLACK_DAYS = 7
"""A follower count up to so much older than 30 days still stands for the one of 30 days ago."""


@dataclass(frozen=True)
class Followers:
    """A follower count as captured."""

    count: int
    captured_at: datetime
    source: str = NO_SOURCE
    note: str = ""


@dataclass(frozen=True)
class Library:
    """All videos of a creator: how many, and when one was captured last."""

    videos: int
    captured_at: datetime | None


@dataclass(frozen=True)
class Interactions:
    """Totals over the sample."""

    likes: Metric
    comments: Metric
    shares: Metric
    total: Metric


@dataclass(frozen=True)
class ProfileMetrics:
    """Everything that is said of a creator's performance."""

    creator_id: str
    followers: Metric
    videos: Metric
    average_views: Metric
    median_views: Metric
    engagement_rate: Metric
    completion_rate: Metric
    six_second_view_rate: Metric
    interactions: Interactions
    average_likes: Metric
    average_comments: Metric
    average_shares: Metric
    follower_growth_rate: Metric


def profile(
    creator_id: str, sample: Sample, library: Library, now: Followers | None, before: Followers | None
) -> ProfileMetrics:
    """The profile metrics; `now` and `before` are follower counts as `growth_span` asks for them."""
    return ProfileMetrics(
        creator_id=creator_id,
        followers=followers(now),
        videos=videos(library, sample),
        average_views=sample.mean("views"),
        median_views=median_views(sample),
        engagement_rate=engagement_rate(sample),
        completion_rate=sample.ratio(("full_plays",), "views", note_of=_plays_note),
        six_second_view_rate=sample.ratio(("six_second_plays",), "views", note_of=_plays_note),
        interactions=Interactions(
            likes=sample.sum("likes"),
            comments=sample.sum("comments"),
            shares=sample.sum("shares"),
            total=_all_interactions(sample),
        ),
        average_likes=sample.mean("likes"),
        average_comments=sample.mean("comments"),
        average_shares=sample.mean("shares"),
        follower_growth_rate=follower_growth_rate(now, before),
    )


def followers(now: Followers | None) -> Metric:
    """The newest known follower count."""
    formula, window = "newest known follower count", Window("newest_capture")
    if now is None:
        return Metric(None, COUNT, NO_SOURCE, formula, window, reason=NO_DATA)
    return Metric(now.count, COUNT, now.source, formula, window, 1, now.captured_at, note=now.note)


def videos(library: Library, sample: Sample) -> Metric:
    """How many of the creator's videos were ever captured."""
    formula, window = "videos captured at least once", Window("all_videos")
    if not library.videos:
        return Metric(None, COUNT, NO_SOURCE, formula, window, reason=NO_DATA)
    source = sources(video.source for video in sample.videos)
    note = notes(video.note for video in sample.videos)
    return Metric(
        library.videos, COUNT, source, formula, window, library.videos, library.captured_at, note=note
    )


def median_views(sample: Sample) -> Metric:
    """Median plays per video, over the videos whose plays are known."""
    return sample.compute(
        ("views",), PER_VIDEO, "median of views", lambda found: statistics.median(_views(found))
    )


def engagement_rate(sample: Sample) -> Metric:
    """(likes + comments + shares) / views, each summed over the videos that have all four."""
    return sample.ratio(ENGAGEMENTS, "views")


def growth_span(now: Followers) -> tuple[datetime, datetime]:
    """Between which times the last follower count is the one of 30 days before `now`."""
    latest = now.captured_at - timedelta(days=GROWTH_DAYS)
    return latest - timedelta(days=GROWTH_SLACK_DAYS), latest


def follower_growth_rate(now: Followers | None, before: Followers | None) -> Metric:
    """(followers now - followers 30 days before) / followers 30 days before."""
    formula = "(followers - followers 30 days before) / followers 30 days before"
    window = Window(
        "days", GROWTH_DAYS, before.captured_at if before else None, now.captured_at if now else None
    )
    if now is None:
        return Metric(None, RATIO, NO_SOURCE, formula, window, reason=NO_DATA)
    if before is None:
        reason = "not applicable: no follower count from 30 to 37 days before the newest one"
        return Metric(None, RATIO, now.source, formula, window, 1, now.captured_at, reason)
    value = quotient(now.count - before.count, before.count)
    reason = "" if value is not None else "not applicable: there were no followers 30 days before"
    source, note = sources((now.source, before.source)), notes((now.note, before.note))
    return Metric(value, RATIO, source, formula, window, 2, now.captured_at, reason, note)


def _all_interactions(sample: Sample) -> Metric:
    return sample.compute(
        ENGAGEMENTS,
        COUNT,
        "sum of (likes + comments + shares)",
        lambda found: sum((v.likes or 0) + (v.comments or 0) + (v.shares or 0) for v in found),
    )


def _views(found: Sequence[Snapshot]) -> list[int]:
    return [video.views for video in found if video.views is not None]


def _plays_note(video: Snapshot) -> str | None:
    return video.plays_note or video.note
