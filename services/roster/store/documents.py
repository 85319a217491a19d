"""The schema and the indexes of what roster keeps."""

from __future__ import annotations

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.fields import EnumField

from services.roster.domain.parties import PartyKind
from services.roster.store.indexes import PARTY_INDEXES, ROSTER_ORDERS, roster_index
from services.roster.store.log_documents import (
    ALIAS,
    ActivityDocument,
    CheckpointDocument,
    CheckpointsUpToDocument,
    RefusalsDocument,
)
from services.roster.store.parts import (
    ChangePart,
    Changing,
    CreatorPart,
    CredentialPart,
    Delegated,
    DelegationPart,
    FoundPart,
    PortfolioVideoPart,
    RatePart,
    RevokedTokenPart,
    StartingRatePart,
    StatsPart,
    SuspensionPart,
    VisibilityPart,
)
from services.roster.store.people_documents import PEOPLE_DOCUMENTS
from services.roster.store.session_documents import ApplicationDocument, SessionDocument
from services.shared.documents import AggregateDocument
from services.shared.remembered import RememberedAnswer


class PartyDocument(AggregateDocument):
    """A party; creators with their headline statistics."""

    kind = EnumField(PartyKind, required=True)
    name = StringField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    country = StringField()
    category = StringField()
    handle = StringField()
    languages = ListField(StringField())
    categories = ListField(StringField())
    bio = StringField()
    portfolio = ListField(StringField())
    visibility = EmbeddedDocumentField(VisibilityPart, required=True)
    suspension = EmbeddedDocumentField(SuspensionPart)
    credentials = EmbeddedDocumentListField(CredentialPart)
    revoked_tokens = EmbeddedDocumentListField(RevokedTokenPart)
    stats = EmbeddedDocumentField(StatsPart)
    found = EmbeddedDocumentField(FoundPart, required=True)
    """What it is found and sorted by, written with everything else."""
    meta = {
        "collection": "parties",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["credentials.client_id"], "name": "client"},
            {"fields": ["handle"], "name": "handle", "sparse": True},
            *PARTY_INDEXES,
        ],
    }


class HandleDocument(Document):  # type: ignore[misc]
    """A creator's handle, which is the id: so that it is unique over all creators, sharded or not."""

    id = StringField(primary_key=True)
    party_id = StringField(required=True)
    meta = {"collection": "handles", "db_alias": ALIAS, "auto_create_index": False}


class PortfolioDocument(Document):  # type: ignore[misc]
    """The figures of the videos that a creator shows, as metrics last announced them; the id is hers."""

    id = StringField(primary_key=True)
    videos = EmbeddedDocumentListField(PortfolioVideoPart)
    version = IntField(required=True)
    meta = {"collection": "portfolios", "db_alias": ALIAS, "auto_create_index": False}


class PairDocument(AggregateDocument):
    """What is open between an agency and a creator; the id is `<agency>:<creator>`."""

    requested = EmbeddedDocumentField(DelegationPart)
    active = EmbeddedDocumentField(DelegationPart)
    ended = EmbeddedDocumentField(DelegationPart)
    granted = BooleanField()
    changes = EmbeddedDocumentListField(ChangePart)
    meta = {
        "collection": "pairs",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["requested.expires_at", "_id"], "name": "requested_expiry", "sparse": True},
            {"fields": ["active.expires_at", "_id"], "name": "active_expiry", "sparse": True},
            {"fields": ["changes.id"], "name": "unrecorded", "sparse": True},
        ],
    }


