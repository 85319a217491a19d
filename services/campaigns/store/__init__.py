"""What campaigns keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from typing import Any

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.thread import Message
from services.campaigns.store.creators import CreatorQueries
from services.campaigns.store.documents import ALIAS, DOCUMENTS, CampaignDocument, MessageDocument
from services.campaigns.store.grants import GrantQueries
from services.campaigns.store.offers import OfferQueries, OfferRepository, behind
from services.campaigns.store.port import Store
from services.shared.documents import MongoRepository, answers, connect_database
from services.shared.due import Position

__all__ = ["ALIAS", "DOCUMENTS", "MongoStore", "Store"]


class MongoStore(OfferQueries, CreatorQueries, GrantQueries):
    """`Store` on MongoDB: a repository per aggregate, and the queries that its use cases ask."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.campaigns = MongoRepository(CampaignDocument, Campaign)
        self.offers = OfferRepository()
        self.messages = MongoRepository(MessageDocument, Message)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.campaigns, self.offers)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def campaigns_of(self, brand_id: str, after: Position | None, limit: int) -> list[Campaign]:
        """Up to `limit` campaigns of a brand, newest first, behind `after`."""
        query = {"$and": [{"brand_id": brand_id}, *behind("created_at", "$lt", after)]}
        return list(self.campaigns.find(query, [("created_at", -1), ("_id", -1)], limit))
