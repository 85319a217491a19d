"""The projection of open offers."""

from __future__ import annotations

from collections.abc import Iterable

from pymongo.errors import DuplicateKeyError

from services.roster.store.documents import OpenOfferDocument
from services.roster.store.roster import RosterQueries


class OfferQueries(RosterQueries):
    """The part of the store that knows how many offers of a creator are pending."""

    def open_offers(self, creator_ids: Iterable[str]) -> dict[str, int]:
        """How many offers are pending, by creator; none where a creator is left out."""
        stages = [
            {"$match": {"creator_id": {"$in": list(creator_ids)}, "pending": True}},
            {"$group": {"_id": "$creator_id", "count": {"$sum": 1}}},
        ]
        rows = OpenOfferDocument._get_collection().aggregate(stages)
        return {row["_id"]: row["count"] for row in rows}

    def put_offer(self, offer_id: str, creator_id: str, pending: bool, version: int) -> None:
        """Notes what an offer is now; an older version than the noted one changes nothing."""
        known = OpenOfferDocument._get_collection().find_one({"_id": offer_id}, {"pending": 1})
        if pending != bool(known and known["pending"]):
            self.touch_lines(creator_id)
        change = {"$set": {"creator_id": creator_id, "pending": pending, "version": version}}
        older = {"_id": offer_id, "version": {"$lt": version}}
        try:
            OpenOfferDocument._get_collection().update_one(older, change, upsert=True)
        except DuplicateKeyError:
            return  # The offer is noted with this version, or a newer one.

    def drop_offers(self) -> None:
        """Empties the projection, to be rebuilt from what campaigns announces again."""
        OpenOfferDocument._get_collection().delete_many({})
