"""Offers, their versions and their threads in MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.cursor import Cursor
from pymongo.errors import DuplicateKeyError

from services.campaigns.domain.listing import Selection
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState, Side, Tab
from services.campaigns.domain.thread import Message
from services.campaigns.domain.versions import Version
from services.campaigns.store.documents import OfferDocument, VersionDocument
from services.campaigns.store.grants import agencies_reading, carry_grants
from services.shared.commands import Commit
from services.shared.documents import HISTORY, MongoRepository, converter
from services.shared.due import Position
from services.shared.paging import PageRequest
from services.shared.queries import Row, behind, index_of, listed

HEADLINE = {**HISTORY, "chain": 0, "deliverables.comments": 0}
"""What a list shows of an offer: all but its history."""


class OfferRepository(MongoRepository[Offer]):
    """Offers, each with the agencies that read it beside what the domain knows of it."""

    def __init__(self) -> None:
        super().__init__(OfferDocument, Offer)

    def insert(self, aggregate: Offer, commit: Commit) -> None:
        """As in MongoRepository; the offer stands in the inbox of whoever reads the creator's offers.

        A grant that is taken over at the same moment is written before the offers that exist then are
        changed. So either it is read here, after the insert, or the new offer is among those offers.
        """
        known = agencies_reading(aggregate.creator_id)
        self._insert(aggregate, commit, {"agencies": sorted(known)})
        carry_grants(self.collection, aggregate.id, aggregate.creator_id, written=known)

    def _fields(self, aggregate: Offer) -> dict[str, Any]:
        return {**super()._fields(aggregate), "tab": aggregate.tab.value}


class OfferQueries:
    """The part of the store that knows offers by what a use case asks for."""

    offers: OfferRepository
    messages: MongoRepository[Message]

    def keep_version(self, offer_id: str, version: Version) -> None:
        """Keeps a version under its hash, before another takes its place; one that is there stays."""
        row = {"_id": f"{offer_id}:{version.hash}", **converter.unstructure(version)}
        try:
            VersionDocument._get_collection().insert_one(row)
        except DuplicateKeyError:
            return

    def versions(self, offer_id: str, hashes: Sequence[str]) -> list[Version]:
        """The versions with these hashes, in that order."""
        ids = [f"{offer_id}:{each}" for each in hashes]
        rows = VersionDocument._get_collection().find({"_id": {"$in": ids}})
        found = {row["_id"]: converter.structure(row, Version) for row in rows}
        return [found[each] for each in ids]

    def messages_of(self, offer_id: str, page: PageRequest) -> list[Message]:
        """The messages of an offer's thread for a page, and one more."""
        rows = self.messages.collection
        found = listed(rows, {"offer_id": offer_id}, page, "thread", HISTORY, changed="created_at")
        return [self.messages.load(row) for row in found]

    def count_messages(self, offer_id: str, side: Side) -> int:
        """How many messages a side has written in an offer's thread."""
        return self.messages.collection.count_documents({"offer_id": offer_id, "author_side": side.value})

    def select_offers(self, wanted: Selection, page: PageRequest) -> list[Offer]:
        """The offers for a page, and one more; each with its latest version and no history."""
        return [self.offers.load(row) for row in selected(self.offers.collection, wanted, page)]

    def overdue(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers that were not answered by `now`, the oldest first, behind `after`."""
        due = {"tab": Tab.PENDING.value, "respond_by": {"$lte": now}}
        return self._positions(due, "respond_by", after, limit)

    def unanswered_drafts(self, until: datetime, after: Position | None, limit: int) -> list[Position]:
        """Active deals with a draft under review that was handed in `until` then, the oldest first."""
        due = {"state": OfferState.ACTIVE.value, "under_review_since": {"$lte": until}}
        return self._positions(due, "under_review_since", after, limit)

    def offer_ids(self, after: str, limit: int) -> list[str]:
        """Ids of all offers in their order, after the named one."""
        rows = self.offers.collection.find({"_id": {"$gt": after}}, {"_id": 1}).sort("_id", 1).limit(limit)
        return [row["_id"] for row in rows]

    def standing(self, offer_ids: Sequence[str]) -> dict[str, tuple[OfferState, int]]:
        """State and version of these offers, by id."""
        rows = self.offers.collection.find({"_id": {"$in": list(offer_ids)}}, {"state": 1, "version": 1})
        return {row["_id"]: (OfferState(row["state"]), row["version"]) for row in rows}

    def _positions(
        self, due: dict[str, Any], field: str, after: Position | None, limit: int
    ) -> list[Position]:
        query = {"$and": [due, *behind(field, "$gt", after)]}
        rows = self.offers.collection.find(query, {field: 1}).sort([(field, 1), ("_id", 1)]).limit(limit)
        return [(row[field], row["_id"]) for row in rows]


def selected(offers: Collection[Row], wanted: Selection, page: PageRequest) -> Cursor[Row]:
    """The rows of a selection for a page, and one more."""
    index, sorts = _index(wanted, page)
    return listed(offers, _selecting(wanted), page, index, HEADLINE, sorts=sorts)


def _selecting(wanted: Selection) -> dict[str, Any]:
    query: dict[str, Any] = {"state": {"$in": sorted(state.value for state in wanted.states)}}
    query |= {"agencies": wanted.agency_id} if wanted.agency_id else {}
    creator: dict[str, Any] = {"$in": sorted(wanted.creator_ids)} if wanted.creator_ids else {}
    creator |= {"$eq": wanted.creator_id} if wanted.creator_id else {}
    query |= {"creator_id": creator} if creator else {}
    query |= {"campaign_id": wanted.campaign_id} if wanted.campaign_id else {}
    query |= {"brand_id": wanted.brand_id} if wanted.brand_id else {}
    return query | ({} if wanted.due_by is None else {"respond_by": {"$lte": wanted.due_by}})


def _index(wanted: Selection, page: PageRequest) -> tuple[str, bool]:
    owners = {"inbox": wanted.agency_id, "creator": wanted.creator_id, "brand": wanted.brand_id}
    owner = next((index for index, owner_id in owners.items() if owner_id), "campaign")
    if wanted.due_by and page.field == "updated_at":
        return owner, True
    return index_of(page, owner, f"{owner}_updated")
