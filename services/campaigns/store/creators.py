"""What campaigns keeps of creators, one document each: which offers hold a slot among her active deals."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from services.campaigns.domain.slots import Slot
from services.campaigns.store.documents import CreatorDocument
from services.shared.documents import UNCONFIRMED, converter

TRIES = 3


def _collection() -> Collection[dict[str, Any]]:
    return CreatorDocument._get_collection()  # type: ignore[no-any-return]


class CreatorQueries:
    """The part of the store that knows creators, and gives out slots, each by one conditional write."""

    def takes_offers(self, creator_id: str) -> bool | None:
        """Whether she may be made offers, as roster has said; None where that is not noted."""
        row = _collection().find_one({"_id": creator_id}, {"suspended": 1})
        return None if row is None else not row.get("suspended")

    def note_creator(self, creator_id: str, *, suspended: bool, version: int) -> None:
        """Notes whether roster has suspended the creator; what is noted at a later version stays.

        What is forgotten again of a creator who is there is asked for again.
        """
        creators = _collection()
        creators = creators if suspended else creators.with_options(write_concern=UNCONFIRMED)
        standing = {"suspended": suspended, "standing_version": version}
        older = {"_id": creator_id, "standing_version": {"$not": {"$gte": version}}}
        with suppress(DuplicateKeyError):
            creators.update_one(older, {"$set": standing, "$setOnInsert": {"slots": []}}, upsert=True)

    def take_slot(self, creator_id: str, slot: Slot, cap: int | None) -> bool:
        """Takes a slot for an offer in a version, unless `cap` of them are taken; whether the offer has one.

        Where the offer holds a slot already, for an attempt on this version or a former one, that is it,
        unless the cap has become so small meanwhile that there is none too many but for this one.
        """
        row = converter.unstructure(slot)
        for _ in range(TRIES):
            held: dict[str, Any] = {"_id": creator_id, "slots.offer_id": slot.offer_id}
            held |= {} if cap is None else {f"slots.{cap}": {"$exists": False}}
            renewed = {
                "$max": {"slots.$.offer_version": slot.offer_version},
                "$set": {"slots.$.taken_at": slot.taken_at},
            }
            if _collection().update_one(held, renewed).matched_count:
                return True
            free: dict[str, Any] = {"_id": creator_id, "slots.offer_id": {"$ne": slot.offer_id}}
            if cap is not None and cap < 1:
                return False
            free |= {} if cap is None else {f"slots.{cap - 1}": {"$exists": False}}
            try:
                # The upsert makes her first document. Where `free` does not match the one that is there, it
                # tries to insert another of the same id, and is refused.
                _collection().update_one(free, {"$push": {"slots": row}}, upsert=True)
            except DuplicateKeyError:
                # None is free; or somebody has made the document, or taken one for this offer, just now.
                continue
            return True
        return False

    def slots(self, creator_id: str) -> list[Slot]:
        """The slots of a creator that are taken."""
        row = _collection().find_one({"_id": creator_id})
        return [converter.structure(each, Slot) for each in row["slots"]] if row else []

    def free_slot(self, creator_id: str, slot: Slot) -> None:
        """Gives a slot back, where it still is the one for that version of the offer."""
        exact = {"offer_id": slot.offer_id, "offer_version": slot.offer_version}
        _collection().update_one({"_id": creator_id}, {"$pull": {"slots": exact}})
