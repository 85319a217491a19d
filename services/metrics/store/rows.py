"""Snapshots as rows of MongoDB: their keys, and bulk writes that can be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
from pymongo import ReplaceOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.metrics.domain.provenance import Origin, strength_of
from services.metrics.domain.snapshots import Snapshot
from services.metrics.domain.videos import Listed

DUPLICATE_KEY = 11000

WRITE_SECONDS = 20.0
"""What a write of rows may take, retries included. mongod gives up on it then, so that the end of an
import whose process is silent for longer than this is final."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_AFTER_SEPARATOR = chr(ord("|") + 1)

Rows = Collection[dict[str, Any]]


def insert(collection: Rows, rows: list[dict[str, Any]]) -> int:
    """Inserts what is not there yet, and returns how much that was."""
    try:
        with pymongo.timeout(WRITE_SECONDS):
            collection.insert_many(rows, ordered=False)
    except BulkWriteError as error:
        details = error.details or {}
        if any(each["code"] != DUPLICATE_KEY for each in details["writeErrors"]):
            raise
        return int(details["nInserted"])
    return len(rows)


def snapshot_id(snapshot: Snapshot, rank: str) -> str:
    """The key of what an importer of that rank brought; sorts by account, time of capture, video, rank."""
    return f"{snapshot.account}|{_milliseconds(snapshot.captured_at)}|{snapshot.video}\t{rank}"


def _milliseconds(moment: datetime) -> str:
    return f"{(moment - _EPOCH) // _MILLISECOND:013d}"


def of_account(
    account: str, *, since: datetime | None = None, before: datetime | None = None
) -> dict[str, Any]:
    """The query for the snapshots of an account, captured at `since` or later and earlier than `before`."""
    begin = f"{account}|{_milliseconds(since)}" if since else f"{account}|"
    end = f"{account}|{_milliseconds(before)}" if before else f"{account}{_AFTER_SEPARATOR}"
    return {"_id": {"$gte": begin, "$lt": end}}


def row_of(key: str, snapshot: Snapshot) -> dict[str, Any]:
    """What is stored of a snapshot: the figures that are known."""
    known = zip(Snapshot._fields, snapshot, strict=True)
    return {"_id": key} | {name: value for name, value in known if value is not None}


def imported_row(snapshot: Snapshot, origin: Origin) -> dict[str, Any]:
    """What is stored of a snapshot that an import brought."""
    row = row_of(snapshot_id(snapshot, origin.rank), snapshot)
    row["source"], row["strength"] = origin.source, strength_of(origin.source)
    row["import_id"], row["batch"] = origin.import_id, origin.batch
    if origin.delegation_id:
        row["delegation_id"], row["delegation_version"] = origin.delegation_id, origin.delegation_version
    return row


def video_row(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is stored of a video that was captured last as a row of the snapshots says."""
    own = {"_id": f"{row['account']}|{row['video']}", "snapshot_id": row["_id"], "updated_at": now}
    return {**row, **own}


def listed_from(row: Mapping[str, Any]) -> Listed:
    """The video that a row holds."""
    return Listed(snapshot_from(row), row["updated_at"])


def replacement(video: dict[str, Any]) -> ReplaceOne[dict[str, Any]]:
    """Puts a video in the place of an older capture, or of a weaker one of the same time."""
    return ReplaceOne({"_id": video["_id"], "snapshot_id": {"$lt": video["snapshot_id"]}}, video)


def strongest(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Of rows in the order of their ids, those that are shown: the last of each account, time and video."""
    last: Mapping[str, Any] | None = None
    for row in rows:
        if last is not None and _key(last) != _key(row):
            yield last
        last = row
    if last is not None:
        yield last


def _key(row: Mapping[str, Any]) -> str:
    return str(row["_id"]).rpartition("\t")[0]


def snapshot_from(row: Mapping[str, Any]) -> Snapshot:
    """The snapshot that a row holds."""
    return Snapshot(*map(row.get, Snapshot._fields))  # type: ignore[arg-type]
