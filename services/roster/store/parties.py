"""Parties in MongoDB: which handle is whose, who is found, what they are called, when a client was used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.cursor import Cursor
from pymongo.errors import DuplicateKeyError

from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.parties import Party, PartyName, PartyState
from services.roster.domain.search import Search, found_by, search_key
from services.roster.store.documents import HandleDocument, PartyDocument, PortfolioDocument
from services.roster.store.indexes import DIRECTORY_ORDERS, PARTY_ORDERS
from services.shared.documents import UNCONFIRMED, MongoRepository, converter
from services.shared.newer import put_newer
from services.shared.paging import moment_and_id

Query = dict[str, Any]

FEW = 1000
"""So many matches of a text are read and sorted; of more, the order is followed until the page is full."""

_LAST = "\U0010ffff"
"""Sorts behind every other character."""


class PartyRepository(MongoRepository[Party]):
    """Parties, each with what it is found and sorted by."""

    def __init__(self) -> None:
        super().__init__(PartyDocument, Party)

    def _fields(self, aggregate: Party) -> Query:
        found = converter.unstructure(found_by(aggregate))
        kept = {name: value for name, value in found.items() if value is not None}
        return {**super()._fields(aggregate), "found": kept}


class PartyQueries:
    """The part of the store that knows parties."""

    def __init__(self) -> None:
        self.parties = PartyRepository()

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

    def note_use(self, party_id: str, client_id: str, at: datetime) -> None:
        """Notes that a client was used. It is no change of the party, and may be lost in a crash."""
        parties = self.parties.collection.with_options(write_concern=UNCONFIRMED)
        used = {"$set": {"credentials.$.last_used_at": at}}
        parties.update_one({"_id": party_id, "credentials.client_id": client_id}, used)

    def suspended_of(self, party_ids: Iterable[str]) -> frozenset[str]:
        """Those of the parties that are suspended."""
        query = {"_id": {"$in": list(party_ids)}, "suspension": {"$ne": None}}
        return frozenset(row["_id"] for row in self.parties.collection.find(query, {"_id": 1}))

    def found_by_handle(self, handle: str) -> Party | None:
        """The creator with this handle who lets herself be found by it."""
        return next(self.parties.find({"found.handle": handle}, limit=1), None)

    def figures_of(self, creator_id: str) -> tuple[PortfolioVideo, ...]:
        """The figures of the videos that a creator shows, as metrics last reported them."""
        row = PortfolioDocument._get_collection().find_one({"_id": creator_id})
        return tuple(converter.structure(each, PortfolioVideo) for each in row["videos"]) if row else ()

    def put_figures(self, creator_id: str, videos: Iterable[PortfolioVideo], version: int) -> None:
        """Keeps such figures; a report of an older version than the kept one changes nothing."""
        rows = [converter.unstructure(each) for each in videos]
        older = {"_id": creator_id, "version": {"$lt": version}}
        change = {"$set": {"videos": rows, "version": version}}
        put_newer(PortfolioDocument._get_collection(), older, change)

    def search_parties(self, wanted: Search) -> list[Party]:
        """The parties that are wanted, in order, read off one index.

        Where a text is sought that few match, those are read; else what stands in the order before the end of
        the page, whether or not it is wanted.
        """
        return [self.parties.load(row) for row in search_cursor(self.parties.collection, wanted)]


def search_cursor(parties: Collection[Query], wanted: Search) -> Cursor[Query]:
    """Finds the documents of the parties that are wanted, in order."""
    orders = DIRECTORY_ORDERS if wanted.listed else PARTY_ORDERS
    field, sign = orders[wanted.order], -1 if wanted.descending else 1
    query = {"$and": [*_wanted(wanted), *_behind(field, wanted)]}
    rows = parties.find(query, {"outbox": 0, "applied": 0})
    return rows.sort([(field, sign), ("_id", sign)]).limit(wanted.limit).hint(_index(parties, wanted))


def _index(parties: Collection[Query], wanted: Search) -> str:
    """The index that costs less: of what matches the text that is sought, or of the order."""
    if wanted.q:
        searched = "directory_search" if wanted.listed else "search"
        few = {"$and": [*_of_list(wanted), _matching(wanted.q)]}
        if parties.count_documents(few, hint=searched, limit=FEW + 1) <= FEW:
            return searched
    return f"{'directory' if wanted.listed else 'parties'}_{wanted.order}"


def _of_list(wanted: Search) -> list[Query]:
    return [{"found.listed": True}] if wanted.listed else [{"kind": wanted.kind.value}]


def _matching(q: str) -> Query:
    sought = search_key(q)
    return {"found.keys": {"$elemMatch": {"$gte": sought, "$lte": sought + _LAST}}}


def _wanted(wanted: Search) -> list[Query]:
    states = [wanted.state] if wanted.state else list(PartyState)
    equal = {
        "found.categories": wanted.category,
        "country": wanted.country,
        "languages": wanted.language,
    }
    bounds: dict[str, Query] = {
        "found.followers": {"$gte": wanted.min_followers, "$lte": wanted.max_followers},
        "updated_at": {"$gte": wanted.updated_since},
    }
    ranges = {
        field: {sign: value for sign, value in each.items() if value is not None}
        for field, each in bounds.items()
    }
    if wanted.max_followers is not None:
        ranges["found.followers"].setdefault("$gte", 0)  # Who has an unknown number is in no range.
    asked = [{field: value} for field, value in (equal | ranges).items() if value]
    if wanted.q:
        asked.append(_matching(wanted.q))
    if not wanted.listed:
        asked.append({"found.state": {"$in": [state.value for state in states]}})
    return [*_of_list(wanted), *asked]


def _behind(field: str, wanted: Search) -> list[Query]:
    if not wanted.after:
        return []
    value, party_id = wanted.after
    if wanted.order in ("created_at", "updated_at"):
        value, party_id = moment_and_id(wanted.after) or (None, "")
    further, from_here = ("$lt", "$lte") if wanted.descending else ("$gt", "$gte")
    same = {field: value, "_id": {further: party_id}}
    # The first bounds the scan of the index, which the alternatives alone would not.
    return [{field: {from_here: value}}, {"$or": [{field: {further: value}}, same]}]
