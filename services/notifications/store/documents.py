"""The collections of the notifications database: their fields and indexes."""

from __future__ import annotations

from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.fields import EnumField

from services.notifications.domain.deliveries import KEPT, DeliveryState
from services.notifications.domain.reminders import DeadlineKind
from services.notifications.domain.webhooks import WebhookState
from services.shared.documents import AggregateDocument

ALIAS = "notifications"


class SecretPart(EmbeddedDocument):  # type: ignore[misc]
    """A secret that signs deliveries."""

    value = StringField(required=True)
    ends_at = DateTimeField()


class WebhookDocument(AggregateDocument):
    """Where a party's events are sent."""

    party_id = StringField(required=True)
    client_id = StringField()
    url = StringField(required=True)
    events = ListField(StringField())
    description = StringField()
    secrets = EmbeddedDocumentListField(SecretPart, required=True)
    state = EnumField(WebhookState, required=True)
    failing_since = DateTimeField()
    redelivered_at = DateTimeField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta: Any = {
        "collection": "webhooks",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["party_id"], "name": "party"}],
    }


class EventDocument(Document):  # type: ignore[misc]
    """A public event. The id is its position, which counts without gaps."""

    id = IntField(primary_key=True)
    event_id = StringField(required=True)
    type = StringField(required=True)
    at = DateTimeField(required=True)
    creator_id = StringField()
    brand_id = StringField()
    agency_id = StringField()
    owner_id = StringField()
    scope = StringField()
    body = StringField(required=True)
    meta: Any = {
        "collection": "events",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["event_id"], "name": "event", "unique": True},
            {"fields": ["at"], "name": "at"},
        ],
    }


class AttemptPart(EmbeddedDocument):  # type: ignore[misc]
    """One attempt to deliver."""

    at = DateTimeField(required=True)
    duration_ms = IntField(required=True)
    status = IntField(required=True)
    error = StringField()
    answer = StringField()


class DeliveryDocument(Document):  # type: ignore[misc]
    """An event for a webhook; the id is `<webhook>:<event>`, and begins anew with what is sent again."""

    id = StringField(primary_key=True)
    webhook_id = StringField(required=True)
    lane = StringField(required=True)
    position = IntField(required=True)
    event_id = StringField(required=True)
    type = StringField(required=True)
    body = StringField()
    state = EnumField(DeliveryState, required=True)
    attempts = EmbeddedDocumentListField(AttemptPart)
    count = IntField(required=True)
    next_attempt_at = DateTimeField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta: Any = {
        "collection": "deliveries",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["lane", "position"],
                "name": "pending",
                "partialFilterExpression": {"state": DeliveryState.PENDING.value},
            },
            {"fields": ["webhook_id", "state", "created_at", "_id"], "name": "log"},
            {"fields": ["webhook_id", "state", "updated_at", "_id"], "name": "log_updated"},
            {"fields": ["created_at"], "name": "kept", "expireAfterSeconds": int(KEPT.total_seconds())},
        ],
    }


class LaneDocument(Document):  # type: ignore[misc]
    """Deliveries that go one after the other; the id is `<webhook>:<creator>`.

    It is there while something waits. `due_at` is when the first of them is tried next, `claimed_until` when
    the worker with the key `claimed_by` counts as dead; `added` counts what was put into it.
    """

    id = StringField(primary_key=True)
    webhook_id = StringField(required=True)
    due_at = DateTimeField(required=True)
    claimed_until = DateTimeField(required=True)
    claimed_by = StringField()
    added = IntField(required=True)
    meta: Any = {
        "collection": "lanes",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["due_at"], "name": "due"},
            {"fields": ["webhook_id"], "name": "webhook"},
        ],
    }


class ReadingDocument(Document):  # type: ignore[misc]
    """That an agency was told something about a creator, until that is reported; `batch_id` may be empty."""

    id = StringField(primary_key=True)
    party_id = StringField(required=True)
    client_id = StringField()
    creator_id = StringField(required=True)
    object = StringField(required=True)
    event_id = StringField(required=True)
    at = DateTimeField(required=True)
    batch_id = StringField()
    meta: Any = {
        "collection": "readings",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["batch_id"], "name": "batch"}],
    }


class DeadlinePart(EmbeddedDocument):  # type: ignore[misc]
    """By when something is due."""

    kind = EnumField(DeadlineKind, required=True)
    due_at = DateTimeField(required=True)
    awaiting = StringField(required=True)
    deliverable_id = StringField()


class OfferDeadlinesDocument(Document):  # type: ignore[misc]
    """What is still to be met of an offer, under its id. It stays when nothing is: events may come late."""

    id = StringField(primary_key=True)
    version = IntField(required=True)
    creator_id = StringField(required=True)
    brand_id = StringField(required=True)
    brand_name = StringField()
    campaign_id = StringField(required=True)
    campaign_name = StringField()
    deadlines = EmbeddedDocumentListField(DeadlinePart)
    next_due_at = DateTimeField()
    meta: Any = {
        "collection": "deadlines",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["next_due_at", "_id"], "name": "due"},
            {"fields": ["deadlines.due_at"], "name": "dates"},
        ],
    }


class ReminderSettingsDocument(AggregateDocument):
    """When a party is reminded of deadlines, under its id."""

    hours_before = ListField(IntField())
    late = BooleanField(required=True)
    kinds = ListField(EnumField(DeadlineKind))
    meta: Any = {
        "collection": "reminder_settings",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["hours_before"], "name": "hours"}],
    }


DOCUMENTS = (
    WebhookDocument,
    EventDocument,
    DeliveryDocument,
    LaneDocument,
    ReadingDocument,
    OfferDeadlinesDocument,
    ReminderSettingsDocument,
)
"""Every collection of the service."""
