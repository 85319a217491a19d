"""The projection of open offers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from services.roster.domain.me import MOST_COUNTED
from services.roster.store.documents import OpenOfferDocument
from services.roster.store.roster import RosterQueries
from services.shared.newer import put_newer


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

    def waiting_offers(
        self, awaiting: Sequence[str], *, creator_ids: Collection[str] = (), brand_id: str = ""
    ) -> int:
        """How many pending offers of the creators, or of the brand, await one of these; to MOST_COUNTED."""
        whose = {"brand_id": brand_id} if brand_id else {"creator_id": {"$in": list(creator_ids)}}
        query = {**whose, "pending": True, "awaiting": {"$in": list(awaiting)}}
        return int(OpenOfferDocument._get_collection().count_documents(query, limit=MOST_COUNTED))

    def put_offer(
        self,
        offer_id: str,
        creator_id: str,
        pending: bool,
        version: int,
        *,
        awaiting: str = "",
        brand_id: str = "",
    ) -> None:
        """Notes what an offer is now; an older version than the noted one changes nothing."""
        known = OpenOfferDocument._get_collection().find_one({"_id": offer_id}, {"pending": 1})
        if pending != bool(known and known["pending"]):
            self.touch_lines(creator_id)
        whose = {"creator_id": creator_id, "brand_id": brand_id}
        change = {"$set": {**whose, "pending": pending, "awaiting": awaiting, "version": version}}
        older = {"_id": offer_id, "version": {"$lt": version}}
        put_newer(OpenOfferDocument._get_collection(), older, change)

    def drop_offers(self) -> None:
        """Empties the projection, to be rebuilt from what campaigns announces again."""
        OpenOfferDocument._get_collection().delete_many({})
