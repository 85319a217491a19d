"""What roster keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.roster.domain.delegations import OPEN, Changed, Delegation, DelegationState
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.roster.store.activity import ActivityQueries
from services.roster.store.documents import (
    ALIAS,
    DOCUMENTS,
    DelegationDocument,
    LabelsDocument,
    PartyDocument,
    RateCardDocument,
)
from services.roster.store.imports import ImportQueries
from services.roster.store.offers import OfferQueries
from services.roster.store.refusals import RefusalQueries
from services.shared.documents import MongoRepository, answers, connect_database

__all__ = ["ALIAS", "DOCUMENTS", "Store"]


class Store(ActivityQueries, RefusalQueries, ImportQueries, OfferQueries):
    """The service's data: a repository per aggregate, and the queries that its use cases ask."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.parties = MongoRepository(PartyDocument, Party)
        self.delegations = MongoRepository(DelegationDocument, Delegation, stamped="changed_at")
        self.rate_cards = MongoRepository(RateCardDocument, RateCard)
        self.labels = MongoRepository(LabelsDocument, Labels)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.delegations, self.rate_cards, self.labels)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        return next(self.parties.find({"credentials.client_id": client_id}, limit=1), None)

    def standing(self, client_id: str, creator_id: str) -> tuple[Party | None, list[Delegation]]:
        """The party that holds a client, and its delegations with a creator, newest first: one query.

        Without a `creator_id`, the party alone.
        """
        if not creator_id:
            return self.party_of_client(client_id), []
        kept = {"$project": {"outbox": 0, "applied": 0}}
        pair = {
            "from": self.delegations.collection.name,
            "localField": "_id",
            "foreignField": "agency_id",
            "pipeline": [{"$match": {"creator_id": creator_id}}, {"$sort": {"_id": -1}}, kept],
            "as": "delegations",
        }
        held = {"$match": {"credentials.client_id": client_id}}
        for row in self.parties.collection.aggregate([held, kept, {"$lookup": pair}]):
            return self.parties.load(row), [self.delegations.load(each) for each in row["delegations"]]
        return None, []

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        named = [{"_id": {"$in": list(ids)}}, {"handle": {"$in": list(handles)}}]
        return list(self.parties.find({"$or": named}))

    def delegations_between(self, agency_id: str, creator_id: str) -> list[Delegation]:
        """All delegations of the pair, newest first."""
        pair = {"agency_id": agency_id, "creator_id": creator_id}
        return list(self.delegations.find(pair, [("_id", -1)]))

    def delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """All delegations of the agency with these creators, newest first."""
        pairs = {"agency_id": agency_id, "creator_id": {"$in": sorted(creator_ids)}}
        return list(self.delegations.find(pairs, [("_id", -1)]))

    def delegations_of(
        self, party_id: str, state: DelegationState | None, after: str, limit: int
    ) -> list[Delegation]:
        """Up to `limit` delegations of an agency or a creator, newest first, older than id `after`."""
        query: dict[str, Any] = {"$or": [{"agency_id": party_id}, {"creator_id": party_id}]}
        query |= {"state": state.value} if state else {}
        query |= {"_id": {"$lt": after}} if after else {}
        return list(self.delegations.find(query, [("_id", -1)], limit))

    def active_delegations(self, agency_id: str) -> list[Delegation]:
        """The agency's delegations in the state active, newest first; some may be past their end."""
        query = {"agency_id": agency_id, "state": DelegationState.ACTIVE.value}
        return list(self.delegations.find(query, [("_id", -1)]))

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators; some may be past their end."""
        query = {"agency_id": agency_id, "creator_id": {"$in": list(creator_ids)}}
        return list(self.delegations.find(query | {"state": DelegationState.ACTIVE.value}))

    def changed_delegations(self, agency_id: str, after: tuple[datetime, str], limit: int) -> list[Changed]:
        """Up to `limit` of the agency's delegations in the order of their last change, behind `after`."""
        at, delegation_id = after
        behind = [{"changed_at": {"$gt": at}}, {"changed_at": at, "_id": {"$gt": delegation_id}}]
        query = {"agency_id": agency_id, "changed_at": {"$gte": at}, "$or": behind}
        rows = self.delegations.collection.find(query, {"creator_id": 1, "changed_at": 1})
        ordered = rows.sort([("changed_at", 1), ("_id", 1)]).limit(limit)
        return [Changed(row["_id"], row["creator_id"], row["changed_at"]) for row in ordered]

    def expired_delegations(
        self, now: datetime, after: tuple[datetime, str] | None, limit: int
    ) -> list[tuple[datetime, str]]:
        """End date and id of open delegations whose end date has passed, the oldest first, behind `after`."""
        query: dict[str, Any] = {"state": {"$in": [state.value for state in OPEN]}}
        query |= {"expires_at": {"$lte": now}}
        if after:
            at, key = after
            query |= {"$or": [{"expires_at": {"$gt": at}}, {"expires_at": at, "_id": {"$gt": key}}]}
        rows = self.delegations.collection.find(query, {"expires_at": 1})
        return [
            (row["expires_at"], row["_id"]) for row in rows.sort([("expires_at", 1), ("_id", 1)]).limit(limit)
        ]

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, without their history, by creator."""
        wanted = {"_id": {"$in": list(creator_ids)}}
        rows = self.rate_cards.collection.find(wanted, {"outbox": 0, "applied": 0, "former": 0})
        return {row["_id"]: self.rate_cards.load({**row, "former": []}) for row in rows}

    def labels_of(self, agency_id: str) -> dict[str, Labels]:
        """The agency's labels by creator."""
        found = self.labels.find({"_id": {"$gt": f"{agency_id}:", "$lt": f"{agency_id};"}})
        return {labels.creator_id: labels for labels in found}

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        query = {"kind": PartyKind.CREATOR.value, "_id": {"$gt": creator_id}}
        rows = self.parties.collection.find(query, {"_id": 1}).sort("_id", 1).limit(limit)
        return [row["_id"] for row in rows]
