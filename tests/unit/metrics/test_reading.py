"""The use cases that read figures, and those of audiences, on the fake store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2 as pb
from services.metrics.domain.audience import Dimensions, Share
from services.metrics.domain.commands import CreateAudience
from services.metrics.domain.provenance import Actor, Origin
from services.metrics.domain.snapshots import Snapshot
from services.metrics.handlers.accounts import account_of, refresh_due
from services.metrics.handlers.audience import create_audience, get_audience
from services.metrics.handlers.metrics import get_metrics, get_series, list_videos
from services.metrics.roster import Creator
from services.metrics.rpc import MetricsRpc
from services.shared.errors import Conflict, Invalid, NotFound
from services.shared.paging import page_request
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
from tests.fakes.metrics import FakeRoster, FakeStore
from tests.unit.answering import check_answer
from tests.unit.asking import asked

DAY = timedelta(days=1)
OPERATOR = Actor("op_1", "operator")
AGENCY = Actor("ag_1", "agency", delegation_id="dg_1", delegation_version=4)
GENDER = Dimensions(gender=(Share("FEMALE", 0.6), Share("MALE", 0.4)))


class Fixture:
    """A creator with 40 videos, one posted every day, each captured at START."""

    def __init__(self) -> None:
        self.store: Any = FakeStore()
        self.clock, self.roster = FakeClock(), FakeRoster(Creator("cr_1", "ana"), Creator("cr_2", "bob"))
        videos = [Snapshot("ana", f"v{n:02}", START, START - n * DAY, 200, views=n) for n in range(40)]
        older = [each._replace(captured_at=START - 33 * DAY, followers=100) for each in videos[33:]]
        self.add(*videos, *older)

    def add(self, *snapshots: Snapshot) -> None:
        """Brings snapshots in."""
        self.store.add_snapshots(snapshots, {each.account: Origin() for each in snapshots})

    def metrics(self, creator_id: str = "cr_1", window_days: int | None = None) -> Any:
        """The profile metrics."""
        return get_metrics(
            self.store, self.clock, self.roster, creator_id=creator_id, window_days=window_days
        )

    def series(self, creator_id: str = "cr_1", **given: str) -> Any:
        """The series of followers."""
        wanted = {"metric": "followers", "first": "", "last": ""} | given
        return get_series(self.store, self.clock, self.roster, creator_id=creator_id, **wanted)

    def audience(self, creator_id: str = "cr_1", key: str = "", **given: Any) -> Any:
        """A new audience breakdown."""
        usual: dict[str, Any] = {
            "captured_at": START,
            "note": "",
            "dimensions": GENDER,
            "by": OPERATOR,
        }
        command = CreateAudience(creator_id=creator_id, **usual | given)
        return create_audience(self.store, self.clock, self.roster, command, Called("op_1", key))


@pytest.fixture
def given() -> Fixture:
    """A creator with videos, and one without."""
    return Fixture()


def test_the_last_thirty_videos(given: Fixture) -> None:
    found = given.metrics()
    assert found.average_views.value == sum(range(30)) / 30
    assert found.average_views.sample_size == 30
    assert found.average_views.window.from_ == START - 29 * DAY
    assert found.videos.value == 40
    assert found.follower_growth_rate.value == 1.0


def test_a_window_counts_from_the_newest_capture(given: Fixture) -> None:
    given.clock.advance(days=100)
    found = given.metrics(window_days=35)
    assert found.average_views.sample_size == 36
    assert (found.average_views.window.kind, found.average_views.window.days) == ("days", 35)


def test_the_count_of_videos_is_right_before_and_after_it_is_kept(given: Fixture) -> None:
    assert given.metrics().videos.value == 40
    refresh_due(given.store, given.clock)
    given.store.count_videos = None
    assert given.metrics().videos.value == 40


@pytest.mark.parametrize("window_days", [None, 7])
def test_a_creator_without_data(given: Fixture, window_days: int | None) -> None:
    found = given.metrics("cr_2", window_days)
    assert found.followers.value is None
    assert found.average_views.reason == "no data"
    assert found.follower_growth_rate.reason == "no data"


def test_an_unknown_creator(given: Fixture) -> None:
    with pytest.raises(NotFound):
        given.metrics("cr_3")


def test_a_series_ends_with_the_newest_capture(given: Fixture) -> None:
    given.clock.advance(days=5)
    points = given.series().points
    assert (len(points), points[-1].date, points[-1].value) == (30, "2026-03-01", 200)
    assert {point.value for point in points[:-1]} == {None}


def test_a_series_of_a_creator_without_data(given: Fixture) -> None:
    points = given.series("cr_2").points
    assert (len(points), points[-1].date, points[-1].value) == (30, "2026-03-01", None)


def test_videos_page_by_page(given: Fixture) -> None:
    seen, cursor = [], ""
    while True:
        page = list_videos(
            given.store,
            given.clock,
            given.roster,
            creator_id="cr_1",
            page=page_request(15, cursor, "videos -views", sort="-views"),
        )
        seen += [video.views for video in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == list(reversed(range(40)))
    with pytest.raises(Invalid):
        page_request(15, "bm9uc2Vuc2U", "videos -views")


def test_an_audience_is_kept_and_the_newest_one_read(given: Fixture) -> None:
    assert get_audience(given.store, creator_id="cr_1").reason == "no data"
    newer = given.audience(captured_at=START + timedelta(minutes=1))
    given.audience()
    assert newer.id.startswith("au_")
    assert get_audience(given.store, creator_id="cr_1") == newer


def test_an_audience_of_one_time_is_kept_once(given: Fixture) -> None:
    given.audience()
    with pytest.raises(Conflict):
        given.audience(dimensions=Dimensions(gender=(Share("MALE", 1.0),)))


@pytest.mark.parametrize("order", [(OPERATOR, AGENCY), (AGENCY, OPERATOR)])
def test_the_audience_of_the_strongest_source_is_shown(given: Fixture, order: Any) -> None:
    for importer in order:
        given.audience(by=importer, note="studio")
    shown = get_audience(given.store, creator_id="cr_1")
    assert (shown.source, shown.note, shown.delegation_id) == ("operator", "studio", "")
    given.audience(captured_at=START + timedelta(minutes=5), by=AGENCY)
    shown = get_audience(given.store, creator_id="cr_1")
    assert (shown.source, shown.party_id, shown.delegation_version) == ("agency:ag_1", "ag_1", 4)


def test_an_audience_needs_a_creator_and_good_shares(given: Fixture) -> None:
    with pytest.raises(NotFound):
        given.audience("cr_3")
    with pytest.raises(Invalid):
        given.audience(captured_at=START + timedelta(hours=1))
    assert account_of(given.store, given.clock, given.roster, creator_id="cr_1").id == "ana"


def test_a_series_carries_on_what_was_captured_before_it(given: Fixture) -> None:
    captures = [
        Snapshot("bob", "old", START - 9 * DAY, views=50),
        Snapshot("bob", "old", START - 8 * DAY, views=70),
        Snapshot("bob", "new", START, views=5),
    ]
    given.add(*captures)
    points = given.series("cr_2", metric="views", first="2026-02-27").points
    assert [(point.date, point.value) for point in points] == [
        ("2026-02-27", None),
        ("2026-02-28", None),
        ("2026-03-01", 75),
    ]


@pytest.mark.parametrize("creator_id", ["cr_1", "cr_2"])
def test_an_answer_has_what_is_always_there(given: Fixture, creator_id: str) -> None:
    rpc = MetricsRpc(given.store, given.clock, given.roster)
    of = {"creator_id": creator_id}
    if creator_id == "cr_1":
        given.audience(creator_id)
    check_answer(rpc.GetMetrics(asked(pb.GetMetricsRequest, of), None))
    check_answer(rpc.GetSeries(asked(pb.GetSeriesRequest, of | {"metric": "views"}), None))
    check_answer(rpc.ListVideos(asked(pb.ListVideosRequest, of), None))
    check_answer(rpc.GetAudience(asked(pb.GetAudienceRequest, of), None))