class DelegationDocument(Delegated, Document):  # type: ignore[misc]
    """A delegation, whatever became of it, as its pair has it. Written from the pair, never decided on."""

    id = StringField(primary_key=True)
    changed_at = DateTimeField()
    line_updated_at = DateTimeField()
    """When what the agency's roster shows of it was changed last, by the database's own clock."""
    creator = EmbeddedDocumentField(CreatorPart)
    """A copy of what her agencies sort and filter by, as of `creator.version`."""
    starting_rate = EmbeddedDocumentField(StartingRatePart)
    """A copy of what they sort by of her rate card, as of `starting_rate.version`."""
    meta = {
        "collection": "delegations",
        "db_alias": ALIAS,
        "shard_key": ("agency_id", "creator_id"),
        "auto_create_index": False,
        "indexes": [
            {"fields": ["agency_id", "state", "requested_at", "_id"], "name": "agency"},
            {"fields": ["agency_id", "state", "updated_at", "_id"], "name": "agency_updated"},
            {"fields": ["creator_id", "state", "requested_at", "_id"], "name": "creator"},
            {"fields": ["creator_id", "state", "updated_at", "_id"], "name": "creator_updated"},
            {"fields": ["agency_id", "changed_at", "_id"], "name": "changes"},
            *(
                {
                    "fields": ["agency_id", "creator_id"],
                    "name": f"one_{state}",
                    "unique": True,
                    "partialFilterExpression": {"state": state},
                }
                for state in ("requested", "active")
            ),
            *(
                {
                    "fields": ["agency_id", f"-{field}" if down else field, "creator_id"],
                    "name": roster_index(order, down=down),
                    "partialFilterExpression": {"state": "active"},
                }
                for order, field in ROSTER_ORDERS.items()
                for down in (False, True)
            ),
        ],
    }


class ChangeDocument(Changing, Document):  # type: ignore[misc]
    """A change of a delegation; the id is `<delegation>:<version>`. Inserted, never changed."""

    id = StringField(primary_key=True)
    meta = {"collection": "delegation_changes", "db_alias": ALIAS, "auto_create_index": False}


class RateCardDocument(AggregateDocument):
    """A creator's rate card in force; the id is the creator's."""

    rates = EmbeddedDocumentListField(RatePart)
    updated_at = DateTimeField()
    updated_by = StringField()
    meta = {"collection": "rate_cards", "db_alias": ALIAS}


class RateCardVersionDocument(Document):  # type: ignore[misc]
    """A rate card that was in force; the id is `<creator>:<version>`. Inserted, never changed."""

    id = StringField(primary_key=True)
    creator_id = StringField(required=True)
    version = IntField(required=True)
    rates = EmbeddedDocumentListField(RatePart)
    updated_at = DateTimeField()
    updated_by = StringField()
    meta = {
        "collection": "rate_card_versions",
        "db_alias": ALIAS,
        "shard_key": ("creator_id",),
        "auto_create_index": False,
        "indexes": [
            {"fields": ["creator_id", "-version"], "name": "history", "unique": True},
            {"fields": ["creator_id", "updated_at"], "name": "history_updated"},
        ],
    }


class LabelsDocument(AggregateDocument):
    """An agency's tags and notes on a creator; the id is `<agency>:<creator>`."""

    tags = ListField(StringField())
    notes = StringField()
    meta = {"collection": "labels", "db_alias": ALIAS}


class RosterAnswerDocument(RememberedAnswer):
    """A command that an aggregate of the service has applied, and its sealed answer."""

    meta = {"collection": "answers", "db_alias": ALIAS}


class OpenOfferDocument(Document):  # type: ignore[misc]
    """An offer as the campaigns service last announced it: a projection, which can be rebuilt."""

    id = StringField(primary_key=True)
    creator_id = StringField(required=True)
    brand_id = StringField()
    pending = BooleanField(required=True)
    awaiting = StringField()
    version = IntField(required=True)
    meta = {
        "collection": "open_offers",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["creator_id", "pending", "awaiting"], "name": "pending"},
            {"fields": ["brand_id", "pending", "awaiting"], "name": "brand"},
        ],
    }


DOCUMENTS = (
    PartyDocument,
    HandleDocument,
    PortfolioDocument,
    PairDocument,
    DelegationDocument,
    ChangeDocument,
    RateCardDocument,
    RateCardVersionDocument,
    LabelsDocument,
    ActivityDocument,
    CheckpointDocument,
    CheckpointsUpToDocument,
    RefusalsDocument,
    RosterAnswerDocument,
    OpenOfferDocument,
    *PEOPLE_DOCUMENTS,
    ApplicationDocument,
    SessionDocument,
)
"""Every collection of the service."""
