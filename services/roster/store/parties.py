"""Handles of creators, and names of parties, in MongoDB."""

from __future__ import annotations

from collections.abc import Iterable

from pymongo.errors import DuplicateKeyError

from services.roster.domain.parties import PartyName
from services.roster.store.documents import HandleDocument, PartyDocument


class NameQueries:
    """The part of the store that gives each handle to one creator, and knows what parties are called."""

    def names_of(self, party_ids: Iterable[str]) -> dict[str, PartyName]:
        """What these parties are called, by id; unknown ones are left out."""
        wanted = {"_id": {"$in": list(party_ids)}}
        rows = PartyDocument._get_collection().find(wanted, {"name": 1, "handle": 1})
        return {row["_id"]: PartyName(row["_id"], row["name"], row.get("handle")) for row in rows}

    def claim_handle(self, handle: str, creator_id: str) -> str:
        """The id of the creator whose the handle is: `creator_id`, unless it was claimed before.

        A claim is never changed. So a creator whose handle was claimed by a process that then died is
        registered under the id of that claim, and two who do so write the same document.
        """
        handles = HandleDocument._get_collection()
        try:
            handles.insert_one({"_id": handle, "party_id": creator_id})
            return creator_id
        except DuplicateKeyError:
            # Never removed, so that it is there to be read.
            return str(handles.find_one({"_id": handle})["party_id"])
