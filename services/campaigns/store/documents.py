"""The schema and the indexes of what campaigns keeps."""

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

from services.campaigns.domain.guardrails import HeldBecause
from services.campaigns.domain.states import OfferState, Side, Tab
from services.campaigns.store.parts import (
    DeliverablePart,
    LinkPart,
    SlotPart,
    TargetPart,
    Versioned,
    VersionPart,
)
from services.shared.documents import AggregateDocument, MoneyPart
from services.shared.remembered import RememberedAnswer

ALIAS = "campaigns"


class CampaignDocument(AggregateDocument):
    """A brand's campaign."""

    brand_id = StringField(required=True)
    brand_name = StringField()
    name = StringField(required=True)
    brief = StringField()
    category = StringField(required=True)
    budget = EmbeddedDocumentField(MoneyPart)
    target = EmbeddedDocumentField(TargetPart)
    starts_on = StringField()
    ends_on = StringField()
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    meta = {
        "collection": "campaigns",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["brand_id", "created_at", "_id"], "name": "brand"},
            {"fields": ["brand_id", "updated_at", "_id"], "name": "brand_updated"},
        ],
    }


class OfferDocument(AggregateDocument):
    """An offer with its latest version and, once agreed, its deliverables.

    `tab` follows from the state. `agencies` are those that read the creator's offers, as far as is known:
    the projection `GrantDocument` carried to where the inbox is sorted.
    """

    campaign_id = StringField(required=True)
    campaign_name = StringField()
    brand_id = StringField(required=True)
    brand_name = StringField()
    category = StringField()
    creator_id = StringField(required=True)
    state = EnumField(OfferState, required=True)
    tab = EnumField(Tab, required=True)
    latest = EmbeddedDocumentField(VersionPart, required=True)
    chain = EmbeddedDocumentListField(LinkPart, required=True)
    respond_by = DateTimeField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)
    accepted_by = StringField()
    agreed_at = DateTimeField()
    held_because = ListField(EnumField(HeldBecause))
    reason = StringField()
    cancellation_requested_by = EnumField(Side)
    deliverables = EmbeddedDocumentListField(DeliverablePart)
    under_review_since = DateTimeField()
    accepted_by_name = StringField()
    campaign_target = EmbeddedDocumentField(TargetPart)
    agencies = ListField(StringField())
    meta = {
        "collection": "offers",
        "db_alias": ALIAS,
        # Lists come in the order of their index, whether one state is wanted or several: those are merged.
        "indexes": [
            {"fields": ["agencies", "state", "respond_by", "_id"], "name": "inbox"},
            {"fields": ["agencies", "state", "updated_at", "_id"], "name": "inbox_updated"},
            {"fields": ["creator_id", "state", "respond_by", "_id"], "name": "creator"},
            {"fields": ["creator_id", "state", "updated_at", "_id"], "name": "creator_updated"},
            {"fields": ["campaign_id", "state", "respond_by", "_id"], "name": "campaign"},
            {"fields": ["campaign_id", "state", "updated_at", "_id"], "name": "campaign_updated"},
            {"fields": ["brand_id", "state", "respond_by", "_id"], "name": "brand"},
            {"fields": ["brand_id", "state", "updated_at", "_id"], "name": "brand_updated"},
            # What timers look for: no other offer stands in these.
            {
                "fields": ["respond_by", "_id"],
                "name": "expiry",
                "partialFilterExpression": {"tab": Tab.PENDING.value},
            },
            {
                "fields": ["under_review_since", "_id"],
                "name": "review",
                "partialFilterExpression": {"state": OfferState.ACTIVE.value},
            },
        ],
    }


class VersionDocument(Versioned, Document):  # type: ignore[misc]
    """A version of an offer's terms, which never changes; the id is `<offer>:<hash>`."""

    id = StringField(primary_key=True)
    meta = {"collection": "versions", "db_alias": ALIAS, "auto_create_index": False}


class MessageDocument(AggregateDocument):
    """A message in an offer's thread."""

    offer_id = StringField(required=True)
    author_id = StringField(required=True)
    author_side = EnumField(Side, required=True)
    text = StringField(required=True)
    created_at = DateTimeField(required=True)
    author_name = StringField()
    meta = {
        "collection": "messages",
        "db_alias": ALIAS,
        "shard_key": ("offer_id",),
        "indexes": [
            {"fields": ["offer_id", "created_at", "_id"], "name": "thread"},
            {"fields": ["offer_id", "author_side"], "name": "side"},
        ],
    }


class CampaignsAnswerDocument(RememberedAnswer):
    """A command that an aggregate of the service has applied, and its sealed answer."""

    meta = {"collection": "answers", "db_alias": ALIAS}


class CreatorDocument(Document):  # type: ignore[misc]
    """A creator whom roster has named, because she was sent an offer or is called otherwise; the id is hers.

    `profile_version` is that of her names, as roster counts. `suspended` is what roster said of her at
    `standing_version`. `slots` says which of her offers hold a place
    among her active deals.
    """

    id = StringField(primary_key=True)
    handle = StringField()
    display_name = StringField()
    profile_version = IntField()
    suspended = BooleanField()
    standing_version = IntField()
    slots = EmbeddedDocumentListField(SlotPart)
    meta = {"collection": "creators", "db_alias": ALIAS, "auto_create_index": False}


class GrantDocument(Document):  # type: ignore[misc]
    """Whether an agency reads a creator's offers, as roster last said; the id is `<agency>:<creator>`.

    `applied` is False until the creator's offers carry it.
    """

    id = StringField(primary_key=True)
    agency_id = StringField(required=True)
    creator_id = StringField(required=True)
    readable = BooleanField(required=True)
    at = DateTimeField(required=True)
    applied = BooleanField(required=True)
    meta = {
        "collection": "grants",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["creator_id", "readable"], "name": "readers"}],
    }


class MarkerDocument(Document):  # type: ignore[misc]
    """Up to where an agency's changes have been taken over from roster; the id is the agency's."""

    id = StringField(primary_key=True)
    marker = StringField(required=True)
    meta = {"collection": "markers", "db_alias": ALIAS, "auto_create_index": False}


DOCUMENTS = (
    CampaignDocument,
    OfferDocument,
    VersionDocument,
    MessageDocument,
    CampaignsAnswerDocument,
    CreatorDocument,
    GrantDocument,
    MarkerDocument,
)
"""Every collection of the service."""
