"""What notifications keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from services.notifications.domain.reminders import ReminderSettings
from services.notifications.domain.subscriptions import MailSubscription
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.store.deliveries import DeliveryQueries
from services.notifications.store.documents import ALIAS, ReminderSettingsDocument, WebhookDocument
from services.notifications.store.documents import DOCUMENTS as WEBHOOK_DOCUMENTS
from services.notifications.store.events import EventQueries
from services.notifications.store.mail import MailQueries
from services.notifications.store.mail_documents import MAIL_DOCUMENTS, MailSubscriptionDocument
from services.notifications.store.port import Store
from services.notifications.store.readings import ReadingQueries
from services.notifications.store.reminders import ReminderQueries
from services.shared.documents import HISTORY, MongoRepository, answers, connect_database
from services.shared.paging import PageRequest
from services.shared.queries import listed

__all__ = ["ALIAS", "DOCUMENTS", "MongoStore", "Store"]

DOCUMENTS = (*WEBHOOK_DOCUMENTS, *MAIL_DOCUMENTS)
"""Every collection of the service."""


class MongoStore(EventQueries, DeliveryQueries, ReadingQueries, ReminderQueries, MailQueries):
    """`Store` on MongoDB."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.webhooks = MongoRepository(WebhookDocument, Webhook)
        self.reminder_settings = MongoRepository(ReminderSettingsDocument, ReminderSettings)
        self.subscriptions = MongoRepository(MailSubscriptionDocument, MailSubscription)

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

    def webhooks_by_id(self, webhook_ids: Collection[str]) -> dict[str, Webhook]:
        """Webhooks by their ids; those that are not there are left out."""
        return {each.id: each for each in self.webhooks.find({"_id": {"$in": list(webhook_ids)}})}

    def failing_webhooks_paused(self) -> int:
        """How many webhooks are paused to which deliveries have failed."""
        paused = {"state": WebhookState.PAUSED.value, "failing_since": {"$ne": None}}
        return self.webhooks.collection.count_documents(paused)

    def webhooks_page(self, party_id: str, state: WebhookState | None, page: PageRequest) -> list[Webhook]:
        """The webhooks of a party for a page, and one more."""
        query = {"party_id": party_id} | ({"state": state.value} if state else {})
        found = listed(self.webhooks.collection, query, page, "party", HISTORY, sorts=True)
        return [self.webhooks.load(row) for row in found]

    def remove_webhook(self, webhook_id: str) -> None:
        """Removes a webhook with what waits for it, and what was sent to it."""
        self.webhooks.collection.delete_one({"_id": webhook_id})
        self.forget_webhook(webhook_id)
