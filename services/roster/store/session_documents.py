"""The schema and the indexes of applications and sessions."""

from __future__ import annotations

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.fields import EnumField

from services.roster.domain.sessions import Ended
from services.roster.store.log_documents import ALIAS
from services.shared.documents import AggregateDocument


class ApplicationDocument(AggregateDocument):
    """An application of a party."""

    party_id = StringField(required=True)
    name = StringField(required=True)
    redirect_uris = ListField(StringField(), required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    secret_hash = StringField()
    meta = {
        "collection": "applications",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["party_id"], "name": "party"}],
    }


class CodePart(EmbeddedDocument):  # type: ignore[misc]
    """What a code was issued with."""

    hash = StringField(required=True)
    expires_at = DateTimeField(required=True)
    redirect_uri = StringField(required=True)
    challenge = StringField(required=True)
    used = BooleanField(required=True)


class SessionDocument(AggregateDocument):
    """A sign-in, or an application that was let in."""

    person_id = StringField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    last_used_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    forget_at = DateTimeField(required=True)
    client_id = StringField()
    party_id = StringField()
    parent_id = StringField()
    scopes = ListField(StringField())
    address = StringField()
    device = StringField()
    secret_hash = StringField()
    seed = StringField()
    code = EmbeddedDocumentField(CodePart)
    refresh_hash = StringField()
    rotations = IntField(required=True)
    rotated_at = DateTimeField()
    ended_at = DateTimeField()
    ended_because = EnumField(Ended)
    meta = {
        "collection": "sessions",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["person_id", "ended_at"], "name": "person"},
            {"fields": ["client_id", "ended_at"], "name": "client"},
            {"fields": ["parent_id", "ended_at"], "name": "parent"},
            {"fields": ["forget_at"], "name": "forgotten", "expireAfterSeconds": 0},
        ],
    }
