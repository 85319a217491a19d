"""What metrics keeps in MongoDB. The only part of the service that imports mongoengine.

Snapshots and videos are written in bulk and read as plain rows: no Document is ever made of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pymongo import DeleteOne

from services.metrics.domain.accounts import NOTHING_STALE, Account
from services.metrics.domain.audience import Audience
from services.metrics.domain.imports import Import, ImportKey
from services.metrics.domain.profile import Followers
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import EARLIEST, IDENTITY, Snapshot
from services.metrics.store.audiences import AudienceQueries
from services.metrics.store.documents import (
    ALIAS,
    AccountDocument,
    AudienceDocument,
    DiscardDocument,
    ImportDocument,
    ImportKeyDocument,
    MetricsAnswerDocument,
    SnapshotDocument,
    VideoDocument,
)
from services.metrics.store.imports import ImportQueries
from services.metrics.store.port import Store
from services.metrics.store.rows import (
    Rows,
    imported_row,
    insert,
    of_account,
    replacement,
    snapshot_from,
    strongest,
    video_row,
)
from services.metrics.store.videos import VideoQueries
from services.shared.documents import MongoRepository, answers, connect_database

__all__ = ["ALIAS", "DOCUMENTS", "MongoStore", "Store"]

DOCUMENTS = (
    SnapshotDocument,
    VideoDocument,
    AccountDocument,
    AudienceDocument,
    ImportDocument,
    ImportKeyDocument,
    MetricsAnswerDocument,
    DiscardDocument,
)
BATCH = 5_000


class MongoStore(ImportQueries, VideoQueries, AudienceQueries):
    """`Store` on MongoDB: a repository per aggregate, and the queries that its use cases ask."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.accounts = MongoRepository(AccountDocument, Account)
        self.audiences = MongoRepository(AudienceDocument, Audience)
        self.imports = MongoRepository(ImportDocument, Import)
        self.import_keys = MongoRepository(ImportKeyDocument, ImportKey)
        self._snapshots: Rows = SnapshotDocument._get_collection()
        self._videos: Rows = VideoDocument._get_collection()

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.accounts,)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def add_snapshots(self, batch: Sequence[Snapshot], origins: Mapping[str, Origin]) -> int:
        """Adds snapshots and returns how many were new; one that its importer brought before changes nothing.

        `origins` says for each account where its rows come from.
        """
        return insert(self._snapshots, [imported_row(each, origins[each.account]) for each in batch])

    def mark_stale(
        self, accounts: Iterable[str], since: datetime, now: datetime, *, withdrawn: bool = False
    ) -> None:
        """Says of the linked ones among these accounts that captures of that time or later came in now.

        Or, where they were `withdrawn`, that some have gone. The version grows with it, so that a
        refreshing that is under way does not overlook them.
        """
        noted = {"marked_at": now} | ({"withdrawn": True} if withdrawn else {})
        change = {"$min": {"stale_from": since}, "$set": noted, "$inc": {"version": 1}}
        self.accounts.collection.update_many({"_id": {"$in": list(accounts)}}, change)

    def forget_stats(self) -> None:
        """Makes every account stale from the beginning, its statistics unknown and its videos doubtful."""
        forgotten = {"stale_from": EARLIEST, "stats": {}, "figures": [], "withdrawn": True}
        change = {"$set": forgotten, "$inc": {"version": 1}}
        self.accounts.collection.update_many({}, change)

    def stale_accounts(self, quiet_since: datetime, limit: int) -> list[Account]:
        """Up to `limit` accounts that are to be refreshed, and to which nothing was added after then."""
        quiet = {"stale_from": {"$lt": NOTHING_STALE}, "marked_at": {"$not": {"$gt": quiet_since}}}
        return list(self.accounts.find(quiet, limit=limit))

    def refresh_videos(self, account: str, since: datetime, now: datetime) -> None:
        """Brings the videos up to date with the captures of that time or later. Can be repeated."""
        stages = [
            {"$match": of_account(account, since=since)},
            {"$sort": {"_id": 1}},
            {"$group": {"_id": "$video", "capture": {"$last": "$$ROOT"}}},
        ]
        found = self._snapshots.aggregate(stages, allowDiskUse=True, hint="_id_")
        while rows := [video_row(row["capture"], now) for row in islice(found, BATCH)]:
            self._put_videos(rows)

    def drop_withdrawn_videos(self, account: str, now: datetime) -> None:
        """Puts what was captured before, if anything, in the place of videos whose snapshots are gone."""
        kept = self._videos.find({"account": account}, {"snapshot_id": 1, "video": 1})
        while videos := list(islice(kept, BATCH)):
            wanted = {"_id": {"$in": [each["snapshot_id"] for each in videos]}}
            there = {row["_id"] for row in self._snapshots.find(wanted, {"_id": 1})}
            gone = [each for each in videos if each["snapshot_id"] not in there]
            if gone:
                # Only as it was read: who has put a newer capture there meanwhile is right.
                self._videos.bulk_write(
                    [DeleteOne({"_id": each["_id"], "snapshot_id": each["snapshot_id"]}) for each in gone]
                )
                names = {"video": {"$in": [each["video"] for each in gone]}}
                self._put_videos([video_row(row, now) for row in self._newest(account, names)])

    def last_before(self, account: str, before: datetime) -> Iterator[Snapshot]:
        """Each video as captured last before that time, in no order. Reads one row a video."""
        bounds = of_account(account, before=before)
        return (snapshot_from(row) for row in self._newest(account, bounds))

    def _newest(self, account: str, narrowed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The newest row of each video; mongod jumps along the index from video to video."""
        stages = [
            {"$match": {"account": account, **narrowed}},
            {"$sort": {"account": 1, "video": 1, "_id": -1}},
            {"$group": {"_id": "$video", "capture": {"$first": "$$ROOT"}}},
        ]
        return (row["capture"] for row in self._snapshots.aggregate(stages, hint="video"))

    def _put_videos(self, rows: Sequence[dict[str, Any]]) -> None:
        found = self._videos.find({"_id": {"$in": [row["_id"] for row in rows]}}, {"snapshot_id": 1})
        kept = {row["_id"]: row["snapshot_id"] for row in found}
        unknown = [row for row in rows if row["_id"] not in kept]
        newer = [row for row in rows if row["_id"] in kept and row["snapshot_id"] > kept[row["_id"]]]
        if unknown and insert(self._videos, unknown) < len(unknown):
            # Another process has refreshed some of them in the meantime.
            newer += unknown
        if newer:
            self._videos.bulk_write([replacement(row) for row in newer], ordered=False)

    def account_of(self, creator_id: str) -> Account | None:
        """The account of a creator; None where it is not linked yet."""
        return next(self.accounts.find({"creator_id": creator_id}, limit=1), None)

    def accounts_of(self, creator_ids: Collection[str]) -> list[Account]:
        """The accounts of these creators, as far as they are linked."""
        return list(self.accounts.find({"creator_id": {"$in": list(creator_ids)}}))

    def last_videos(self, account: str, limit: int) -> list[Snapshot]:
        """The videos posted last; those without a time of posting come after all others."""
        rows = self._videos.find({"account": account}).sort([("posted_at", -1), ("_id", -1)])
        return [snapshot_from(row) for row in rows.limit(limit)]

    def videos_since(self, account: str, posted_since: datetime) -> list[Snapshot]:
        """The videos posted at that time or later, newest first."""
        query = {"account": account, "posted_at": {"$gte": posted_since}}
        return [snapshot_from(row) for row in self._videos.find(query).sort([("posted_at", -1), ("_id", -1)])]

    def count_videos(self, account: str) -> int:
        """How many videos of an account were ever captured. Takes the longer the more there are."""
        return self._videos.count_documents({"account": account})

    def newest_capture(self, account: str) -> datetime | None:
        """When a video of the account was captured last."""
        row = self._snapshots.find_one(of_account(account), {"captured_at": 1}, sort=[("_id", -1)])
        return row["captured_at"] if row else None

    def newest_followers(
        self, account: str, since: datetime | None = None, until: datetime | None = None
    ) -> Followers | None:
        """The newest known follower count, captured within these bounds, both inclusive.

        It stands in the rows of all videos: of one time of capture, the strongest source's counts.
        """
        bounds = {"$gte": since, "$lte": until} if since and until else {"$exists": True}
        query = {"account": account, "captured_at": bounds, "followers": {"$exists": True}}
        fields = {"followers": 1, "captured_at": 1, "source": 1, "note": 1}
        order = [("captured_at", -1), ("strength", -1), ("followers", -1)]
        row = self._snapshots.find_one(query, fields, sort=order, hint="followers")
        if row is None:
            return None
        return Followers(row["followers"], row["captured_at"], row["source"], row.get("note", ""))

    def captures(
        self, account: str, since: datetime, before: datetime, figures: Collection[str] = ()
    ) -> Iterator[Snapshot]:
        """The snapshots captured at `since` or later and earlier than `before`, oldest first.

        Where `figures` are named, nothing is read of the others, nor of what they do not need.
        """
        fields = [*IDENTITY, *figures] if figures else None
        rows = self._snapshots.find(of_account(account, since=since, before=before), fields).sort("_id", 1)
        return map(snapshot_from, strongest(rows))

    def latest_audience(self, creator_id: str) -> Audience | None:
        """The audience captured last; of one time, the strongest source's."""
        order = [("captured_at", -1), ("strength", -1), ("source", -1)]
        return next(self.audiences.find({"creator_id": creator_id}, order, 1), None)
