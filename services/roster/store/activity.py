"""The activity log and its checkpoints. Nothing here changes or removes an entry: roster's user may not.

An entry is kept as the API shows it. Its time is a text, so that no index can make MongoDB expire it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.roster.domain.activity import Activity, Checkpoint, Reading
from services.roster.domain.parties import PartyKind
from services.roster.store.log_documents import ActivityDocument, CheckpointDocument, CheckpointsUpToDocument
from services.shared.hashchain import Head
from services.shared.paging import PageRequest
from services.shared.queries import beyond, require_few

BATCH = 2_000
"""Entries that are in memory at a time while a chain is read."""

BESIDE = ("_id", "event_id", "written")
"""What a row has beside the entry."""

UP_TO = "all"

Row = dict[str, Any]


def heads_pipeline(creator_ids: Collection[str]) -> list[Row]:
    """Asks for the first of each group in an index's own order: MongoDB jumps from one to the next."""
    newest = {"$first": {"sequence": "$sequence", "hash": "$hash"}}
    return [
        {"$match": {"creator_id": {"$in": sorted(creator_ids)}}},
        {"$sort": {"creator_id": -1, "sequence": -1}},
        {"$group": {"_id": "$creator_id", "newest": newest}},
    ]


class ActivityQueries:
    """The part of the store that keeps the activity log."""

    def append_activities(self, entries: Sequence[Activity], now: datetime) -> list[Activity]:
        """Adds linked entries, at most one a creator; returns those whose place was taken.

        One of an event that was logged already is left out. `now` is when they are written.
        """
        rows = [_row(entry, now) for entry in entries]
        try:
            if rows:
                # Not in order: one whose place was taken keeps no other from its own.
                ActivityDocument._get_collection().insert_many(rows, ordered=False)
        except BulkWriteError as error:
            # An event that is in the log already stands there under another sequence: nothing is to be done.
            return [entries[each["index"]] for each in _duplicates(error) if not _is_of_event(each)]
        return []

    def heads(self, creator_ids: Collection[str]) -> dict[str, Head]:
        """The newest entry of each creator's log, by creator; those without one are left out."""
        found = ActivityDocument._get_collection().aggregate(heads_pipeline(creator_ids))
        return {row["_id"]: Head(row["newest"]["sequence"], row["newest"]["hash"]) for row in found}

    def activity(self, creator_id: str, actor_id: str, page: PageRequest) -> list[Activity]:
        """Entries for a page, and one more; of one actor where named."""
        parts: list[Row] = [{"creator_id": creator_id}, *beyond("sequence", page)]
        parts += [{"actor_id": actor_id}] if actor_id else []
        if page.since:
            first = self._first_since(creator_id, page.since)
            parts += [{"written": {"$gte": _milliseconds(page.since)}}, {"sequence": {"$gte": first}}]
        rows = ActivityDocument._get_collection().find({"$and": parts})
        ordered = rows.sort("sequence", -1 if page.descending else 1).limit(page.limit)
        return [entry_of(row) for row in ordered]

    def _first_since(self, creator_id: str, since: datetime) -> int:
        """Below which sequence nothing was written at that time or later, so that nothing is read there.

        Processes that write at the same moment may place their entries in another order than they took the
        time; by a hundred entries none does.
        """
        recent = {"creator_id": creator_id, "written": {"$gte": _milliseconds(since)}}
        rows = ActivityDocument._get_collection().find(recent, {"_id": 0, "sequence": 1})
        return min((row["sequence"] for row in rows.sort("written", 1).limit(100)), default=0)

    def records(self, creator_id: str, after: int, limit: int) -> list[Row]:
        """Up to `limit` entries as the API shows them, in ascending order, above sequence `after`."""
        query = {"creator_id": creator_id, "sequence": {"$gt": after}}
        without = dict.fromkeys(BESIDE, 0)
        found = ActivityDocument._get_collection().find(query, without, batch_size=BATCH)
        return list(found.sort("sequence", 1).limit(limit))

    def written_since(self, after: datetime, until: datetime, limit: int) -> list[tuple[datetime, str]]:
        """When entries were written, and in whose log: up to `limit`, after one moment and up to another."""
        window = {"written": {"$gt": _milliseconds(after), "$lte": _milliseconds(until)}}
        rows = ActivityDocument._get_collection().find(window, {"_id": 0, "written": 1, "creator_id": 1})
        found = rows.sort([("written", 1), ("creator_id", 1)]).limit(limit)
        return [(_moment(row["written"], after), row["creator_id"]) for row in found]

    def append_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint; the same one twice is one."""
        mark = hashlib.sha256(checkpoint.statement.encode()).hexdigest()[:16]
        name = f"{checkpoint.creator_id}:{checkpoint.sequence:012d}:{mark}"
        row = {"_id": name, **checkpoint.content(), "statement": checkpoint.statement}
        try:
            CheckpointDocument._get_collection().insert_one(row)
        except DuplicateKeyError:
            return

    def checkpoints(
        self, creator_id: str, page: PageRequest, sequence: int | None = None
    ) -> list[Checkpoint]:
        """Checkpoints for a page, and one more; of one entry where named."""
        query: Row = {"creator_id": creator_id} | ({} if sequence is None else {"sequence": sequence})
        if page.after:
            (last, at), further = page.after, "$lt" if page.descending else "$gt"
            query["$or"] = [{"sequence": {further: last}}, {"sequence": last, "at": {further: at}}]
        signed, index = CheckpointDocument._get_collection(), "newest"
        direction = -1 if page.descending else 1
        if page.since:
            # Up to the second: the text of a time has a fraction only where there is one.
            query["at"] = {"$gte": page.since.strftime("%Y-%m-%dT%H:%M:%S")}
            index = "signed"
            require_few(signed, query, index)
        found = signed.find(query, {"_id": 0}).hint(index).sort([("sequence", direction), ("at", direction)])
        return [Checkpoint(**_timed(row)) for row in found.limit(page.limit)]

    def checkpoint_hashes(self, creator_id: str, after: int, until: int) -> list[tuple[int, str]]:
        """Sequence and hash of the checkpoints above one sequence and up to another."""
        query = {"creator_id": creator_id, "sequence": {"$gt": after, "$lte": until}}
        found = CheckpointDocument._get_collection().find(query, {"_id": 0, "sequence": 1, "hash": 1})
        return [(row["sequence"], row["hash"]) for row in found.sort("sequence", 1)]

    def checkpoints_up_to(self) -> datetime | None:
        """Until when everything that was written has been looked at for checkpoints."""
        row = CheckpointsUpToDocument._get_collection().find_one({"_id": UP_TO})
        return row["at"] if row else None

    def put_checkpoints_up_to(self, at: datetime) -> None:
        """Notes it; it never goes back."""
        later = {"$max": {"at": at}}
        CheckpointsUpToDocument._get_collection().update_one({"_id": UP_TO}, later, upsert=True)


def _row(entry: Activity, now: datetime) -> Row:
    row = entry.record()
    row["_id"] = f"{entry.creator_id}:{entry.sequence:012d}"
    row["written"] = _milliseconds(now)
    if entry.event_id:
        row["event_id"] = entry.event_id
    return row


def entry_of(row: Row) -> Activity:
    """The entry that a row holds, whatever it has beside it."""
    fields = {key: value for key, value in row.items() if key not in ("_id", "written")}
    kind = PartyKind(row["actor_kind"]) if row["actor_kind"] else None
    readings = tuple(Reading(**_timed(each)) for each in row["readings"])
    return Activity(**{**_timed(fields), "actor_kind": kind, "readings": readings})


def _timed(fields: Row) -> Row:
    return {**fields, "at": datetime.fromisoformat(fields["at"])}


def _duplicates(error: BulkWriteError) -> list[Row]:
    """The writes that a unique index has refused; raises `error` where there is any other failure."""
    details: Any = error.details
    found = details["writeErrors"]
    if details.get("writeConcernErrors") or any(each["code"] != 11000 for each in found):
        raise error
    return list(found)


def _is_of_event(write_error: Row) -> bool:
    return "event_id" in write_error["keyPattern"]


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000 + 0.5)


def _moment(milliseconds: int, like: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, like.tzinfo)
