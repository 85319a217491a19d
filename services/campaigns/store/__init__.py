"""What campaigns keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from typing import Any

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.thread import Message
from services.campaigns.store.creators import CreatorQueries
from services.campaigns.store.documents import ALIAS, DOCUMENTS, CampaignDocument, MessageDocument
from services.campaigns.store.grants import GrantQueries
from services.campaigns.store.offers import OfferQueries, OfferRepository
from services.campaigns.store.port import Store
from services.shared.documents import HISTORY, MongoRepository, answers, connect_database
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed

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
        return (self.offers, self.messages)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def campaigns_of(self, brand_id: str, page: PageRequest) -> list[Campaign]:
        """The campaigns of a brand for a page, and one more."""
        index, sorts = index_of(page, "brand", "brand_updated")
        query = {"brand_id": brand_id}
        found = listed(self.campaigns.collection, query, page, index, HISTORY, sorts=sorts)
        return [self.campaigns.load(row) for row in found]
