"""Public events in MongoDB: appended in one order, without gaps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.events import Published
from services.notifications.store.documents import EventDocument
from services.shared.documents import converter


def _collection() -> Any:
    return EventDocument._get_collection()


class EventQueries:
    """The part of the store that keeps public events."""

    def event(self, event_id: str) -> Published | None:
        """An event by its id."""
        row = _collection().find_one({"event_id": event_id})
        return _load(row) if row else None

    def events_by_id(self, event_ids: Collection[str]) -> dict[str, Published]:
        """Events by their ids; those that are not there are left out."""
        rows = _collection().find({"event_id": {"$in": list(event_ids)}})
        return {row["event_id"]: _load(row) for row in rows}

    def append(self, event_id: str, make: Callable[[int], Published]) -> Published:
        """The event of that id at the next position; the one that is there, where it was appended before.

        Whoever appends takes the number after the greatest. Two who take the same one meet in the primary
        key, and the later begins again: so a position is there only once all those before it are, and a
        reader who goes on after the last that he has seen misses none.
        """
        while True:
            position = self.last_position() + 1
            row = _row(make(position))
            try:
                _collection().insert_one(row)
                return _load(row)
            except DuplicateKeyError:
                if known := self.event(event_id):
                    return known

    def last_position(self) -> int:
        """The position of the newest event; 0 before the first."""
        row = _collection().find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(row["_id"]) if row else 0

    def newest_event(self) -> Published | None:
        """The event at the last position; None before the first."""
        row = _collection().find_one({}, sort=[("_id", -1)])
        return _load(row) if row else None

    def remove_events(self, before: datetime) -> int:
        """Removes those of before that time, but the newest, whose position the next one follows."""
        old = {"at": {"$lt": before}, "_id": {"$lt": self.last_position()}}
        return int(_collection().delete_many(old).deleted_count)

    def events_after(self, position: int, limit: int) -> list[Published]:
        """Up to `limit` events behind a position, oldest first."""
        rows = _collection().find({"_id": {"$gt": position}}).sort("_id", 1).limit(limit)
        return [_load(row) for row in rows]


def _row(event: Published) -> dict[str, Any]:
    row: dict[str, Any] = converter.unstructure(event)
    return {"_id": row.pop("position"), "event_id": row.pop("id"), **row}


def _load(row: dict[str, Any]) -> Published:
    return converter.structure({**row, "id": row["event_id"], "position": row["_id"]}, Published)
