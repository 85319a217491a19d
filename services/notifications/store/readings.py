"""Readings in MongoDB, until they are reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.notifications.domain.readings import Reading
from services.notifications.store.documents import ReadingDocument
from services.shared.documents import converter


def _collection() -> Any:
    return ReadingDocument._get_collection()


class ReadingQueries:
    """The part of the store that keeps readings."""

    def add_readings(self, readings: Iterable[Reading]) -> None:
        """Keeps readings until they are reported."""
        rows = [converter.unstructure(each) for each in readings]
        _collection().insert_many([{"_id": row.pop("id"), **row} for row in rows], ordered=False)

    def batch_of_readings(self, batch_id: str, limit: int) -> list[Reading]:
        """A batch that was made before and is not reported; a new one of up to `limit` where there is none.

        Of two who make one at once, each takes what the other has not taken.
        """
        begun = _collection().find_one({"batch_id": {"$gt": ""}}, {"batch_id": 1})
        if begun:
            batch_id = begun["batch_id"]
        else:
            rows = _collection().find({"batch_id": ""}, {"_id": 1}).limit(limit)
            chosen = {"_id": {"$in": [row["_id"] for row in rows]}, "batch_id": ""}
            _collection().update_many(chosen, {"$set": {"batch_id": batch_id}})
        found = _collection().find({"batch_id": batch_id}).sort("_id", 1)
        return [converter.structure({**row, "id": row["_id"]}, Reading) for row in found]

    def remove_readings(self, batch_id: str) -> None:
        """Forgets a batch that was reported."""
        _collection().delete_many({"batch_id": batch_id})
