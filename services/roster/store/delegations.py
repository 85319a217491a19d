"""The records of delegations and of their changes, which follow from the pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.roster.domain.delegations import Change, Changed, Delegation, DelegationState
from services.roster.domain.me import MOST_COUNTED
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKey
from services.roster.store.documents import ChangeDocument, DelegationDocument, PairDocument
from services.roster.store.roster import RosterQueries, delegation_from
from services.shared.documents import MongoRepository, converter
from services.shared.due import Position
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed


class DelegationQueries(RosterQueries):
    """The part of the store that keeps delegations."""

    def __init__(self) -> None:
        self.pairs = MongoRepository(PairDocument, Pair)

    def pairs_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Pair]:
        """The pairs of the agency with these creators, of whom some may have none."""
        return list(self.pairs.find({"_id": {"$in": [pair_id(agency_id, each) for each in creator_ids]}}))

    def pairs_of(self, creator_id: str) -> list[Pair]:
        """The pairs of the creator with agencies to whom she has granted something that has not ended."""
        query = {"creator_id": creator_id, "state": DelegationState.ACTIVE.value}
        rows = DelegationDocument._get_collection().find(query, {"agency_id": 1})
        return list(
            self.pairs.find({"_id": {"$in": [pair_id(row["agency_id"], creator_id) for row in rows]}})
        )

    def record(self, pair: Pair) -> None:
        """Gives each change of a pair's latest write its records. Several may do it at once, and again.

        In the order of the changes: what ends makes room before another takes its place, as the unique
        indexes on the records want it. Only after that the pair forgets the changes, unless it has changed.
        """
        for change in pair.changes:
            self._insert(change)
            self._bring_up(change.delegation)
        for creator_id in {change.delegation.creator_id for change in pair.changes}:
            self.show_creator(creator_id)
            self.show_rates(creator_id)
        if pair.changes:
            unchanged = {"_id": pair.id, "version": pair.version}
            self.pairs.collection.update_one(unchanged, {"$set": {"changes": []}})

    def _insert(self, change: Change) -> None:
        try:
            ChangeDocument._get_collection().insert_one(_row(change))
        except DuplicateKeyError:
            return  # It is the same: a version of a delegation comes about once.

    def _bring_up(self, delegation: Delegation) -> None:
        row, records = _row(delegation), DelegationDocument._get_collection()
        # Of a sharded collection, what an upsert looks for must name the shard key.
        named = {name: row.pop(name) for name in ("_id", "agency_id", "creator_id")}
        older = named | {"version": {"$lt": delegation.version}}
        # By the database's own clock: who reads what grants have changed since a moment misses nothing.
        stamps = ("line_updated_at", "changed_at") if delegation.granted_at else ("line_updated_at",)
        stamp = {"$currentDate": dict.fromkeys(stamps, True)}
        try:
            records.update_one(older, {"$set": row, **stamp}, upsert=True)
        except DuplicateKeyError:
            # Somebody else has recorded this version, or a later one; anything else is a fault.
            if not records.find_one({"_id": delegation.id, "version": {"$gte": delegation.version}}):
                raise

    def unrecorded_pairs(self) -> Iterator[Pair]:
        """The pairs with changes that have no records of their own yet."""
        return self.pairs.find({"changes.id": {"$gt": ""}})

    def overdue_pairs(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Passed end dates with the id of the pair, the oldest first, behind `after`."""
        active, requested = (self._overdue(place, now, after, limit) for place in ("active", "requested"))
        return sorted([*active, *requested])[:limit]

    def _overdue(self, place: str, now: datetime, after: Position | None, limit: int) -> Iterator[Position]:
        ends = f"{place}.expires_at"
        query: dict[str, Any] = {ends: {"$lte": now}}
        if after:
            at, key = after
            query |= {"$or": [{ends: {"$gt": at}}, {ends: at, "_id": {"$gt": key}}]}
        for row in self.pairs.collection.find(query, {ends: 1}).sort([(ends, 1), ("_id", 1)]).limit(limit):
            yield row[place]["expires_at"], row["_id"]

    def delegation(self, delegation_id: str) -> Delegation | None:
        """The record of a delegation."""
        row = DelegationDocument._get_collection().find_one({"_id": delegation_id})
        return delegation_from(row) if row else None

    def changes_of(self, delegation_id: str) -> list[Change]:
        """The recorded changes of a delegation, oldest first."""
        range_ = {"_id": {"$gt": f"{delegation_id}:", "$lt": f"{delegation_id};"}}
        rows = ChangeDocument._get_collection().find(range_).sort("_id", 1)
        return [converter.structure({**row, "id": row["_id"]}, Change) for row in rows]

    def delegations_of(
        self,
        party: PartyKey,
        state: DelegationState | None,
        page: PageRequest,
        limited_to: frozenset[str] = frozenset(),
    ) -> list[Delegation]:
        """The delegations of an agency or a creator for a page, and one more, only by `limited_to` if any."""
        kind, party_id = party
        states = sorted(each.value for each in DelegationState if state in {None, each})
        index, sorts = index_of(page, kind.value, f"{kind.value}_updated")
        query: dict[str, Any] = {f"{kind.value}_id": party_id, "state": {"$in": states}}
        query |= {"creator_id": {"$in": sorted(limited_to)}} if limited_to else {}
        rows = listed(DelegationDocument._get_collection(), query, page, index, sorts=sorts)
        return [delegation_from(row) for row in rows]

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators; some may be past their end."""
        query = {"agency_id": agency_id, "creator_id": {"$in": list(creator_ids)}}
        rows = DelegationDocument._get_collection().find(query | {"state": DelegationState.ACTIVE.value})
        return [delegation_from(row) for row in rows]

    def requested_of(self, party_id: str, limited_to: frozenset[str] = frozenset()) -> int:
        """How many requests of an agency, or to a creator, are open; counted to MOST_COUNTED.

        Only those to these creators, where any are named.
        """
        records = DelegationDocument._get_collection()
        state: dict[str, Any] = {"state": DelegationState.REQUESTED.value}
        if limited_to:
            own = {"agency_id": party_id, "creator_id": {"$in": sorted(limited_to)}}
            return int(records.count_documents(own | state, limit=MOST_COUNTED))
        of_agency: int = records.count_documents({"agency_id": party_id, **state}, limit=MOST_COUNTED)
        of_creator: int = records.count_documents({"creator_id": party_id, **state}, limit=MOST_COUNTED)
        return of_agency + of_creator

    def changed_delegations(self, agency_id: str, after: Position, limit: int) -> list[Changed]:
        """Up to `limit` of the agency's grants in the order of their last change, behind `after`."""
        at, delegation_id = after
        behind = [{"changed_at": {"$gt": at}}, {"changed_at": at, "_id": {"$gt": delegation_id}}]
        query = {"agency_id": agency_id, "changed_at": {"$gte": at}, "$or": behind}
        rows = DelegationDocument._get_collection().find(query, {"creator_id": 1, "changed_at": 1})
        ordered = rows.sort([("changed_at", 1), ("_id", 1)]).limit(limit)
        return [Changed(row["_id"], row["creator_id"], row["changed_at"]) for row in ordered]


def _row(record: Change | Delegation) -> dict[str, Any]:
    row: dict[str, Any] = converter.unstructure(record)
    row["_id"] = row.pop("id")
    return row
