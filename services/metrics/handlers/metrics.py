"""Reads the figures of a creator: profile metrics, daily series, videos.

However many snapshots are stored, the profile metrics take a handful of indexed reads.
"""

from __future__ import annotations

from itertools import chain

from services.metrics.domain import series as daily
from services.metrics.domain.accounts import Account
from services.metrics.domain.metrics import Sample, last_videos, posted_since, recent_videos
from services.metrics.domain.profile import (
    LAST_VIDEOS,
    Library,
    ProfileMetrics,
    growth_span,
    profile,
)
from services.metrics.domain.videos import Video, cursor_key, order_of, place_of, video_of
from services.metrics.handlers.accounts import account_of, refresh
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.paging import Page, PageRequest


def get_metrics(
    store: Store, clock: Clock, roster: Roster, *, creator_id: str, window_days: int | None
) -> ProfileMetrics:
    """The profile metrics, each null with a reason where there is no data."""
    account = _up_to_date(store, clock, roster, creator_id)
    # Up to date, the account knows it: whatever comes in makes it stale.
    newest = store.newest_capture(account.id) if account.stale else account.stats.captured_at
    library = Library(account.videos, newest)
    now = store.newest_followers(account.id)
    before = store.newest_followers(account.id, *growth_span(now)) if now else None
    return profile(creator_id, _sample(store, account.id, library, window_days), library, now, before)


def _up_to_date(store: Store, clock: Clock, roster: Roster, creator_id: str) -> Account:
    """The worker refreshes accounts in the background; who asks before it does gets fresh figures too."""
    account = account_of(store, clock, roster, creator_id=creator_id)
    return refresh(store, clock, account) if account.stale else account


def _sample(store: Store, account_id: str, library: Library, days: int | None) -> Sample:
    if days is None:
        return last_videos(store.last_videos(account_id, LAST_VIDEOS), LAST_VIDEOS)
    if library.captured_at is None:
        return recent_videos([], days)
    return recent_videos(store.videos_since(account_id, posted_since(library.captured_at, days)), days)


def get_series(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    creator_id: str,
    metric: str,
    first: str,
    last: str,
) -> daily.Series:
    """One metric day by day from `first` to `last`, ISO dates; raises Invalid."""
    account = account_of(store, clock, roster, creator_id=creator_id)
    # Only where no end is named it is the day of the newest capture.
    newest = None if last else store.newest_capture(account.id)
    span = daily.range_of(first, last, (newest or clock.now()).date())
    earlier = store.last_before(account.id, span.begin) if daily.carries(metric) else ()
    captures = store.captures(account.id, span.begin, span.end, daily.figures_of(metric))
    return daily.series(creator_id, metric, span, chain(earlier, captures))


def list_videos(
    store: Store, clock: Clock, roster: Roster, *, creator_id: str, page: PageRequest
) -> Page[Video]:
    """The creator's videos as last captured; raises Malformed for a cursor of another list."""
    order = order_of(page.sort)
    place = place_of(page.after, order)
    account = _up_to_date(store, clock, roster, creator_id)
    listed = store.video_page(account.id, order, place, page.limit, page.since)
    found = page.cut(listed, lambda video: cursor_key(video, order))
    return Page(tuple(map(video_of, found.items)), found.next_cursor)
