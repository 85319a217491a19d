"""What use cases ask of the store; the one on MongoDB and the fake of the tests are checked against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.metrics.domain.accounts import Account
from services.metrics.domain.audience import Audience, Breakdown
from services.metrics.domain.imports import Import, ImportKey, ImportState, Progress
from services.metrics.domain.profile import Followers
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import Snapshot
from services.metrics.domain.videos import Listed, Order, Place
from services.shared.commands import Repository
from services.shared.paging import PageRequest


class Store(Protocol):
    """The service's data: a repository per aggregate, and the queries that its use cases ask."""

    @property
    def accounts(self) -> Repository[Account]:
        """Accounts: handles joined to creators."""
        ...

    @property
    def audiences(self) -> Repository[Audience]:
        """Audience breakdowns."""
        ...

    @property
    def imports(self) -> Repository[Import]:
        """Records of imports."""
        ...

    @property
    def import_keys(self) -> Repository[ImportKey]:
        """Which import an upload with an idempotency key has made."""
        ...

    def imports_of(
        self, party_id: str, state: ImportState | None, page: PageRequest, person_id: str = ""
    ) -> list[Import]:
        """The imports of a party, of all where empty, for a page, and one more; only one person's of it."""
        ...

    def beat(self, import_id: str, progress: Progress, now: datetime) -> bool:
        """Notes that an import goes on, and how far it is; False where it is no longer running."""
        ...

    def abandoned_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Imports that should be running but have not been heard of since then."""
        ...

    def withdrawn_imports(self, silent_since: datetime, limit: int) -> list[Import]:
        """Imports that are being withdrawn, and bring no more rows: ended, or not heard of since then."""
        ...

    def discard_batch(self, import_id: str, batch: int, accounts: Collection[str]) -> int:
        """Removes what a batch of an import brought for these accounts; returns how many rows that were."""
        ...

    def discard_rows(self, import_id: str, settled: int, limit: int) -> int:
        """Removes up to `limit` rows of an import from batch `settled` on; returns how many there were."""
        ...

    def mark_discarded(self, import_id: str, now: datetime, limit: int) -> int:
        """Makes up to `limit` accounts that lost rows stale; returns how many there were."""
        ...

    def ready(self) -> bool:
        """Whether the database answers."""
        ...

    def add_snapshots(self, batch: Sequence[Snapshot], origins: Mapping[str, Origin]) -> int:
        """Adds snapshots and returns how many were new; what an importer brought before stays."""
        ...

    def mark_stale(
        self, accounts: Iterable[str], since: datetime, now: datetime, *, withdrawn: bool = False
    ) -> None:
        """Says of the linked ones among these accounts that captures of that time or later came in now."""
        ...

    def forget_stats(self) -> None:
        """Makes every account stale from the beginning, its statistics unknown and its videos doubtful."""
        ...

    def stale_accounts(self, quiet_since: datetime, limit: int) -> list[Account]:
        """Up to `limit` accounts that are to be refreshed, and to which nothing was added after then."""
        ...

    def refresh_videos(self, account: str, since: datetime, now: datetime) -> None:
        """Brings the videos up to date with the captures of that time or later. Can be repeated."""
        ...

    def drop_withdrawn_videos(self, account: str, now: datetime) -> None:
        """Puts what was captured before, if anything, in the place of videos whose snapshots are gone."""
        ...

    def last_before(self, account: str, before: datetime) -> Iterator[Snapshot]:
        """Each video as captured last before that time, in no order. Reads one row a video."""
        ...

    def account_of(self, creator_id: str) -> Account | None:
        """The account of a creator; None where it is not linked yet."""
        ...

    def accounts_of(self, creator_ids: Collection[str]) -> list[Account]:
        """The accounts of these creators, as far as they are linked."""
        ...

    def last_videos(self, account: str, limit: int) -> list[Snapshot]:
        """The videos posted last; those without a time of posting come after all others."""
        ...

    def videos_since(self, account: str, posted_since: datetime) -> list[Snapshot]:
        """The videos posted at that time or later, newest first."""
        ...

    def videos_named(self, account: str, videos: Collection[str]) -> list[Listed]:
        """Those of these videos that were ever captured."""
        ...

    def count_videos(self, account: str) -> int:
        """How many videos of an account were ever captured. Takes the longer the more there are."""
        ...

    def video_page(
        self, account: str, order: Order, after: Place | None, limit: int, since: datetime | None = None
    ) -> list[Listed]:
        """Up to `limit` videos in order, after a place in it; only those that have changed since."""
        ...

    def newest_capture(self, account: str) -> datetime | None:
        """When a video of the account was captured last."""
        ...

    def newest_followers(
        self, account: str, since: datetime | None = None, until: datetime | None = None
    ) -> Followers | None:
        """The newest known follower count, captured within these bounds, both inclusive."""
        ...

    def captures(
        self, account: str, since: datetime, before: datetime, figures: Collection[str] = ()
    ) -> Iterator[Snapshot]:
        """The snapshots captured at `since` or later and earlier than `before`, oldest first.

        Whole; or, where `figures` are named, IDENTITY and these.
        """
        ...

    def latest_audience(self, creator_id: str) -> Audience | None:
        """The audience captured last; of one time, the strongest source's."""
        ...

    def latest_breakdowns(self, creator_ids: Collection[str]) -> dict[str, Breakdown]:
        """What was captured last of each creator's audience, by creator; who has none is left out."""
        ...
