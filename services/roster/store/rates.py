"""Rate cards in force, and those that were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.roster.domain.rates import RateCard
from services.roster.store.documents import RateCardDocument, RateCardVersionDocument
from services.shared.documents import MongoRepository, converter
from services.shared.paging import PageRequest
from services.shared.queries import beyond, require_few


class RateQueries:
    """The part of the store that keeps rate cards."""

    def __init__(self) -> None:
        self.rate_cards = MongoRepository(RateCardDocument, RateCard)

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, by creator."""
        found = self.rate_cards.find({"_id": {"$in": list(creator_ids)}})
        return {card.id: card for card in found}

    def keep_rate_card(self, card: RateCard) -> None:
        """Keeps a card that is in force for the time when it is not; done before, it stays done."""
        row: dict[str, Any] = converter.unstructure(card)
        creator_id = row.pop("id")
        row |= {"_id": f"{creator_id}:{card.version:09d}", "creator_id": creator_id}
        try:
            RateCardVersionDocument._get_collection().insert_one(row)
        except DuplicateKeyError:
            return  # It is the same: a version comes into force once.

    def former_rate_cards(self, creator_id: str, below: int, page: PageRequest) -> list[RateCard]:
        """The kept cards of versions under `below` for a page, and one more."""
        bounds = [{"version": {"$lt": below}}, *beyond("version", page)]
        query: dict[str, Any] = {"creator_id": creator_id, "$and": bounds}
        kept, index = RateCardVersionDocument._get_collection(), "history"
        if page.since:
            query["updated_at"], index = {"$gte": page.since}, "history_updated"
            require_few(kept, query, index)
        rows = kept.find(query).hint(index).sort("version", -1 if page.descending else 1).limit(page.limit)
        return [converter.structure({**row, "id": row["creator_id"]}, RateCard) for row in rows]
