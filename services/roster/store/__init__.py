"""What roster keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.roster import Labels
from services.roster.store.activity import ActivityQueries
from services.roster.store.delegations import DelegationQueries
from services.roster.store.documents import DOCUMENTS, LabelsDocument
from services.roster.store.imports import ImportQueries
from services.roster.store.log_documents import ALIAS
from services.roster.store.offers import OfferQueries
from services.roster.store.parties import PartyQueries
from services.roster.store.people import PeopleQueries
from services.roster.store.port import Store
from services.roster.store.rates import RateQueries
from services.roster.store.refusals import RefusalQueries
from services.roster.store.sessions import SessionQueries
from services.shared.documents import MongoRepository, answers, connect_database

__all__ = ["ALIAS", "DOCUMENTS", "MongoStore", "Store"]


class MongoStore(
    DelegationQueries,
    RateQueries,
    ActivityQueries,
    RefusalQueries,
    ImportQueries,
    OfferQueries,
    PartyQueries,
    PeopleQueries,
    SessionQueries,
):
    """`Store` on MongoDB: a repository per aggregate, and the queries that its use cases ask."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        DelegationQueries.__init__(self)
        RateQueries.__init__(self)
        PartyQueries.__init__(self)
        PeopleQueries.__init__(self)
        SessionQueries.__init__(self)
        self.labels = MongoRepository(LabelsDocument, Labels)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.pairs, self.rate_cards, self.labels, *self.of_people)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        return next(self.parties.find({"credentials.client_id": client_id}, limit=1), None)

    def standing(
        self, client_id: str, creator_id: str, *, party_id: str = ""
    ) -> tuple[Party | None, Pair | None, bool]:
        """The party that holds a client, its pair with a creator, where there is one, and whether she is
        suspended: one query.

        Without a `creator_id`, the party alone. With a `party_id` it is that party, whoever holds the client.
        """
        if not creator_id:
            party = self.parties.get(party_id) if party_id else self.party_of_client(client_id)
            return party, None, False
        kept = {"$project": {"outbox": 0, "applied": 0}}
        named = {"$set": {"pair": {"$concat": ["$_id", {"$literal": pair_id("", creator_id)}]}}}
        pair = {
            "from": self.pairs.collection.name,
            "localField": "pair",
            "foreignField": "_id",
            "pipeline": [kept],
            "as": "pairs",
        }
        barred = {
            "from": self.parties.collection.name,
            "pipeline": [
                {"$match": {"_id": creator_id, "suspension": {"$ne": None}}},
                {"$project": {"_id": 1}},
            ],
            "as": "barred",
        }
        held = {"$match": {"_id": party_id} if party_id else {"credentials.client_id": client_id}}
        stages: list[dict[str, Any]] = [held, kept, named, {"$lookup": pair}, {"$lookup": barred}]
        for row in self.parties.collection.aggregate(stages):
            found = next(map(self.pairs.load, row["pairs"]), None)
            return self.parties.load(row), found, bool(row["barred"])
        return None, None, False

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        named = [{"_id": {"$in": list(ids)}}, {"handle": {"$in": list(handles)}}]
        return list(self.parties.find({"$or": named}))

    def labels_of(self, agency_id: str, creator_ids: Iterable[str] | None = None) -> dict[str, Labels]:
        """The agency's labels by creator; only those on the creators named, where they are."""
        query: dict[str, Any] = {"$gt": f"{agency_id}:", "$lt": f"{agency_id};"}
        if creator_ids is not None:
            query = {"$in": [f"{agency_id}:{each}" for each in creator_ids]}
        found = self.labels.find({"_id": query})
        return {labels.creator_id: labels for labels in found}

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        query = {"kind": PartyKind.CREATOR.value, "_id": {"$gt": creator_id}}
        rows = self.parties.collection.find(query, {"_id": 1}).sort("_id", 1).limit(limit)
        return [row["_id"] for row in rows]
