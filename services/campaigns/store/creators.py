"""What campaigns keeps of creators, one document each: their names, and which offers hold a slot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from services.campaigns.domain.names import NamedCreator
from services.campaigns.domain.slots import Slot
from services.campaigns.store.documents import CreatorDocument
from services.shared.documents import converter
from services.shared.newer import put_newer

TRIES = 3


def _collection() -> Collection[dict[str, Any]]:
    return CreatorDocument._get_collection()  # type: ignore[no-any-return]


def _note(creator_id: str, counter: str, version: int, values: dict[str, Any]) -> None:
    older = {"_id": creator_id, counter: {"$not": {"$gte": version}}}
    change = {"$set": {**values, counter: version}, "$setOnInsert": {"slots": []}}
    put_newer(_collection(), older, change)


class CreatorQueries:
    """The part of the store that knows creators, and gives out slots, each by one conditional write."""

    def takes_offers(self, creator_id: str) -> bool | None:
        """Whether she may be made offers, as roster has said; None where that is not noted."""
        noted = {"_id": creator_id, "standing_version": {"$exists": True}}
        row = _collection().find_one(noted, {"suspended": 1})
        return None if row is None else not row["suspended"]

    def note_standing(self, creator_id: str, *, suspended: bool, version: int) -> None:
        """Notes whether roster has suspended the creator, unless a later version of that is there already."""
        _note(creator_id, "standing_version", version, {"suspended": suspended})

    def note_creator(self, creator: NamedCreator, version: int) -> None:
        """Notes what a creator is called, as roster has said, unless a later version is there already."""
        names = {"handle": creator.handle, "display_name": creator.display_name}
        _note(creator.id, "profile_version", version, names)

    def creators_named(self, creator_ids: Iterable[str]) -> dict[str, NamedCreator]:
        """What these creators are called, by id; those who were never noted are left out."""
        wanted = {"_id": {"$in": list(creator_ids)}, "profile_version": {"$exists": True}}
        rows = _collection().find(wanted, {"handle": 1, "display_name": 1})
        return {row["_id"]: NamedCreator(row["_id"], row["handle"], row["display_name"]) for row in rows}

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
