"""The schema and the indexes of what roster keeps of people."""

from __future__ import annotations

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    FloatField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.fields import EnumField

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.invitations import InvitationState
from services.roster.domain.people.person import Locale
from services.roster.domain.people.roles import Role
from services.roster.store.log_documents import ALIAS
from services.shared.documents import AggregateDocument

DAY_SECONDS = 24 * 3600
ADDRESS_SECONDS = 180 * DAY_SECONDS


class MembershipPart(EmbeddedDocument):  # type: ignore[misc]
    """What a person is in a party."""

    party_id = StringField(required=True)
    party_kind = EnumField(PartyKind, required=True)
    role = EnumField(Role, required=True)
    since = DateTimeField(required=True)
    creator_ids = ListField(StringField())


class SecondFactorPart(EmbeddedDocument):  # type: ignore[misc]
    """What a person's app makes codes of."""

    secret = StringField(required=True)
    confirmed = BooleanField(required=True)
    last_step = IntField(required=True)
    recovery_codes = ListField(StringField())


class ExternalIdentityPart(EmbeddedDocument):  # type: ignore[misc]
    """Who a person is to an external issuer."""

    issuer = StringField(required=True)
    subject = StringField(required=True)


class DeparturePart(EmbeddedDocument):  # type: ignore[misc]
    """That an owner is about to be so no longer."""

    person_id = StringField(required=True)
    version = IntField(required=True)


class PersonDocument(AggregateDocument):
    """A person."""

    email = StringField(required=True)
    name = StringField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    sessions_valid_from = DateTimeField(required=True)
    locale = EnumField(Locale, required=True)
    time_zone = StringField()
    password_hash = StringField()
    email_proven = BooleanField(required=True)
    factor = EmbeddedDocumentField(SecondFactorPart)
    memberships = EmbeddedDocumentListField(MembershipPart)
    identities = EmbeddedDocumentListField(ExternalIdentityPart)
    meta = {
        "collection": "people",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["email"], "name": "email"},
            {"fields": ["identities.issuer", "identities.subject"], "name": "identity", "sparse": True},
            {"fields": ["created_at", "_id"], "name": "created"},
            {"fields": ["updated_at", "_id"], "name": "updated"},
            {"fields": ["memberships.party_id", "created_at", "_id"], "name": "party"},
            {"fields": ["memberships.party_id", "updated_at", "_id"], "name": "party_updated"},
        ],
    }


class EmailDocument(Document):  # type: ignore[misc]
    """A mail address, which is the id: so that it is unique over all people, sharded or not."""

    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    meta = {"collection": "emails", "db_alias": ALIAS, "auto_create_index": False}


class InvitationDocument(AggregateDocument):
    """An invitation."""

    party_id = StringField(required=True)
    party_kind = EnumField(PartyKind, required=True)
    email = StringField(required=True)
    role = EnumField(Role, required=True)
    invited_by = StringField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    creator_ids = ListField(StringField())
    invited_by_person = StringField()
    invited_by_name = StringField()
    tokens = ListField(StringField())
    state = EnumField(InvitationState, required=True)
    accepted_by = StringField()
    settled = BooleanField(required=True)
    meta = {
        "collection": "invitations",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["party_id", "created_at", "_id"], "name": "party"},
            {"fields": ["party_id", "updated_at", "_id"], "name": "party_updated"},
        ],
    }


class ResetDocument(AggregateDocument):
    """A link to a new password."""

    email = StringField(required=True)
    created_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    tokens = ListField(StringField())
    used = BooleanField(required=True)
    meta = {
        "collection": "resets",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["expires_at"], "name": "expiry", "expireAfterSeconds": DAY_SECONDS}],
    }


class DeparturesDocument(AggregateDocument):
    """The owners of an agency who are about to be so no longer; the id is the agency's."""

    leaving = EmbeddedDocumentListField(DeparturePart)
    meta = {"collection": "departures", "db_alias": ALIAS}


class AttemptsDocument(Document):  # type: ignore[misc]
    """How many attempts were made at something, as of `at`; `admitted` says whether the last was counted."""

    id = StringField(primary_key=True)
    count = FloatField(required=True)
    at = DateTimeField(required=True)
    admitted = BooleanField(required=True)
    meta = {
        "collection": "attempts",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "name": "expiry", "expireAfterSeconds": DAY_SECONDS}],
    }


class KnownAddressDocument(Document):  # type: ignore[misc]
    """That a person has signed in from an address; the id is `<person>:<hash of the address>`."""

    id = StringField(primary_key=True)
    at = DateTimeField(required=True)
    meta = {
        "collection": "known_addresses",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "name": "expiry", "expireAfterSeconds": ADDRESS_SECONDS}],
    }


PEOPLE_DOCUMENTS = (
    PersonDocument,
    EmailDocument,
    InvitationDocument,
    ResetDocument,
    DeparturesDocument,
    AttemptsDocument,
    KnownAddressDocument,
)
"""Every collection of the service that has to do with people."""
