"""The video list: one video as last captured, and the orders in which the list can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from services.metrics.domain.metrics import having, quotient, total
from services.metrics.domain.profile import ENGAGEMENTS
from services.metrics.domain.snapshots import LARGEST, LONGEST_VIDEO, Snapshot
from services.shared.paging import unknown_cursor
from services.shared.text import hidden_character

SORTS = ("posted_at", "views", "likes", "comments", "shares", "updated_at")
"""What the list can be sorted by."""

_TIMES = frozenset({"posted_at", "updated_at"})

Value = datetime | int | None
"""What a video is sorted by."""

Place = tuple[Value, str]
"""A place in the list: what it is sorted by, and the video's id."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Order:
    """A figure to sort by; unknown counts as lowest, and equal ones go by the video's id."""

    column: str
    descending: bool


class Listed(NamedTuple):
    """A video as captured last, and when Callboard took that over."""

    snapshot: Snapshot
    updated_at: datetime

    def value(self, order: Order) -> Value:
        """What it is sorted by."""
        kept = self if order.column == "updated_at" else self.snapshot
        value: Value = getattr(kept, order.column)
        return value


@dataclass(frozen=True)
class Video:
    """A video as last captured, with rates of its own; None where a figure is not known."""

    video_id: str
    captured_at: datetime
    posted_at: datetime | None
    duration_s: int | None
    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    saves: int | None
    engagement_rate: float | None
    completion_rate: float | None
    six_second_view_rate: float | None
    updated_at: datetime


def order_of(sort: str) -> Order:
    """The order that `sort` names, `-` for descending."""
    return Order(sort.removeprefix("-"), sort.startswith("-"))


def video_of(listed: Listed) -> Video:
    """What the list shows of a video."""
    snapshot = listed.snapshot
    return Video(
        video_id=snapshot.video,
        captured_at=snapshot.captured_at,
        posted_at=snapshot.posted_at,
        duration_s=snapshot.duration_s,
        views=snapshot.views,
        likes=snapshot.likes,
        comments=snapshot.comments,
        shares=snapshot.shares,
        saves=snapshot.saves,
        engagement_rate=_rate(snapshot, *ENGAGEMENTS),
        completion_rate=_rate(snapshot, "full_plays"),
        six_second_view_rate=_rate(snapshot, "six_second_plays"),
        updated_at=listed.updated_at,
    )


def _rate(snapshot: Snapshot, *over: str) -> float | None:
    known = having([snapshot], (*over, "views"))
    return quotient(total(known, *over), total(known, "views")) if known else None


def rank(value: Value, video: str) -> tuple[Any, ...]:
    """Compares as the places of the list do, where what is unknown is lowest."""
    return (0, 0, video) if value is None else (1, value, video)


def cursor_key(listed: Listed, order: Order) -> tuple[int | None, str]:
    """A video's place in the list, as JSON can carry it: times are milliseconds since 1970."""
    value, video = listed.value(order), listed.snapshot.video
    return ((value - _EPOCH) // _MILLISECOND if isinstance(value, datetime) else value), video


def place_of(key: tuple[Any, ...], order: Order) -> Place | None:
    """The place that a cursor names, None where there is no cursor; raises Invalid."""
    if not key:
        return None
    refused = unknown_cursor()
    value, video = (*key, None, None)[:2]
    number = value is None or (type(value) is int and abs(value) <= LARGEST)
    named = isinstance(video, str) and len(video) <= LONGEST_VIDEO and not hidden_character(video)
    if len(key) != 2 or not number or not named:
        raise refused
    try:
        dated = order.column in _TIMES and value is not None
        return (_EPOCH + timedelta(milliseconds=value) if dated else value), video
    except OverflowError:
        raise refused from None
