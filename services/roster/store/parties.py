"""Handles of creators in MongoDB."""

from __future__ import annotations

from pymongo import ReturnDocument

from services.roster.store.documents import HandleDocument


class HandleQueries:
    """The part of the store that gives each handle to one creator."""

    def claim_handle(self, handle: str, creator_id: str) -> str:
        """The id of the creator whose the handle is: `creator_id`, unless it was claimed before.

        A claim is never changed. So a creator whose handle was claimed by a process that then died is
        registered under the id of that claim, and two who do so write the same document.
        """
        row = HandleDocument._get_collection().find_one_and_update(
            {"_id": handle},
            {"$setOnInsert": {"party_id": creator_id}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return str(row["party_id"])
