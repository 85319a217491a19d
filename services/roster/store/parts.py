"""What the documents of roster hold: fields that several share, and embedded documents."""

from __future__ import annotations

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    FloatField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.fields import EnumField

from services.roster.domain.activity import ALLOWED, DENIED, READ, RECORDED
from services.roster.domain.delegations import Act, DelegationState
from services.roster.domain.parties import PartyKind, PartyState
from services.shared.documents import MoneyPart


class CredentialPart(EmbeddedDocument):  # type: ignore[misc]
    """A client of a party."""

    client_id = StringField(required=True)
    secret_hash = StringField(required=True)
    created_at = DateTimeField(required=True)
    last_used_at = DateTimeField()


class SuspensionPart(EmbeddedDocument):  # type: ignore[misc]
    """That a party is barred."""

    at = DateTimeField(required=True)
    reason = StringField(required=True)


class VisibilityPart(EmbeddedDocument):  # type: ignore[misc]
    """Who may find a creator, and see her rates."""

    listed = BooleanField(required=True)
    found_by_handle = BooleanField(required=True)
    public_rates = BooleanField(required=True)


class PortfolioVideoPart(EmbeddedDocument):  # type: ignore[misc]
    """A video that a creator shows; what is unknown is null."""

    video_id = StringField(required=True)
    posted_at = DateTimeField()
    views = IntField()
    likes = IntField()
    comments = IntField()
    shares = IntField()
    engagement_rate = FloatField()
    captured_at = DateTimeField()


class FoundPart(EmbeddedDocument):  # type: ignore[misc]
    """What a party is found and sorted by; without a `handle` where it is not found by one."""

    state = EnumField(PartyState, required=True)
    name = StringField(required=True)
    keys = ListField(StringField())
    listed = BooleanField(required=True)
    handle = StringField()
    categories = ListField(StringField())
    followers = IntField(required=True)
    average_views = FloatField(required=True)
    engagement_rate = FloatField(required=True)


class RevokedTokenPart(EmbeddedDocument):  # type: ignore[misc]
    """An access token that was revoked."""

    id = StringField(required=True)
    expires_at = DateTimeField(required=True)


class StatsPart(EmbeddedDocument):  # type: ignore[misc]
    """Headline statistics; what is unknown is null."""

    followers = IntField()
    average_views = FloatField()
    median_views = FloatField()
    engagement_rate = FloatField()
    captured_at = DateTimeField()
    version = IntField()


class CreatorPart(EmbeddedDocument):  # type: ignore[misc]
    """What agencies sort and filter a creator by."""

    version = IntField(required=True)
    suspended = BooleanField()
    handle = StringField()
    name = StringField(required=True)
    country = StringField()
    categories = ListField(StringField())
    followers = IntField()
    average_views = FloatField()
    engagement_rate = FloatField()


class StartingRatePart(EmbeddedDocument):  # type: ignore[misc]
    """What agencies sort a creator by of her rate card."""

    version = IntField(required=True)
    amount_minor = IntField()


class GuardrailsPart(EmbeddedDocument):  # type: ignore[misc]
    """The limits of a delegation."""

    confirm_all_accepts = BooleanField(required=True)
    confirm_accepts_above = EmbeddedDocumentField(MoneyPart)
    floor_price = EmbeddedDocumentField(MoneyPart)
    blocked_categories = ListField(StringField())
    max_active_campaigns = IntField()


class Delegated:
    """The fields of a delegation."""

    version = IntField(required=True)
    creator_id = StringField(required=True)
    agency_id = StringField(required=True)
    state = EnumField(DelegationState, required=True)
    scopes = ListField(StringField())
    requested_scopes = ListField(StringField())
    purpose = StringField()
    consent_text = StringField()
    consent_hash = StringField()
    requested_at = DateTimeField(required=True)
    requested_by = StringField()
    guardrails = EmbeddedDocumentField(GuardrailsPart, required=True)
    granted_at = DateTimeField()
    granted_by = StringField()
    granted_with = StringField()
    expires_at = DateTimeField()
    ended_at = DateTimeField()
    ended_by = StringField()
    reason = StringField()
    agency_name = StringField()
    creator_handle = StringField()
    creator_name = StringField()
    updated_at = DateTimeField()


class DelegationPart(Delegated, EmbeddedDocument):  # type: ignore[misc]
    """A delegation in its pair, or as a change left it."""

    id = StringField(required=True)


class ActorPart(EmbeddedDocument):  # type: ignore[misc]
    """Who did something."""

    party_id = StringField(required=True)
    client_id = StringField()
    authenticated_with = StringField()


class Changing:
    """The fields of a change of a delegation."""

    act = EnumField(Act, required=True)
    at = DateTimeField(required=True)
    by = EmbeddedDocumentField(ActorPart, required=True)
    reason = StringField()
    delegation = EmbeddedDocumentField(DelegationPart, required=True)


class ChangePart(Changing, EmbeddedDocument):  # type: ignore[misc]
    """A change that has no record of its own yet."""

    id = StringField(required=True)


class RatePart(EmbeddedDocument):  # type: ignore[misc]
    """The price of one deliverable."""

    deliverable = StringField(required=True)
    price = EmbeddedDocumentField(MoneyPart, required=True)
    negotiable = BooleanField(required=True)
    note = StringField()


class ReadingPart(EmbeddedDocument):  # type: ignore[misc]
    """Something that was read, as the API shows it."""

    action = StringField(required=True)
    object = StringField()
    count = IntField(required=True)
    at = StringField(required=True)
    request_id = StringField()


class Logged:
    """The fields of an entry of the activity log, as the API shows it."""

    creator_id = StringField(required=True)
    sequence = IntField(required=True)
    at = StringField(required=True)
    actor_id = StringField()
    actor_kind = EnumField(PartyKind)
    client_id = StringField()
    person_id = StringField()
    person_name = StringField()
    on_behalf_of = StringField()
    delegation_id = StringField()
    delegation_version = IntField()
    action = StringField(required=True)
    object = StringField()
    decision = StringField(required=True, choices=(ALLOWED, DENIED, READ, RECORDED))
    rule = StringField()
    reason = StringField()
    request_id = StringField()
    count = IntField(required=True)
    readings = EmbeddedDocumentListField(ReadingPart)
    unlisted = IntField()
    previous_hash = StringField(required=True)
    hash = StringField(required=True)


class EntryPart(Logged, EmbeddedDocument):  # type: ignore[misc]
    """An entry that waits for its place in the log."""
