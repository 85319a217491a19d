"""Joins handles to creators, and keeps their headline statistics announced."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from itertools import count

from services.metrics import produces
from services.metrics.domain import accounts as domain
from services.metrics.domain.accounts import Account, Figures, Stats, figures_of, headline, update
from services.metrics.domain.metrics import last_videos
from services.metrics.domain.profile import LAST_VIDEOS, Library
from services.metrics.domain.videos import video_of
from services.metrics.roster import Creator, Roster
from services.metrics.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import create, execute, internal
from services.shared.errors import Conflict, NotFound

REFRESHED_AT_ONCE = 100
QUIET = timedelta(seconds=1)
"""An account to which snapshots were added so recently is likely to get more."""

REFRESH_ATTEMPTS = 2
"""Each goes through everything that came in: while an import is running, more would be in vain."""

log = logs.logger()


def link(
    store: Store, clock: Clock, *, creator_id: str, handle: str, display_name: str = "", version: int = 0
) -> Account:
    """Joins a handle to its creator, who is called so at that version; joining again changes nothing.

    The account is stale from the start: snapshots of the handle may be there already.
    Raises Conflict where the handle is another creator's.
    """
    try:
        account = Account(
            id=handle,
            version=1,
            creator_id=creator_id,
            display_name=display_name,
            profile_version=version,
        )
        return create(store.accounts, account, produces.unannounced, internal("metrics"), clock)
    except Conflict:
        known = store.accounts.get(handle)
        if known is None or known.creator_id != creator_id:
            raise
        return known


def account_of(store: Store, clock: Clock, roster: Roster, *, creator_id: str) -> Account:
    """A creator's account, linked now where the event about her has not come yet; raises NotFound."""
    known = store.account_of(creator_id)
    if known is not None:
        return known
    creator = next((each for each in roster.creators([creator_id]) if each.id == creator_id), None)
    if creator is None:
        raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
    return _linked(store, clock, creator)


def _linked(store: Store, clock: Clock, creator: Creator) -> Account:
    return link(
        store,
        clock,
        creator_id=creator.id,
        handle=creator.handle,
        display_name=creator.display_name,
        version=creator.version,
    )


def rename(store: Store, clock: Clock, creator: Creator) -> None:
    """Keeps what a creator is called now, unless a later version of it is there already."""
    account = store.account_of(creator.id) or _linked(store, clock, creator)

    def decide(current: Account) -> Account:
        return domain.rename(current, creator.display_name, creator.version)

    execute(store.accounts, account.id, decide, produces.unannounced, internal("metrics"), clock)


def creators_of(store: Store, clock: Clock, roster: Roster, creator_ids: Collection[str]) -> list[Creator]:
    """What creators are called; raises NotFound."""
    accounts = {each.creator_id: each for each in store.accounts_of(creator_ids)}
    for creator_id in creator_ids:
        if creator_id not in accounts:
            accounts[creator_id] = account_of(store, clock, roster, creator_id=creator_id)
    return [Creator(a.creator_id, a.id, a.display_name, a.profile_version) for a in accounts.values()]


def refresh_due(store: Store, clock: Clock) -> int:
    """Refreshes stale accounts, each when its import is over; returns how many are up to date now."""
    due = store.stale_accounts(clock.now() - QUIET, REFRESHED_AT_ONCE)
    return sum(not refresh(store, clock, account).stale for account in due)


def refresh(store: Store, clock: Clock, account: Account) -> Account:
    """Brings the videos and statistics of an account up to date, and announces statistics that changed.

    Where snapshots come in faster than they are counted, the account is returned with what had come
    before, still stale.
    """

    attempts = count(1)

    def decide(current: Account) -> Account:
        attempt = next(attempts)
        if attempt == 1 and not current.stale:
            return current
        if attempt > REFRESH_ATTEMPTS:
            raise Conflict("Snapshots of this creator are coming in.", code=ErrorCode.CHANGED_AT_ONCE)
        store.refresh_videos(current.id, current.stale_from, clock.now())
        # A second attempt may have put videos there out of snapshots that were withdrawn meanwhile, after
        # another process had looked: it looks itself.
        if current.withdrawn or attempt > 1:
            store.drop_withdrawn_videos(current.id, clock.now())
        stats, videos = _computed(store, current.id)
        return update(current, stats, videos, _shown(store, current.id, current.portfolio))

    try:
        return _execute(store, clock, account.id, decide)
    except Conflict:
        log.info("refresh_postponed", account=account.id)
        return replace(account, videos=store.count_videos(account.id))


def show(
    store: Store, clock: Clock, *, creator_id: str, handle: str, portfolio: tuple[str, ...], version: int
) -> None:
    """Notes which videos a creator shows, and announces what is known of them; late, it changes nothing."""
    account = store.account_of(creator_id) or link(store, clock, creator_id=creator_id, handle=handle)

    def decide(current: Account) -> Account:
        return domain.show(current, portfolio, version, _shown(store, current.id, portfolio))

    _execute(store, clock, account.id, decide)


def _execute(store: Store, clock: Clock, account_id: str, decide: Callable[[Account], Account]) -> Account:
    return execute(store.accounts, account_id, decide, produces.account_changed, internal("metrics"), clock)


def _shown(store: Store, account_id: str, portfolio: tuple[str, ...]) -> tuple[Figures, ...]:
    found = store.videos_named(account_id, portfolio) if portfolio else []
    return figures_of(portfolio, map(video_of, found))


def _computed(store: Store, account_id: str) -> tuple[Stats, int]:
    sample = last_videos(store.last_videos(account_id, LAST_VIDEOS), LAST_VIDEOS)
    library = Library(store.count_videos(account_id), store.newest_capture(account_id))
    return headline(sample, library, store.newest_followers(account_id)), library.videos


def reannounce(store: Store) -> None:
    """Makes the worker compute everything anew out of the snapshots, and announce it again."""
    store.forget_stats()
