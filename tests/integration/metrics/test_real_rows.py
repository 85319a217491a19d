"""Real rows through the use cases into a real database, checked against a computation of its own.

The computation below shares nothing with the service: it reads the file with `csv` and computes with
`statistics`. CALLBOARD_SNAPSHOTS names a larger file of the same form to run this over.
"""

from __future__ import annotations

import csv
import gzip
import os
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.metrics.domain.commands import ImportSnapshots
from services.metrics.domain.imports import Report
from services.metrics.domain.provenance import Actor
from services.metrics.handlers.accounts import refresh_due
from services.metrics.handlers.imports import Upload, import_snapshots
from services.metrics.handlers.metrics import get_metrics, get_series, list_videos
from services.metrics.parsing import Bounds
from services.metrics.roster import Creator
from services.metrics.store import MongoStore
from services.shared import ids
from services.shared.clock import SystemClock
from services.shared.commands import internal
from services.shared.paging import page_request
from tests.fakes.metrics import FakeRoster

EXTRACT = Path(__file__).parents[2] / "examples/metrics_snapshots.csv.gz"
FILE = Path(os.environ.get("CALLBOARD_SNAPSHOTS") or EXTRACT)
CREATORS = 25

pytestmark = pytest.mark.real

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The rows of the file."""
    with gzip.open(FILE, "rt", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def creators(rows: list[Row]) -> list[str]:
    """The handles with most rows, and some of those with unknown figures."""
    most = [name for name, _ in Counter(row["creator"] for row in rows).most_common(CREATORS - 10)]
    odd = sorted({row["creator"] for row in rows if "" in row.values()} - set(most))
    return [*most, *odd[:10]]


@pytest.fixture(scope="module")
def roster(creators: list[str]) -> FakeRoster:
    """A roster that knows the creators as `cr_<handle>`."""
    return FakeRoster(*(Creator(f"cr_{handle}", handle) for handle in creators))


def send(store: MongoStore, roster: FakeRoster) -> Report:
    """Imports the file as the operator."""

    def chunks() -> Iterator[bytes]:
        with FILE.open("rb") as file:
            while chunk := file.read(60_000):
                yield chunk

    report = import_snapshots(
        store,
        SystemClock(),
        roster,
        ImportSnapshots(Actor("op_1", "operator"), ids.new_id("im")),
        internal("op_1"),
        receive=lambda: Upload("text/csv", chunks()),
        bounds=Bounds(),
    )
    return replace(report, import_id="")


@pytest.fixture(scope="module")
def imported(store: MongoStore, roster: FakeRoster, rows: list[Row]) -> MongoStore:
    """The database with every row in it; the file is imported a second time, which changes nothing."""
    assert send(store, roster) == Report(len(rows), 0, (), 0)
    assert send(store, roster) == Report(0, len(rows), (), 0)
    return store


def latest(rows: list[Row], creator: str) -> list[Row]:
    """The newest row of each video of a creator, the video posted last first."""
    newest: dict[str, Row] = {}
    for row in (row for row in rows if row["creator"] == creator):
        kept = newest.get(row["video"])
        if kept is None or row["captured_at"] > kept["captured_at"]:
            newest[row["video"]] = row
    return sorted(newest.values(), key=lambda row: (row["posted_at"], row["video"]), reverse=True)


def figures(videos: list[Row], *columns: str) -> list[list[int]]:
    """The figures of the videos that have all of them."""
    return [[int(row[name]) for name in columns] for row in videos if all(row[name] for name in columns)]


def mean(videos: list[Row], column: str) -> float | None:
    """The mean of a figure over the videos that have it."""
    known = [count for (count,) in figures(videos, column)]
    return statistics.fmean(known) if known else None


def expected(rows: list[Row], creator: str, videos: list[Row]) -> dict[str, float | None]:
    """The metrics of a creator over some videos, computed from the rows."""
    engaged = figures(videos, "likes", "comments", "shares", "views")
    views = [count for (count,) in figures(videos, "views")]
    plays = sum(row[3] for row in engaged)
    known = [row for row in rows if row["creator"] == creator and row["followers"]]
    newest = max(known, key=lambda row: row["captured_at"], default=None)
    return {
        "followers": int(newest["followers"]) if newest else None,
        "videos": len(latest(rows, creator)),
        "average_views": mean(videos, "views"),
        "median_views": statistics.median(views) if views else None,
        "engagement_rate": sum(sum(row[:3]) for row in engaged) / plays if plays else None,
        "likes": sum(count for (count,) in figures(videos, "likes")),
        "average_comments": mean(videos, "comments"),
        "total": sum(sum(row) for row in figures(videos, "likes", "comments", "shares")) if engaged else None,
    }


def actual(found: Any) -> dict[str, float | None]:
    """The same metrics as the service says them."""
    names = ("followers", "videos", "average_views", "median_views", "engagement_rate", "average_comments")
    values = {name: getattr(found, name).value for name in names}
    return values | {name: getattr(found.interactions, name).value for name in ("likes", "total")}


def profile(store: MongoStore, roster: FakeRoster, creator: str, days: int | None = None) -> Any:
    """The profile metrics of a handle."""
    return get_metrics(store, SystemClock(), roster, creator_id=f"cr_{creator}", window_days=days)


def test_the_metrics_of_the_last_thirty_videos(
    imported: MongoStore, roster: FakeRoster, rows: list[Row], creators: list[str]
) -> None:
    for creator in creators:
        wanted = expected(rows, creator, latest(rows, creator)[:30])
        assert actual(profile(imported, roster, creator)) == pytest.approx(wanted), creator


def test_the_metrics_of_a_window(
    imported: MongoStore, roster: FakeRoster, rows: list[Row], creators: list[str]
) -> None:
    sizes = set()
    for creator in creators:
        newest = max(row["captured_at"] for row in rows if row["creator"] == creator)
        since = (datetime.fromisoformat(newest) - timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
        videos = [row for row in latest(rows, creator) if row["posted_at"] >= since]
        found = profile(imported, roster, creator, 14)
        if videos:
            assert actual(found) == pytest.approx(expected(rows, creator, videos)), creator
        sizes.add(found.average_views.sample_size)
        assert found.average_views.sample_size == len(figures(videos, "views"))
    assert len(sizes) > 3


def test_the_series_of_followers_and_of_views(
    imported: MongoStore, roster: FakeRoster, rows: list[Row], creators: list[str]
) -> None:
    for creator in creators:
        own = sorted((r for r in rows if r["creator"] == creator), key=lambda row: row["captured_at"])
        by_day: dict[str, dict[str, float | None]] = defaultdict(dict)
        newest: dict[str, str] = {}
        for row in own:
            day = row["captured_at"][:10]
            newest[row["video"]] = row["views"]
            by_day["views"][day] = sum(int(views) for views in newest.values() if views)
            if row["followers"]:
                by_day["followers"][day] = int(row["followers"])
        for metric, wanted in by_day.items():
            found = get_series(
                imported,
                SystemClock(),
                roster,
                creator_id=f"cr_{creator}",
                metric=metric,
                first="2025-05-01",
                last="2025-06-30",
            )
            assert {p.date: p.value for p in found.points if p.value is not None} == wanted
            assert len(found.points) == 61


@pytest.mark.parametrize("sort", ["-posted_at", "views", "-shares"])
def test_the_video_list_has_every_video_once(
    imported: MongoStore, roster: FakeRoster, rows: list[Row], creators: list[str], sort: str
) -> None:
    for creator in creators[:5]:
        seen: list[Any] = []
        cursor = "start"
        while cursor:
            page = list_videos(
                imported,
                SystemClock(),
                roster,
                creator_id=f"cr_{creator}",
                page=page_request(10, cursor.removeprefix("start"), sort, sort=sort),
            )
            seen += page.items
            cursor = page.next_cursor
        assert {v.video_id: v.views for v in seen} == {
            row["video"]: int(row["views"]) for row in latest(rows, creator)
        }
        assert len(seen) == len(latest(rows, creator))


def test_headline_statistics_are_those_of_the_profile(
    imported: MongoStore, roster: FakeRoster, creators: list[str]
) -> None:
    for creator in creators:
        profile(imported, roster, creator)
    refresh_due(imported, SystemClock())
    for creator in creators:
        found, account = profile(imported, roster, creator), imported.accounts.get(creator)
        assert account is not None
        assert account.stats.average_views == found.average_views.value
        assert account.stats.engagement_rate == found.engagement_rate.value
        assert account.videos == found.videos.value == imported.count_videos(creator)
    waiting = {entry.aggregate_id: len(entry.events) for entry in imported.accounts.waiting(1000)}
    assert waiting == dict.fromkeys(creators, 1)
