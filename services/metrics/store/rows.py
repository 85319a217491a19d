"""Snapshots as rows of MongoDB: their keys, and bulk writes that can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReplaceOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from services.metrics.domain.snapshots import DEFAULT_SOURCE, Snapshot

DUPLICATE_KEY = 11000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_AFTER_SEPARATOR = chr(ord("|") + 1)

Rows = Collection[dict[str, Any]]


def insert(collection: Rows, rows: list[dict[str, Any]]) -> int:
    """Inserts what is not there yet, and returns how much that was."""
    try:
        collection.insert_many(rows, ordered=False)
    except BulkWriteError as error:
        details = error.details or {}
        if any(each["code"] != DUPLICATE_KEY for each in details["writeErrors"]):
            raise
        return int(details["nInserted"])
    return len(rows)


def snapshot_id(snapshot: Snapshot) -> str:
    """The natural key; in its order an account's snapshots stand by time of capture."""
    return f"{snapshot.account}|{_milliseconds(snapshot.captured_at)}|{snapshot.video}"


def video_id(snapshot: Snapshot) -> str:
    """The key of the video that a snapshot is of."""
    return f"{snapshot.account}|{snapshot.video}"


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


def replacement(key: str, snapshot: Snapshot) -> ReplaceOne[dict[str, Any]]:
    """Puts a snapshot in the place of an older one."""
    older = {"_id": key, "captured_at": {"$lt": snapshot.captured_at}}
    return ReplaceOne(older, row_of(key, snapshot))


def snapshot_from(row: Mapping[str, Any]) -> Snapshot:
    """The snapshot that a row holds."""
    found = Snapshot(*map(row.get, Snapshot._fields))  # type: ignore[arg-type]
    return found if found.source else found._replace(source=DEFAULT_SOURCE)
