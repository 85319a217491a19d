"""Creators joined to their handles, and the news of their headline statistics."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import Parse

from protos.metrics.v1 import events_pb2
from services.metrics.consumes import consumers
from services.metrics.domain.accounts import Stats, update
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import Snapshot
from services.metrics.handlers.accounts import (
    REFRESH_ATTEMPTS,
    account_of,
    link,
    reannounce,
    refresh_due,
    show,
)
from services.metrics.roster import Creator
from services.shared.commands import Commit
from services.shared.errors import Conflict, NotFound, Unavailable
from services.shared.events import Received
from tests.fakes.clock import START, FakeClock
from tests.fakes.metrics import FakeRoster, FakeStore

EXAMPLE = Path(__file__).parents[2] / "examples/events/metrics.v1.CreatorStatsChanged.json"


@pytest.fixture
def store() -> Any:
    """An empty store."""
    return FakeStore()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


def capture(store: Any, views: int, hours: int = 0) -> None:
    """Brings a snapshot in, as an import does."""
    snapshot = Snapshot("ana", "v1", START + timedelta(hours=hours), START, 100, None, views, 2, 2, 1)
    store.add_snapshots([snapshot], {"ana": Origin(import_id=f"im_{hours}")})
    store.mark_stale(["ana"], snapshot.captured_at, START - timedelta(minutes=1))


def news(store: Any) -> list[Any]:
    """The announcements that wait, oldest first."""
    return [events_pb2.CreatorStatsChanged.FromString(event.payload) for event in store.accounts.events]


def test_snapshots_that_came_before_the_creator_are_announced(store: Any, clock: FakeClock) -> None:
    capture(store, views=50)
    assert refresh_due(store, clock) == 0
    link(store, clock, creator_id="cr_1", handle="ana")
    assert refresh_due(store, clock) == 1
    (event,) = news(store)
    assert (event.creator_id, event.followers, event.average_views) == ("cr_1", 100, 50)
    assert (event.median_views, event.engagement_rate) == (50, 0.1)
    assert event.captured_at.ToDatetime(START.tzinfo) == START
    assert store.accounts.events[0].subject == "metrics.v1.CreatorStatsChanged.cr_1"


def test_a_creator_without_snapshots_is_no_news(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    assert refresh_due(store, clock) == 1
    assert refresh_due(store, clock) == 0
    assert news(store) == []


def test_news_only_of_changes_and_with_growing_versions(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    for views, hours in ((50, 0), (50, 0), (70, 1)):
        capture(store, views, hours)
        assert refresh_due(store, clock) == 1
    assert [event.average_views for event in news(store)] == [50, 70]
    first, second = (event.version for event in news(store))
    assert 0 < first < second
    assert store.accounts.get("ana").videos == 1


def test_linking_again_changes_nothing(store: Any, clock: FakeClock) -> None:
    first = link(store, clock, creator_id="cr_1", handle="ana")
    assert link(store, clock, creator_id="cr_1", handle="ana") == first
    with pytest.raises(Conflict):
        link(store, clock, creator_id="cr_2", handle="ana")


def test_the_registration_of_a_creator_links_her(store: Any, clock: FakeClock) -> None:
    consumer, *_ = consumers(store, clock)
    _, handler = consumer.handler_for("roster.v1.CreatorRegistered.cr_1") or (None, None)
    assert handler is not None
    message = next(iter(consumer.handlers))(creator_id="cr_1", handle="ana")
    event = Received(message, "roster.v1.CreatorRegistered", "ev_1", "cr_1", 1, "", "", "")
    handler(event)
    handler(event)
    assert store.account_of("cr_1").id == "ana"


def test_a_creator_whose_news_is_late_is_asked_for(store: Any, clock: FakeClock) -> None:
    roster = FakeRoster(Creator("cr_1", "ana"))
    assert account_of(store, clock, roster, creator_id="cr_1").id == "ana"
    roster.reachable = False
    assert account_of(store, clock, roster, creator_id="cr_1").id == "ana"
    with pytest.raises(Unavailable):
        account_of(store, clock, roster, creator_id="cr_2")


def test_a_handle_is_not_taken_for_an_id(store: Any, clock: FakeClock) -> None:
    with pytest.raises(NotFound):
        account_of(store, clock, FakeRoster(Creator("cr_1", "ana")), creator_id="ana")


def test_statistics_wait_until_an_import_is_over(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    capture(store, views=50)
    store.mark_stale(["ana"], START, clock.now())
    assert refresh_due(store, clock) == 0
    clock.advance(seconds=1)
    assert refresh_due(store, clock) == 1


def test_statistics_can_be_announced_again(store: Any, clock: FakeClock) -> None:
    capture(store, views=50)
    link(store, clock, creator_id="cr_1", handle="ana")
    refresh_due(store, clock)
    reannounce(store)
    refresh_due(store, clock)
    first, second = news(store)
    assert first.version < second.version
    first.version = second.version
    assert first == second


def test_a_mark_that_comes_during_the_computation_is_not_lost(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    read, late = store.last_videos, [70]

    def last_videos(account: str, limit: int) -> Any:
        found = read(account, limit)
        if late:
            capture(store, late.pop(), hours=1)
        return found

    capture(store, views=50)
    store.last_videos = last_videos
    assert refresh_due(store, clock) == 1
    assert [event.average_views for event in news(store)] == [70]


def test_figures_follow_when_rows_are_withdrawn(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    capture(store, views=50)
    capture(store, views=70, hours=1)
    refresh_due(store, clock)
    for number, left in ((1, 50), (0, 0)):
        assert store.discard_rows(f"im_{number}", 0, 9) == 1
        assert store.mark_discarded(f"im_{number}", START - timedelta(minutes=1), 9) == 1
        assert refresh_due(store, clock) == 1
        assert news(store)[-1].average_views == left
    assert not news(store)[-1].HasField("average_views")
    assert store.accounts.get("ana").videos == 0


def test_a_refresh_that_was_overtaken_puts_no_withdrawn_video_back(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    capture(store, views=50)
    refresh, late = store.refresh_videos, [True]

    def refresh_videos(account: str, since: Any, now: Any) -> None:
        refresh(account, since, now)
        if late:
            late.clear()
            # Before this one commits, the rows go, and another process refreshes the account and is done.
            store.discard_rows("im_0", 0, 9)
            store.mark_discarded("im_0", START - timedelta(minutes=1), 9)
            current = store.accounts.get("ana")
            done = replace(update(current, Stats(), 0), version=current.version + 1)
            store.accounts.replace(done, current.version, Commit())

    store.refresh_videos = refresh_videos
    refresh_due(store, clock)
    assert store.last_videos("ana", 9) == []
    assert store.accounts.get("ana").stats == Stats()


def test_an_account_that_never_rests_stays_due(store: Any, clock: FakeClock) -> None:
    link(store, clock, creator_id="cr_1", handle="ana")
    read, asked = store.last_videos, []

    def last_videos(account: str, limit: int) -> Any:
        asked.append(account)
        store.mark_stale([account], START, START - timedelta(minutes=1))
        return read(account, limit)

    store.last_videos = last_videos
    assert refresh_due(store, clock) == 0
    assert len(asked) == REFRESH_ATTEMPTS
    assert store.stale_accounts(START, 9)


def shown(store: Any) -> list[tuple[int, list[Any]]]:
    """The figures of what she shows, as announced: version, and id and plays of each video."""
    messages = [
        events_pb2.PortfolioFiguresChanged.FromString(event.payload)
        for event in store.accounts.events
        if "PortfolioFiguresChanged" in event.subject
    ]
    return [(each.version, [(video.video_id, video.views) for video in each.videos]) for each in messages]


def test_the_figures_of_what_a_creator_shows_are_announced_and_follow(store: Any, clock: FakeClock) -> None:
    her = {"creator_id": "cr_1", "handle": "ana"}
    show(store, clock, **her, portfolio=("v9", "v1"), version=2)  # Before anything else is known of her.
    assert shown(store) == []
    capture(store, views=50)
    refresh_due(store, clock)
    assert [videos for _, videos in shown(store)] == [[("v1", 50)]]
    capture(store, views=70, hours=1)
    refresh_due(store, clock)
    refresh_due(store, clock)
    assert [videos for _, videos in shown(store)] == [[("v1", 50)], [("v1", 70)]]
    for version in (1, 2):
        show(store, clock, **her, portfolio=(), version=version)  # It comes late.
    assert len(shown(store)) == 2
    show(store, clock, **her, portfolio=(), version=3)
    assert shown(store)[-1][1] == []
    versions = [version for version, _ in shown(store)]
    assert versions == sorted(set(versions))


def test_figures_can_be_announced_again(store: Any, clock: FakeClock) -> None:
    show(store, clock, creator_id="cr_1", handle="ana", portfolio=("v1",), version=2)
    capture(store, views=50)
    refresh_due(store, clock)
    reannounce(store)
    refresh_due(store, clock)
    assert [videos for _, videos in shown(store)] == [[("v1", 50)]] * 2


def test_the_example_is_an_event_as_it_is_sent() -> None:
    event = Parse(EXAMPLE.read_text(), events_pb2.CreatorStatsChanged())
    assert event.creator_id.startswith("cr_")
    assert all(event.HasField(name) for name in ("followers", "average_views", "captured_at"))
