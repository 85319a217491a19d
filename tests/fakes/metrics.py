"""The in-memory twins of the metrics store and of the roster service that metrics asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from services.metrics.domain.accounts import NOTHING_STALE, Account, Stats
from services.metrics.domain.audience import Audience
from services.metrics.domain.imports import Import
from services.metrics.domain.profile import Followers
from services.metrics.domain.snapshots import EARLIEST, Snapshot
from services.metrics.domain.videos import Order
from services.metrics.roster import Creator, Importer
from services.shared.commands import Commit
from services.shared.errors import Unavailable
from tests.fakes.memory import MemoryRepository


class Audiences(MemoryRepository[Audience]):
    """A creator has one audience of one time of capture."""

    def _same(self, one: Audience, other: Audience) -> bool:
        return (one.creator_id, one.captured_at) == (other.creator_id, other.captured_at)


class FakeStore:
    """Keeps the promises of `services.metrics.store.Store`."""

    def __init__(self) -> None:
        self.accounts: MemoryRepository[Account] = MemoryRepository(unique=("creator_id",))
        self.audiences = Audiences()
        self.imports: MemoryRepository[Import] = MemoryRepository()
        self._snapshots: dict[tuple[str, datetime, str], Snapshot] = {}
        self._videos: dict[tuple[str, str], Snapshot] = {}

    def ready(self) -> bool:
        """Always."""
        return True

    def add_snapshots(self, batch: Sequence[Snapshot]) -> int:
        """Adds what is new and returns how many that were."""
        before = len(self._snapshots)
        for each in batch:
            self._snapshots.setdefault((each.account, each.captured_at, each.video), each)
        return len(self._snapshots) - before

    def refresh_videos(self, account: str, since: datetime) -> None:
        """Keeps the newest capture of each video."""
        for each in self.newest_captures(account, since=since):
            kept = self._videos.get((account, each.video))
            if kept is None or each.captured_at > kept.captured_at:
                self._videos[account, each.video] = each

    def newest_captures(
        self, account: str, *, since: datetime = EARLIEST, before: datetime = NOTHING_STALE
    ) -> Iterator[Snapshot]:
        """Each video as captured last within the bounds."""
        return iter({each.video: each for each in self.captures(account, since, before)}.values())

    def mark_stale(self, accounts: Iterable[str], since: datetime, now: datetime) -> None:
        """Marks linked accounts."""
        for known in filter(None, map(self.accounts.get, accounts)):
            self._change(replace(known, stale_from=min(since, known.stale_from), marked_at=now))

    def forget_stats(self) -> None:
        """Marks all accounts and empties their statistics."""
        for known in self.accounts.all():
            self._change(replace(known, stale_from=EARLIEST, stats=Stats()))

    def _change(self, account: Account) -> None:
        self.accounts.replace(replace(account, version=account.version + 1), account.version, Commit())

    def stale_accounts(self, quiet_since: datetime, limit: int) -> list[Account]:
        """Accounts to be refreshed."""
        stale = [account for account in self.accounts.all() if account.stale]
        return [each for each in stale if not (each.marked_at and each.marked_at > quiet_since)][:limit]

    def account_of(self, creator_id: str) -> Account | None:
        """The account of a creator."""
        return next((each for each in self.accounts.all() if each.creator_id == creator_id), None)

    def last_videos(self, account: str, limit: int) -> list[Snapshot]:
        """The videos posted last."""
        return self._ordered(account, Order("posted_at", True))[:limit]

    def videos_since(self, account: str, posted_since: datetime) -> list[Snapshot]:
        """The videos posted since then."""
        found = self._ordered(account, Order("posted_at", True))
        return [video for video in found if video.posted_at and video.posted_at >= posted_since]

    def count_videos(self, account: str) -> int:
        """How many videos there are."""
        return len(self._ordered(account, Order("posted_at", True)))

    def video_page(
        self, account: str, order: Order, after: tuple[datetime | int | None, str] | None, limit: int
    ) -> list[Snapshot]:
        """Videos in order, after a place in it."""
        found = self._ordered(account, order)
        if after is not None:
            place = _place(*after)
            found = [
                video
                for video in found
                if (_of(video, order) < place if order.descending else _of(video, order) > place)
            ]
        return found[:limit]

    def _ordered(self, account: str, order: Order) -> list[Snapshot]:
        own = [video for (owner, _), video in self._videos.items() if owner == account]
        return sorted(own, key=lambda video: _of(video, order), reverse=order.descending)

    def newest_capture(self, account: str) -> datetime | None:
        """When a video was captured last."""
        return max((each.captured_at for each in self._of_account(account)), default=None)

    def newest_followers(
        self, account: str, since: datetime | None = None, until: datetime | None = None
    ) -> Followers | None:
        """The newest known follower count within the bounds."""
        known = [
            Followers(each.followers, each.captured_at, each.source)
            for each in self._of_account(account)
            if each.followers is not None
            and (since is None or each.captured_at >= since)
            and (until is None or each.captured_at <= until)
        ]
        return max(known, key=lambda each: each.captured_at, default=None)

    def captures(self, account: str, since: datetime, before: datetime) -> Iterator[Snapshot]:
        """The snapshots captured within the bounds, oldest first."""
        within = [each for each in self._of_account(account) if since <= each.captured_at < before]
        return iter(sorted(within, key=lambda each: (each.captured_at, each.video)))

    def _of_account(self, account: str) -> list[Snapshot]:
        return [each for each in self._snapshots.values() if each.account == account]

    def latest_audience(self, creator_id: str) -> Audience | None:
        """The audience captured last."""
        own = [each for each in self.audiences.all() if each.creator_id == creator_id]
        return max(own, key=lambda each: str(each.captured_at), default=None)


def _of(video: Snapshot, order: Order) -> tuple[object, ...]:
    return _place(getattr(video, order.column), video.video)


def _place(value: datetime | int | None, video: str) -> tuple[object, ...]:
    return (0, 0, video) if value is None else (1, value, video)


class FakeRoster:
    """Knows the creators it was told of; remembers what it was asked."""

    def __init__(self, *creators: Creator) -> None:
        self.known = list(creators)
        self.importable: set[str] = set()
        self.reachable = True
        self.asked: list[str] = []

    def creators(self, names: Collection[str]) -> list[Creator]:
        """The creators with these ids or handles."""
        self._reach()
        return [each for each in self.known if each.id in names or each.handle in names]

    def may_import(self, importer: Importer, creator_id: str) -> bool:
        """Whether the creator is among the importable ones."""
        self._reach()
        self.asked.append(creator_id)
        return creator_id in self.importable

    def _reach(self) -> None:
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
