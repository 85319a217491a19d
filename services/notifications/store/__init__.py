"""What notifications keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from services.notifications.domain.webhooks import Webhook
from services.notifications.store.deliveries import DeliveryQueries
from services.notifications.store.documents import ALIAS, DOCUMENTS, WebhookDocument
from services.notifications.store.events import EventQueries
from services.shared.documents import MongoRepository, answers, connect_database

__all__ = ["ALIAS", "DOCUMENTS", "MongoStore"]


class MongoStore(EventQueries, DeliveryQueries):
    """The service's data."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.webhooks = MongoRepository(WebhookDocument, Webhook)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.webhooks,)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def webhooks_of(self, party_ids: Collection[str]) -> list[Webhook]:
        """The webhooks of these parties."""
        return list(self.webhooks.find({"party_id": {"$in": list(party_ids)}}))

    def webhooks_page(self, party_id: str, after: str, limit: int) -> list[Webhook]:
        """Up to `limit` webhooks of a party, newest first, older than id `after`."""
        query: dict[str, Any] = {"party_id": party_id} | ({"_id": {"$lt": after}} if after else {})
        return list(self.webhooks.find(query, [("_id", -1)], limit))

    def remove_webhooks(self, ids: Iterable[str]) -> None:
        """Removes webhooks with all that belongs to them."""
        for webhook_id in ids:
            self.webhooks.collection.delete_one({"_id": webhook_id})
            self.forget_webhook(webhook_id)
