"""The in-memory twins of the metrics store and of the roster service that metrics asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from services.metrics.domain.accounts import Account, Stats
from services.metrics.domain.audience import Audience, Breakdown, Dimensions
from services.metrics.domain.imports import Import, ImportKey, ImportState, Progress
from services.metrics.domain.profile import Followers
from services.metrics.domain.provenance import Origin, strength_of
from services.metrics.domain.snapshots import EARLIEST, IDENTITY, Snapshot
from services.metrics.domain.targets import DIMENSIONS
from services.metrics.domain.videos import Listed, Order, Place, rank
from services.shared.commands import Commit
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository, listed
from tests.fakes.metrics.roster import FakeRoster

__all__ = ["FakeRoster", "FakeStore"]


class Audiences(MemoryRepository[Audience]):
    """An importer brings one audience of one creator and time of capture."""

    def _same(self, one: Audience, other: Audience) -> bool:
        return _moment(one) == _moment(other)


def _moment(audience: Audience) -> tuple[object, ...]:
    return audience.creator_id, audience.captured_at, audience.strength, audience.source


Key = tuple[str, datetime, str, str]
"""Account, time of capture, video and rank of the importer: in their order the strongest comes last."""


@dataclass(frozen=True)
class Stored:
    """A snapshot with where it comes from."""

    snapshot: Snapshot
    origin: Origin


class _Imports:
    """The part of the fake that knows imports."""

    def __init__(self) -> None:
        self.accounts: MemoryRepository[Account] = MemoryRepository(unique=("creator_id",))
        self.imports: MemoryRepository[Import] = MemoryRepository()
        self.import_keys: MemoryRepository[ImportKey] = MemoryRepository()
        self.rows: dict[Key, Stored] = {}
        self._discards: dict[tuple[str, str], datetime] = {}

    def imports_of(
        self, party_id: str, state: ImportState | None, page: PageRequest, person_id: str = ""
    ) -> list[Import]:
        """Imports for a page, and one more."""
        own = (each for each in self.imports.all() if party_id in ("", each.party_id))
        own = (each for each in own if person_id in ("", each.person_id))
        return listed((each for each in own if state in (None, each.state)), page)

    def beat(self, import_id: str, progress: Progress, now: datetime) -> bool:
        """Notes that an import goes on."""
        known = self.imports.get(import_id)
        if known is None or known.state is not ImportState.RUNNING:
            return False
        seen = replace(known, seen_at=now, updated_at=now, version=known.version + 1, **asdict(progress))
        return self.imports.replace(seen, known.version, Commit())

    def abandoned_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Those that fell silent."""
        running = [each for each in self.imports.all() if each.state is ImportState.RUNNING]
        return [each for each in running if each.seen_at < silent_since][:limit]

    def withdrawn_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Those that are being withdrawn and have ended."""
        leaving = [each for each in self.imports.all() if each.state is ImportState.WITHDRAWING]
        return [each for each in leaving if each.ended_at or each.seen_at < silent_since][:limit]

    def discard_batch(self, import_id: str, batch: int, accounts: Collection[str]) -> int:
        """Removes a batch's rows of these accounts."""
        return self._remove(
            key
            for key, row in self.rows.items()
            if (row.origin.import_id, row.origin.batch) == (import_id, batch) and key[0] in accounts
        )

    def discard_rows(self, import_id: str, settled: int, limit: int) -> int:
        """Removes some rows, and notes whose they were."""
        of_import = [key for key, row in self.rows.items() if row.origin.import_id == import_id]
        keys = [key for key in of_import if self.rows[key].origin.batch >= settled][:limit]
        for account, captured_at, _, _ in keys:
            noted = self._discards.get((import_id, account), captured_at)
            self._discards[import_id, account] = min(noted, captured_at)
        return self._remove(keys)

    def _remove(self, keys: Iterable[Key]) -> int:
        gone = list(keys)
        for key in gone:
            del self.rows[key]
        return len(gone)

    def mark_discarded(self, import_id: str, now: datetime, limit: int) -> int:
        """Marks accounts that lost rows."""
        noted = [key for key in self._discards if key[0] == import_id][:limit]
        for key in noted:
            self.mark_stale([key[1]], self._discards.pop(key), now, withdrawn=True)
        return len(noted)

    def mark_stale(
        self, accounts: Iterable[str], since: datetime, now: datetime, *, withdrawn: bool = False
    ) -> None:
        """Marks linked accounts."""
        for known in filter(None, map(self.accounts.get, accounts)):
            lost = known.withdrawn or withdrawn
            stale = min(since, known.stale_from)
            self._change(replace(known, stale_from=stale, marked_at=now, withdrawn=lost))

    def _change(self, account: Account) -> None:
        self.accounts.replace(replace(account, version=account.version + 1), account.version, Commit())


