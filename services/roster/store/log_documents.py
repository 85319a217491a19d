"""The schema and the indexes of the activity log, and of what stands behind it."""

from __future__ import annotations

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocumentField,
    IntField,
    ListField,
    StringField,
)

from services.roster.store.parts import EntryPart, Logged

ALIAS = "roster"


class ActivityDocument(Logged, Document):  # type: ignore[misc]
    """One entry of a creator's activity log as the API shows it; the id is `<creator>:<sequence>`."""

    id = StringField(primary_key=True)
    event_id = StringField()
    written = IntField(required=True)
    meta = {
        "collection": "activity",
        "db_alias": ALIAS,
        "shard_key": ("creator_id",),
        "auto_create_index": False,
        "indexes": [
            {"fields": ["creator_id", "sequence"], "name": "chain", "unique": True},
            {"fields": ["creator_id", "actor_id", "sequence"], "name": "actor"},
            {
                "fields": ["creator_id", "event_id"],
                "name": "event",
                "unique": True,
                "partialFilterExpression": {"event_id": {"$type": "string"}},
            },
            {"fields": ["written", "creator_id"], "name": "written"},
            {"fields": ["creator_id", "written"], "name": "recent"},
        ],
    }


class CheckpointDocument(Document):  # type: ignore[misc]
    """A signed head of a creator's log; the id is `<creator>:<sequence>:<hash of the statement>`."""

    id = StringField(primary_key=True)
    creator_id = StringField(required=True)
    sequence = IntField(required=True)
    hash = StringField(required=True)
    at = StringField(required=True)
    statement = StringField(required=True)
    meta = {
        "collection": "activity_checkpoints",
        "db_alias": ALIAS,
        "shard_key": ("creator_id",),
        "auto_create_index": False,
        "indexes": [
            {"fields": ["creator_id", "-sequence", "-at"], "name": "newest"},
            {"fields": ["creator_id", "at"], "name": "signed"},
        ],
    }


class CheckpointsUpToDocument(Document):  # type: ignore[misc]
    """Until when entries have been looked at for checkpoints; proves nothing, and may be lost."""

    id = StringField(primary_key=True)
    at = DateTimeField(required=True)
    meta = {"collection": "checkpoints_up_to", "db_alias": ALIAS, "auto_create_index": False}


class RefusalsDocument(Document):  # type: ignore[misc]
    """Refusals that wait to be logged as one entry; the id is `<creator>:<whose>:<rule>:<window>`."""

    id = StringField(primary_key=True)
    callers = ListField(StringField())
    count = IntField(required=True)
    ends_at = DateTimeField(required=True)
    latest = EmbeddedDocumentField(EntryPart)
    closed = BooleanField()
    meta = {
        "collection": "refusals",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["ends_at"], "name": "due"}],
    }
