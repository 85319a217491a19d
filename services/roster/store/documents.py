"""The schema and the indexes of what roster keeps."""

from __future__ import annotations

from mongoengine import BooleanField, DateTimeField, DictField, Document, IntField, ListField, StringField

from services.shared.documents import AggregateDocument

ALIAS = "roster"


class PartyDocument(AggregateDocument):
    """A party; creators with their headline statistics."""

    kind = StringField(required=True)
    name = StringField(required=True)
    created_at = DateTimeField(required=True)
    country = StringField()
    category = StringField()
    handle = StringField()
    languages = ListField(StringField())
    categories = ListField(StringField())
    credentials = ListField(DictField())
    stats = DictField()
    meta = {
        "collection": "parties",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["credentials.client_id"], "name": "client", "unique": True},
            # Only creators have a handle; null on the others must not count as a value.
            {
                "fields": ["handle"],
                "name": "handle",
                "unique": True,
                "partialFilterExpression": {"handle": {"$type": "string"}},
            },
        ],
    }


class DelegationDocument(AggregateDocument):
    """A delegation, whatever became of it."""

    creator_id = StringField(required=True)
    agency_id = StringField(required=True)
    state = StringField(required=True)
    scopes = ListField(StringField())
    requested_scopes = ListField(StringField())
    purpose = StringField()
    consent_text = StringField()
    consent_hash = StringField()
    requested_at = DateTimeField(required=True)
    requested_by = StringField()
    guardrails = DictField()
    granted_at = DateTimeField()
    granted_by = StringField()
    granted_with = StringField()
    expires_at = DateTimeField()
    ended_at = DateTimeField()
    ended_by = StringField()
    reason = StringField()
    changed_at = DateTimeField()
    meta = {
        "collection": "delegations",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["agency_id", "creator_id", "-_id"], "name": "pair"},
            {"fields": ["agency_id", "-_id"], "name": "agency"},
            {"fields": ["creator_id", "-_id"], "name": "creator"},
            {"fields": ["state", "expires_at", "_id"], "name": "expiry"},
            {"fields": ["agency_id", "changed_at", "_id"], "name": "changes"},
        ],
    }


class RateCardDocument(AggregateDocument):
    """A creator's rate card with its history; the id is the creator's."""

    rates = ListField(DictField())
    updated_at = DateTimeField()
    updated_by = StringField()
    former = ListField(DictField())
    meta = {"collection": "rate_cards", "db_alias": ALIAS}


class LabelsDocument(AggregateDocument):
    """An agency's tags and notes on a creator; the id is `<agency>:<creator>`."""

    tags = ListField(StringField())
    notes = StringField()
    meta = {"collection": "labels", "db_alias": ALIAS}


class ActivityDocument(Document):  # type: ignore[misc]
    """One entry of a creator's activity log; the id is `<creator>:<sequence>`."""

    id = StringField(primary_key=True)
    creator_id = StringField(required=True)
    sequence = IntField(required=True)
    at = DateTimeField(required=True)
    actor_id = StringField(required=True)
    actor_kind = StringField()
    client_id = StringField()
    on_behalf_of = StringField()
    delegation_id = StringField()
    delegation_version = IntField()
    action = StringField(required=True)
    object = StringField()
    decision = StringField(required=True)
    rule = StringField()
    reason = StringField()
    request_id = StringField()
    previous_hash = StringField(required=True)
    hash = StringField(required=True)
    event_id = StringField()
    meta = {
        "collection": "activity",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["creator_id", "sequence"], "name": "chain", "unique": True},
            {"fields": ["creator_id", "actor_id", "sequence"], "name": "actor"},
            {
                "fields": ["event_id"],
                "name": "event",
                "unique": True,
                "partialFilterExpression": {"event_id": {"$type": "string"}},
            },
        ],
    }


class HeadDocument(Document):  # type: ignore[misc]
    """The newest entry of a creator's log, so that a cut-off end is noticed; the id is the creator's."""

    id = StringField(primary_key=True)
    entries = IntField(required=True)
    hash = StringField(required=True)
    meta = {"collection": "activity_heads", "db_alias": ALIAS, "auto_create_index": False}


class OpenOfferDocument(Document):  # type: ignore[misc]
    """An offer as the campaigns service last announced it: a projection, which can be rebuilt."""

    id = StringField(primary_key=True)
    creator_id = StringField(required=True)
    pending = BooleanField(required=True)
    version = IntField(required=True)
    meta = {
        "collection": "open_offers",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["creator_id", "pending"], "name": "pending"}],
    }


DOCUMENTS = (
    PartyDocument,
    DelegationDocument,
    RateCardDocument,
    LabelsDocument,
    ActivityDocument,
    HeadDocument,
    OpenOfferDocument,
)
"""Every collection of the service."""
