"""Deadlines, and when parties are reminded of them, in MongoDB."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.reminders import DEFAULT_HOURS, OfferDeadlines, ReminderSettings
from services.notifications.store.documents import OfferDeadlinesDocument
from services.shared.documents import MongoRepository, converter
from services.shared.due import Position
from services.shared.queries import behind

_HOUR_MS = 3_600_000


def _collection() -> Any:
    return OfferDeadlinesDocument._get_collection()


class ReminderQueries:
    """The part of the store that knows deadlines and settings."""

    reminder_settings: MongoRepository[ReminderSettings]

    def deadlines_of(self, offer_id: str) -> OfferDeadlines | None:
        """The deadlines of an offer, as they are known."""
        row = _collection().find_one({"_id": offer_id})
        return converter.structure({**row, "id": row["_id"]}, OfferDeadlines) if row else None

    def replace_deadlines(self, known: OfferDeadlines | None, changed: OfferDeadlines) -> bool:
        """Writes over what was known, if anything was; False where that is no longer so."""
        row = converter.unstructure(changed)
        row["_id"] = row.pop("id")
        if known is None:
            try:
                _collection().insert_one(row)
            except DuplicateKeyError:
                return False
            return True
        unchanged = {"_id": known.id, "version": known.version, "next_due_at": known.next_due_at}
        return bool(_collection().replace_one(unchanged, row).matched_count)

    def deadlines_due(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers to look at by `now`, the longest due first, behind `after`."""
        query = {"$and": [{"next_due_at": {"$lte": now}}, *behind("next_due_at", "$gt", after)]}
        rows = _collection().find(query, {"next_due_at": 1}).sort([("next_due_at", 1), ("_id", 1)])
        return [(row["next_due_at"], row["_id"]) for row in rows.limit(limit)]

    def bring_forward(self, hours: int, now: datetime) -> None:
        """Has every offer looked at so many hours before each of its deadlines, where that is to come."""
        ahead = now + timedelta(hours=hours)
        dates = {"$filter": {"input": "$deadlines.due_at", "cond": {"$gt": ["$$this", ahead]}}}
        moments = {"$map": {"input": dates, "in": {"$subtract": ["$$this", hours * _HOUR_MS]}}}
        earliest = {"$min": ["$next_due_at", {"$min": moments}]}
        _collection().update_many({"deadlines.due_at": {"$gt": ahead}}, [{"$set": {"next_due_at": earliest}}])

    def settings_of(self, party_ids: Collection[str]) -> list[ReminderSettings]:
        """The settings of each of these parties, in the order of their ids."""
        found = {each.id: each for each in self.reminder_settings.find({"_id": {"$in": list(party_ids)}})}
        return [found.get(each) or ReminderSettings(each) for each in sorted(party_ids)]

    def hours_in_use(self) -> frozenset[int]:
        """The hours before a deadline that anybody asks for."""
        # Without the condition, the index of an empty list would say null.
        asked = self.reminder_settings.collection.distinct("hours_before", {"hours_before": {"$gt": 0}})
        return frozenset({*DEFAULT_HOURS, *asked})
