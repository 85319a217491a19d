"""One suite for both stores: whatever holds for MongoDB must hold for the fake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.metrics.domain.accounts import NOTHING_STALE, Account, Figures, Stats
from services.metrics.domain.profile import Followers
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import EARLIEST, Snapshot
from services.metrics.domain.videos import SORTS, Listed, Order
from services.shared.commands import Commit, Duplicate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPERATOR = Origin("operator", "im_1")


def snapshot(video: str, *, account: str = "ana", hours: float = 0, **figures: Any) -> Snapshot:
    """A snapshot so many hours after noon."""
    return Snapshot(account, video, NOON + timedelta(hours=hours), **({"source": "operator"} | figures))


def add(store: Any, *captures: Snapshot, origin: Origin = OPERATOR) -> int:
    """Adds captures that come from one importer."""
    added: int = store.add_snapshots(captures, {each.account: origin for each in captures})
    return added


def bring_in(store: Any, *captures: Snapshot) -> None:
    """Adds captures and brings the videos of their accounts up to date."""
    add(store, *captures)
    for account in {capture.account for capture in captures}:
        store.refresh_videos(account, EARLIEST, NOON)


def listed(videos: list[Listed]) -> list[str]:
    """The ids of videos of a list."""
    return names([each.snapshot for each in videos])


def names(videos: list[Snapshot]) -> list[str]:
    """The ids of videos."""
    return [video.video for video in videos]


def test_a_snapshot_is_added_once(store: Any) -> None:
    first = snapshot("v1", views=10, likes=3)
    assert add(store, first, snapshot("v2"), snapshot("v1", views=99)) == 2
    assert add(store, first, snapshot("v1", hours=1)) == 1
    kept = list(store.captures("ana", NOON, NOON + timedelta(days=1)))
    assert kept == [first, snapshot("v2"), snapshot("v1", hours=1)]


def test_every_figure_is_read_back_as_it_was_written(store: Any) -> None:
    full = Snapshot("ana", "v", NOON, NOON, 1, 2, 2**53, 4, 5, 6, 7, 8, 9, "demo", "studio", "operator")
    bring_in(store, full)
    assert list(store.captures("ana", NOON, NOON + timedelta(days=1))) == [full]
    assert store.last_videos("ana", 1) == [full]
    (views,) = store.captures("ana", NOON, NOON + timedelta(days=1), ("views",))
    assert views == Snapshot("ana", "v", NOON, views=2**53, source="operator")


def test_captures_are_of_one_account_before_a_time(store: Any) -> None:
    others = ("an", "ana.", "ana_b", "anab", "an|a")
    add(store, *(snapshot("v", account=each) for each in others))
    add(store, snapshot("b", hours=1), snapshot("a", hours=2), snapshot("z", hours=-1))
    assert names(list(store.captures("ana", EARLIEST, NOON + timedelta(hours=2)))) == ["z", "b"]
    assert names(list(store.captures("ana", NOON + timedelta(hours=1), NOTHING_STALE))) == ["b", "a"]


def test_the_newest_capture(store: Any) -> None:
    assert store.newest_capture("ana") is None
    add(store, snapshot("a", hours=2), snapshot("z"), snapshot("v", account="anab", hours=9))
    assert store.newest_capture("ana") == NOON + timedelta(hours=2)


def test_a_video_keeps_its_newest_snapshot_in_whatever_order_they_come(store: Any) -> None:
    bring_in(store, snapshot("v1", hours=2, views=20), snapshot("v2", views=1))
    bring_in(store, snapshot("v1", hours=1, views=10), snapshot("v2", hours=1, likes=2))
    found = store.video_page("ana", Order("views", False), None, 9)
    kept = [snapshot("v2", hours=1, likes=2), snapshot("v1", hours=2, views=20)]
    assert [each.snapshot for each in found] == kept
    assert store.count_videos("ana") == 2
    assert store.count_videos("bob") == 0


def test_videos_are_brought_up_to_date_with_captures_of_a_time_or_later(store: Any) -> None:
    add(store, snapshot("v1", hours=1), snapshot("v2", hours=2), snapshot("v3", hours=3))
    store.refresh_videos("ana", NOON + timedelta(hours=2), NOON)
    assert listed(store.video_page("ana", Order("views", False), None, 9)) == ["v2", "v3"]


def test_the_last_videos_are_those_posted_last(store: Any) -> None:
    bring_in(
        store,
        snapshot("none"),
        *(snapshot(f"v{day}", posted_at=NOON - timedelta(days=day)) for day in (3, 1, 2)),
        snapshot("other", account="bob", posted_at=NOON),
    )
    assert names(store.last_videos("ana", 2)) == ["v1", "v2"]
    assert names(store.last_videos("ana", 9)) == ["v1", "v2", "v3", "none"]
    assert names(store.videos_since("ana", NOON - timedelta(days=2))) == ["v1", "v2"]


def test_videos_by_their_ids(store: Any) -> None:
    bring_in(store, snapshot("v1", views=1), snapshot("v1", hours=1, views=2), snapshot("v|2"))
    bring_in(store, snapshot("v3", account="bob"))
    found = store.videos_named("ana", ["v1", "v|2", "v3", "", "$ne"])
    assert sorted((each.snapshot.video, each.snapshot.views) for each in found) == [("v1", 2), ("v|2", None)]


def test_what_a_creator_shows_is_read_back_as_it_was_written(store: Any) -> None:
    figures = (
        Figures("v1", NOON, 2**40, 1, 0, None, 0.5, NOON),
        Figures("v2", None, None, None, None, None, None, NOON),
    )
    shown = Account(
        "ana", 3, "cr_1", portfolio=("v2", "v1"), portfolio_version=2, figures=figures, figures_version=3
    )
    store.accounts.insert(shown, Commit())
    assert store.accounts.get("ana") == shown
    store.forget_stats()
    assert store.accounts.get("ana").figures == ()
    assert store.accounts.get("ana").portfolio == ("v2", "v1")


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("column", [each for each in SORTS if each != "updated_at"])
def test_pages_of_videos_join_without_gap_or_overlap(store: Any, column: str, descending: bool) -> None:
    values: list[Any] = [None, 5, 5, 5, 0, None, 7]
    if column == "posted_at":
        values = [value if value is None else NOON + timedelta(days=value) for value in values]
    videos = [snapshot(f"v{place}", **{column: value}) for place, value in enumerate(values)]
    bring_in(store, *videos, snapshot("v3", account="bob"), snapshot("v3", account="an"))
    order = Order(column, descending)
    whole = store.video_page("ana", order, None, 99)
    paged, after = [], None
    while page := store.video_page("ana", order, after, 2):
        paged += page
        after = (page[-1].value(order), page[-1].snapshot.video)
    assert paged == whole
    assert sorted(listed(whole)) == names(videos)
    known = [video.value(order) for video in whole if video.value(order) is not None]
    assert known == sorted(known, reverse=descending)
    assert listed(whole)[-1 if descending else 0] in {"v0", "v5"}


def test_changes_of_videos_are_walked_to_the_end(store: Any) -> None:
    """By when Callboard took them over, though they were captured long before."""
    for place, minutes in enumerate((3, 1, 1, 2)):
        add(store, snapshot(f"v{place}", views=place))
        store.refresh_videos("ana", EARLIEST, NOON + timedelta(minutes=minutes))
    add(store, snapshot("v1", hours=-9, views=99))
    store.refresh_videos("ana", EARLIEST, NOON + timedelta(minutes=9))
    changed, back = Order("updated_at", False), Order("updated_at", True)
    walk, since = ["v1", "v2", "v3", "v0"], NOON + timedelta(minutes=2)
    assert listed(store.video_page("ana", changed, None, 9)) == walk
    assert listed(store.video_page("ana", back, None, 9)) == walk[::-1]
    assert listed(store.video_page("ana", changed, None, 9, since)) == walk[2:]
    assert listed(store.video_page("ana", changed, (since, "v3"), 9, since)) == walk[3:]
    assert listed(store.video_page("ana", back, (since, "v3"), 9, since)) == []
    assert listed(store.video_page("ana", Order("views", True), None, 9, since)) == ["v3", "v0"]
    assert listed(store.video_page("ana", Order("views", False), (0, "v0"), 9, since)) == ["v3"]


def test_the_newest_followers_within_bounds(store: Any) -> None:
    assert store.newest_followers("ana") is None
    counts = {0: 10, 1: 20, 2: None, 3: 30, 4: None}
    add(store, *(snapshot("v", hours=h, followers=count) for h, count in counts.items()))
    add(store, snapshot("v", account="bob", hours=9, followers=99))
    assert store.newest_followers("ana") == Followers(30, NOON + timedelta(hours=3), "operator")
    at = [NOON + timedelta(hours=hour) for hour in range(5)]
    assert store.newest_followers("ana", at[0], at[2]) == Followers(20, at[1], "operator")
    assert store.newest_followers("ana", at[1], at[1]) == Followers(20, at[1], "operator")
    assert store.newest_followers("ana", at[2], at[2]) is None


def test_an_account_is_one_handle_of_one_creator(store: Any) -> None:
    account = Account("ana", 1, "cr_1", stats=Stats(5, 1.5, None, 0.25, NOON))
    store.accounts.insert(account, Commit())
    assert store.account_of("cr_1") == account
    assert store.account_of("cr_2") is None
    for other in (Account("ana", 1, "cr_2"), Account("bob", 1, "cr_1")):
        with pytest.raises(Duplicate):
            store.accounts.insert(other, Commit())


def test_a_mark_makes_linked_accounts_stale_and_stops_a_refresh_under_way(store: Any) -> None:
    fresh = Account("ana", 1, "cr_1", stale_from=NOTHING_STALE)
    store.accounts.insert(fresh, Commit())
    assert store.stale_accounts(NOON, 9) == []
    store.mark_stale(["ana", "nobody"], NOON - timedelta(days=1), NOON)
    store.mark_stale(["ana"], NOON - timedelta(hours=1), NOON)
    marked = Account("ana", 3, "cr_1", stale_from=NOON - timedelta(days=1), marked_at=NOON)
    assert store.stale_accounts(NOON, 9) == [marked]
    assert not store.accounts.replace(fresh, 1, Commit())


def test_accounts_to_which_much_is_added_wait(store: Any) -> None:
    store.accounts.insert(Account("ana", 1, "cr_1"), Commit())
    assert len(store.stale_accounts(NOON, 9)) == 1
    store.mark_stale(["ana"], NOON, NOON + timedelta(seconds=1))
    assert store.stale_accounts(NOON, 9) == []


def test_forgotten_statistics_are_computed_anew_from_the_beginning(store: Any) -> None:
    store.accounts.insert(Account("ana", 1, "cr_1", stale_from=NOTHING_STALE, stats=Stats(5)), Commit())
    store.forget_stats()
    assert store.stale_accounts(NOON, 9) == [
        Account("ana", 2, "cr_1", EARLIEST, withdrawn=True, stats=Stats())
    ]
