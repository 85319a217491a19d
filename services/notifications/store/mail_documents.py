"""The collections of mail: their fields and indexes."""

from __future__ import annotations

from typing import Any

from mongoengine import DateTimeField, Document, EmbeddedDocumentListField, IntField, ListField, StringField
from mongoengine.fields import EnumField

from services.notifications.domain.deliveries import KEPT
from services.notifications.domain.mail import MailKind, MailState
from services.notifications.domain.subscriptions import Frequency, Language, SubscriptionState
from services.notifications.store.documents import ALIAS, AttemptPart
from services.shared.documents import AggregateDocument


class MailSubscriptionDocument(AggregateDocument):
    """An address to which a party's events are mailed."""

    party_id = StringField(required=True)
    client_id = StringField(required=True)
    address = StringField(required=True)
    language = EnumField(Language, required=True)
    frequency = EnumField(Frequency, required=True)
    events = ListField(StringField())
    state = EnumField(SubscriptionState, required=True)
    refusal = StringField()
    token_sha256 = StringField()
    token_ends_at = DateTimeField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta: Any = {
        "collection": "mail_subscriptions",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["party_id"], "name": "party"}],
    }


class MailDocument(Document):  # type: ignore[misc]
    """An outgoing mail; the id follows from the subscription with the event, or with the day."""

    id = StringField(primary_key=True)
    kind = EnumField(MailKind, required=True)
    subscription_id = StringField(required=True)
    party_id = StringField(required=True)
    recipient = StringField(required=True)
    language = EnumField(Language, required=True)
    event_ids = ListField(StringField())
    more = IntField()
    state = EnumField(MailState, required=True)
    subject = StringField()
    text = StringField()
    html = StringField()
    attempts = EmbeddedDocumentListField(AttemptPart)
    count = IntField(required=True)
    planned_at = DateTimeField(required=True)
    next_attempt_at = DateTimeField()
    claimed_until = DateTimeField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta: Any = {
        "collection": "mails",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["next_attempt_at"],
                "name": "pending",
                "partialFilterExpression": {"state": MailState.PENDING.value},
            },
            {"fields": ["state", "created_at", "_id"], "name": "outbox"},
            {"fields": ["state", "updated_at", "_id"], "name": "outbox_updated"},
            # Who has been asked for a confirmation, and by whom.
            {"fields": ["recipient", "created_at"], "name": "recipient"},
            {"fields": ["party_id", "created_at"], "name": "party"},
            {"fields": ["created_at"], "name": "kept", "expireAfterSeconds": int(KEPT.total_seconds())},
        ],
    }


MAIL_DOCUMENTS = (MailSubscriptionDocument, MailDocument)
