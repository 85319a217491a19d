"""The activity log: entries, and their newest one remembered apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.roster.domain.activity import Activity, Head
from services.roster.store.documents import ActivityDocument, HeadDocument
from services.shared.commands import Duplicate
from services.shared.documents import converter


class ActivityQueries:
    """The part of the store that keeps the activity log."""

    def append_activity(self, entry: Activity) -> None:
        """Adds a linked entry; raises Duplicate where its place, or its event, is taken."""
        row = converter.unstructure(entry)
        row["_id"] = f"{entry.creator_id}:{entry.sequence:012d}"
        try:
            ActivityDocument._get_collection().insert_one(row)
        except DuplicateKeyError as error:
            raise Duplicate(str(error)) from error
        behind = {"_id": entry.creator_id, "entries": {"$lt": entry.sequence}}
        head = {"$set": {"entries": entry.sequence, "hash": entry.hash}}
        try:
            HeadDocument._get_collection().update_one(behind, head, upsert=True)
        except DuplicateKeyError:
            return  # A later entry has moved the head already.

    def has_activity_of(self, event_id: str) -> bool:
        """Whether an event was logged."""
        return ActivityDocument._get_collection().find_one({"event_id": event_id}, {"_id": 1}) is not None

    def last_activity(self, creator_id: str) -> Head:
        """The newest entry that stands in the log."""
        row = ActivityDocument._get_collection().find_one({"creator_id": creator_id}, sort=[("sequence", -1)])
        return Head(row["sequence"], row["hash"]) if row else Head()

    def remembered_head(self, creator_id: str) -> Head:
        """The newest entry as remembered apart from the log."""
        row = HeadDocument._get_collection().find_one({"_id": creator_id})
        return Head(row["entries"], row["hash"]) if row else Head()

    def activity(self, creator_id: str, actor_id: str, before: int, limit: int) -> list[Activity]:
        """Entries newest first, below sequence `before` (0: from the newest), of one actor where named."""
        query: dict[str, Any] = {"creator_id": creator_id}
        query |= {"actor_id": actor_id} if actor_id else {}
        query |= {"sequence": {"$lt": before}} if before else {}
        rows = ActivityDocument._get_collection().find(query).sort("sequence", -1).limit(limit)
        return [converter.structure(row, Activity) for row in rows]

    def chain(self, creator_id: str) -> Iterable[Activity]:
        """The whole log of a creator in ascending order."""
        rows = ActivityDocument._get_collection().find({"creator_id": creator_id}).sort("sequence", 1)
        return (converter.structure(row, Activity) for row in rows)