class FakeStore(_Imports):
    """Keeps the promises of `services.metrics.store.Store`."""

    def __init__(self) -> None:
        super().__init__()
        self.audiences = Audiences()
        self._videos: dict[tuple[str, str], tuple[Key, Listed]] = {}

    def ready(self) -> bool:
        """Always."""
        return True

    def add_snapshots(self, batch: Sequence[Snapshot], origins: Mapping[str, Origin]) -> int:
        """Adds what is new and returns how many that were."""
        added = 0
        for each in batch:
            origin = origins[each.account]
            key = (each.account, each.captured_at, each.video, origin.rank)
            mine = Stored(each._replace(source=origin.source), origin)
            # Several threads write at once: whose row it is that stands there then, has added it.
            added += self.rows.setdefault(key, mine) is mine
        return added

    def refresh_videos(self, account: str, since: datetime, now: datetime) -> None:
        """Keeps the newest capture of each video."""
        for key in sorted(self.rows):
            if key[0] == account and key[1] >= since:
                self._put_video(key, now)

    def _put_video(self, key: Key, now: datetime) -> None:
        account, _, video, _ = key
        kept = self._videos.get((account, video))
        if kept is None or key > kept[0]:
            self._videos[account, video] = key, Listed(self.rows[key].snapshot, now)

    def drop_withdrawn_videos(self, account: str, now: datetime) -> None:
        """Forgets videos whose snapshots are gone, and finds what was captured before."""
        gone = [
            name for name, (key, _) in self._videos.items() if name[0] == account and key not in self.rows
        ]
        for name in gone:
            del self._videos[name]
        self.refresh_videos(account, EARLIEST, now)

    def last_before(self, account: str, before: datetime) -> Iterator[Snapshot]:
        """Each video as captured last before that time."""
        return iter({each.video: each for each in self.captures(account, EARLIEST, before)}.values())

    def forget_stats(self) -> None:
        """Marks all accounts and empties their statistics."""
        for known in self.accounts.all():
            self._change(replace(known, stale_from=EARLIEST, stats=Stats(), figures=(), withdrawn=True))

    def stale_accounts(self, quiet_since: datetime, limit: int) -> list[Account]:
        """Accounts to be refreshed."""
        stale = [account for account in self.accounts.all() if account.stale]
        return [each for each in stale if not (each.marked_at and each.marked_at > quiet_since)][:limit]

    def account_of(self, creator_id: str) -> Account | None:
        """The account of a creator."""
        return next((each for each in self.accounts.all() if each.creator_id == creator_id), None)

    def accounts_of(self, creator_ids: Collection[str]) -> list[Account]:
        """The accounts of these creators."""
        return [each for each in self.accounts.all() if each.creator_id in creator_ids]

    def last_videos(self, account: str, limit: int) -> list[Snapshot]:
        """The videos posted last."""
        return [video for video, _ in self._ordered(account, Order("posted_at", True))][:limit]

    def videos_since(self, account: str, posted_since: datetime) -> list[Snapshot]:
        """The videos posted since then."""
        found = self._ordered(account, Order("posted_at", True))
        return [video for video, _ in found if video.posted_at and video.posted_at >= posted_since]

    def videos_named(self, account: str, videos: Collection[str]) -> list[Listed]:
        """Those of these videos that were ever captured."""
        found = self._ordered(account, Order("posted_at", True))
        return [each for each in found if each.snapshot.video in videos]

    def count_videos(self, account: str) -> int:
        """How many videos there are."""
        return len(self._ordered(account, Order("posted_at", True)))

    def video_page(
        self, account: str, order: Order, after: Place | None, limit: int, since: datetime | None = None
    ) -> list[Listed]:
        """Videos in order, after a place in it."""
        found = [each for each in self._ordered(account, order) if since is None or each.updated_at >= since]
        if after is not None:
            place = rank(*after)
            found = [
                video
                for video in found
                if (_of(video, order) < place if order.descending else _of(video, order) > place)
            ]
        return found[:limit]

    def _ordered(self, account: str, order: Order) -> list[Listed]:
        own = [video for (owner, _), (_, video) in self._videos.items() if owner == account]
        return sorted(own, key=lambda video: _of(video, order), reverse=order.descending)

    def newest_capture(self, account: str) -> datetime | None:
        """When a video was captured last."""
        return max((each.captured_at for each in self._of_account(account)), default=None)

    def newest_followers(
        self, account: str, since: datetime | None = None, until: datetime | None = None
    ) -> Followers | None:
        """The newest known follower count within the bounds."""
        known = [
            Followers(each.followers, each.captured_at, each.source, each.note or "")
            for each in (row.snapshot for key, row in self.rows.items() if key[0] == account)
            if each.followers is not None
            and (since is None or each.captured_at >= since)
            and (until is None or each.captured_at <= until)
        ]
        order = lambda each: (each.captured_at, strength_of(each.source), each.count)  # noqa: E731
        return max(known, key=order, default=None)

    def captures(
        self, account: str, since: datetime, before: datetime, figures: Collection[str] = ()
    ) -> Iterator[Snapshot]:
        """The snapshots captured within the bounds, oldest first; whole, or with these figures alone."""
        within = [each for each in self._of_account(account) if since <= each.captured_at < before]
        ordered = sorted(within, key=lambda each: (each.captured_at, each.video))
        return (_narrowed(each, figures) if figures else each for each in ordered)

    def _of_account(self, account: str) -> list[Snapshot]:
        """The rows that are shown: the strongest of each key."""
        own = {key[:3]: self.rows[key].snapshot for key in sorted(self.rows) if key[0] == account}
        return list(own.values())

    def latest_breakdowns(self, creator_ids: Collection[str]) -> dict[str, Breakdown]:
        """What was captured last of each creator's audience."""
        latest = {each: self.latest_audience(each) for each in creator_ids}
        return {creator_id: _breakdown(found) for creator_id, found in latest.items() if found}

    def latest_audience(self, creator_id: str) -> Audience | None:
        """The audience captured last, of the strongest source."""
        own = [each for each in self.audiences.all() if each.creator_id == creator_id]
        return max(own, key=lambda each: (str(each.captured_at), each.strength, each.source), default=None)


def _narrowed(capture: Snapshot, figures: Collection[str]) -> Snapshot:
    kept = {name: getattr(capture, name) for name in (*IDENTITY, *figures)}
    return Snapshot(**kept)


def _breakdown(audience: Audience) -> Breakdown:
    assert audience.captured_at is not None
    matched = {name: getattr(audience.dimensions, name) for name in DIMENSIONS}
    return Breakdown(audience.captured_at, audience.source, Dimensions(**matched), audience.note)


def _of(video: Listed, order: Order) -> tuple[object, ...]:
    return rank(video.value(order), video.snapshot.video)
