"""Refusals that wait to be logged as one entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.roster.domain.activity import Activity
from services.roster.domain.refusals import Tallied, Tally
from services.roster.store.activity import entry_of
from services.roster.store.log_documents import RefusalsDocument


class RefusalQueries:
    """The part of the store that counts refusals."""

    def note_refusal(self, tally: Tally, entry: Activity) -> bool:
        """Whether the refusal has to be logged now; otherwise it has been counted.

        Each step is one conditional write, so that of any number at one moment exactly the first of
        `tally.most` callers are told to log. Once a tally is closed its count stands, and what comes
        after that is logged.
        """
        refusals = RefusalsDocument._get_collection()
        full = {"$or": [{"callers": entry.actor_id}, {f"callers.{tally.most - 1}": {"$exists": True}}]}
        begin = {"count": 0, "ends_at": tally.ends_at}
        admit = {"$push": {"callers": entry.actor_id}, "$setOnInsert": begin}
        count = {"$inc": {"count": 1}, "$set": {"latest": entry.record()}}
        named = {"_id": tally.id, "closed": None}
        # Twice: where another begins the tally at the same moment, an insertion fails though there is room.
        for _ in range(2):
            try:
                refusals.update_one({**named, "$nor": [full]}, admit, upsert=True)
                return True
            except DuplicateKeyError:
                # It is there, and closed, has the caller, or is full: another of its id cannot be inserted.
                if refusals.update_one({**named, **full}, count).matched_count:
                    return False
        # It is closed.
        return True

    def ended_tallies(self, now: datetime, limit: int) -> list[str]:
        """The ids of tallies whose window has passed, those that ended first to begin with."""
        rows = RefusalsDocument._get_collection().find({"ends_at": {"$lte": now}}, {"_id": 1})
        return [row["_id"] for row in rows.sort("ends_at", 1).limit(limit)]

    def close_tally(self, tally_id: str) -> Tallied:
        """What a tally has counted; from now on nothing is added to it. Empty where it is gone."""
        row: dict[str, Any] | None = RefusalsDocument._get_collection().find_one_and_update(
            {"_id": tally_id}, {"$set": {"closed": True}}, return_document=ReturnDocument.AFTER
        )
        if row is None:
            return Tallied(tally_id, 0, None)
        latest = row.get("latest")
        return Tallied(tally_id, row["count"], entry_of(latest) if latest else None)

    def drop_tally(self, tally_id: str) -> None:
        """Forgets a tally, after its entry was logged."""
        RefusalsDocument._get_collection().delete_one({"_id": tally_id})
