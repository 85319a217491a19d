"""What a reading examines in the database follows what is asked for, however long the history is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest

from services.metrics.domain.audience import Audience, Dimensions, Share
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import EARLIEST, Snapshot
from services.metrics.handlers.accounts import link
from services.metrics.handlers.metrics import get_series
from services.metrics.store import MongoStore
from services.shared.clock import SystemClock
from services.shared.commands import Commit
from tests.fakes.metrics import FakeRoster

pytestmark = pytest.mark.real

COLLECTIONS = ("snapshots", "audiences")
VIDEOS, DAYS = 30, 700
CREATORS, CAPTURES = 20, 30
BEGIN = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def long_history(store: MongoStore) -> MongoStore:
    """A creator whose thirty videos were captured each day for two years, by two importers."""
    link(store, SystemClock(), creator_id="cr_ana", handle="ana")
    for source, views in (("operator", 10), ("agency:ag_1", 99)):
        for first in range(0, DAYS, 100):
            captures = [
                Snapshot("ana", f"v{video}", BEGIN + timedelta(days=day), None, 100 + day, views=views + day)
                for day in range(first, min(DAYS, first + 100))
                for video in range(VIDEOS)
            ]
            store.add_snapshots(captures, {"ana": Origin(source)})
    store.refresh_videos("ana", EARLIEST, BEGIN)
    return store


@pytest.fixture
def examined(data_plane: Any) -> Iterator[Any]:
    """Asks mongod how many documents it has examined, and how many were asked for since the last time."""
    client: Any = pymongo.MongoClient(data_plane.system_mongo_url("metrics"))
    database = client.get_default_database()
    database.command("profile", 2)
    watched = {"ns": {"$in": [f"{database.name}.{name}" for name in COLLECTIONS]}}
    yield lambda: sum(each.get("docsExamined", 0) for each in database["system.profile"].find(watched))
    database.command("profile", 0)
    database["system.profile"].drop()
    client.close()


@pytest.mark.parametrize(
    ("metric", "most"), [("views", 1 + 2 * 7 * VIDEOS + VIDEOS), ("followers", 1 + 2 * 7 * VIDEOS)]
)
def test_a_week_of_a_series_reads_the_week_and_one_row_a_video(
    long_history: MongoStore, examined: Any, metric: str, most: int
) -> None:
    last = BEGIN + timedelta(days=DAYS - 1)
    series = get_series(
        long_history,
        SystemClock(),
        FakeRoster(),
        creator_id="cr_ana",
        metric=metric,
        first=f"{last - timedelta(days=6):%Y-%m-%d}",
        last=f"{last:%Y-%m-%d}",
    )
    values = [point.value for point in series.points]
    wanted = range(DAYS - 7, DAYS)
    assert values == [VIDEOS * (10 + day) if metric == "views" else 100 + day for day in wanted]
    assert series.source == "operator"
    assert 0 < examined() <= most


def test_the_profile_reads_a_handful(long_history: MongoStore, examined: Any) -> None:
    now = long_history.newest_followers("ana")
    assert now
    assert long_history.newest_followers("ana", now.captured_at - timedelta(days=37), now.captured_at)
    assert long_history.newest_capture("ana")
    assert examined() <= 3


def test_a_ranking_reads_one_audience_a_creator(store: MongoStore, examined: Any) -> None:
    shares = Dimensions(gender=(Share("FEMALE", 0.5),))
    for number in range(CREATORS * CAPTURES):
        creator, day = divmod(number, CAPTURES)
        at = BEGIN + timedelta(days=day)
        each = Audience(f"au_{number}", 1, f"cr_{creator}", at, "operator", shares, party_id="op_1")
        store.audiences.insert(each, Commit())
    found = store.latest_breakdowns([f"cr_{number}" for number in range(CREATORS)])
    assert {each.captured_at for each in found.values()} == {BEGIN + timedelta(days=CAPTURES - 1)}
    assert len(found) == CREATORS
    assert 0 < examined() <= CREATORS
