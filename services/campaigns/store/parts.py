"""What the documents of campaigns hold: fields that several share, and embedded documents."""

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

from services.campaigns.domain.deliverables import DeliverableState, ReviewDecision
from services.campaigns.domain.states import Side
from services.campaigns.domain.terms import PaymentStage
from services.shared.documents import MoneyPart


class WeightPart(EmbeddedDocument):  # type: ignore[misc]
    """A bucket of a target."""

    bucket = StringField(required=True)
    weight = FloatField(required=True)


class DimensionWeightsPart(EmbeddedDocument):  # type: ignore[misc]
    """How much each dimension of a target counts."""

    gender = FloatField()
    age = FloatField()
    country = FloatField()


class TargetPart(EmbeddedDocument):  # type: ignore[misc]
    """The audience that a campaign is meant for."""

    gender = EmbeddedDocumentListField(WeightPart)
    age = EmbeddedDocumentListField(WeightPart)
    country = EmbeddedDocumentListField(WeightPart)
    weights = EmbeddedDocumentField(DimensionWeightsPart)


class DeliverableTermPart(EmbeddedDocument):  # type: ignore[misc]
    """What is owed, as the terms have it."""

    type = StringField(required=True)
    count = IntField(required=True)
    draft_due = DateTimeField()
    publish_by = DateTimeField()
    max_revisions = IntField()


class UsageRightsPart(EmbeddedDocument):  # type: ignore[misc]
    """What the brand may do with the videos."""

    spark_ads_days = IntField()
    paid_usage = BooleanField(required=True)
    territories = ListField(StringField())


class ExclusivityPart(EmbeddedDocument):  # type: ignore[misc]
    """Where the creator may not work for others, and when."""

    category = StringField(required=True)
    from_ = DateTimeField(required=True)
    until = DateTimeField(required=True)


class PaymentTermPart(EmbeddedDocument):  # type: ignore[misc]
    """One part of the payment schedule."""

    stage = EnumField(PaymentStage, required=True)
    percent = IntField(required=True)
    net_days = IntField(required=True)


class ClausePart(EmbeddedDocument):  # type: ignore[misc]
    """A clause in words."""

    id = StringField(required=True)
    title = StringField()
    text = StringField()


class TermsPart(EmbeddedDocument):  # type: ignore[misc]
    """What the two sides agree on."""

    price = EmbeddedDocumentField(MoneyPart, required=True)
    deliverables = EmbeddedDocumentListField(DeliverableTermPart, required=True)
    usage_rights = EmbeddedDocumentField(UsageRightsPart)
    exclusivity = EmbeddedDocumentField(ExclusivityPart)
    payment_schedule = EmbeddedDocumentListField(PaymentTermPart)
    clauses = EmbeddedDocumentListField(ClausePart)


class Versioned:
    """The fields of a version of the terms."""

    number = IntField(required=True)
    author_id = StringField(required=True)
    author_side = EnumField(Side, required=True)
    on_behalf_of = StringField()
    base_version = IntField()
    terms = EmbeddedDocumentField(TermsPart, required=True)
    parent_hash = StringField(required=True)
    message = StringField()
    created_at = DateTimeField(required=True)
    respond_by = DateTimeField(required=True)
    hash = StringField(required=True)
    author_name = StringField()


class VersionPart(Versioned, EmbeddedDocument):  # type: ignore[misc]
    """The latest version, in its offer."""


class LinkPart(EmbeddedDocument):  # type: ignore[misc]
    """A version by its hash."""

    hash = StringField(required=True)
    author_side = EnumField(Side, required=True)


class DraftPart(EmbeddedDocument):  # type: ignore[misc]
    """A draft with the answer to it."""

    number = IntField(required=True)
    url = StringField(required=True)
    note = StringField()
    submitted_by = StringField(required=True)
    submitted_at = DateTimeField(required=True)
    decision = EnumField(ReviewDecision)
    review_comment = StringField()
    reviewed_by = StringField()
    reviewed_at = DateTimeField()
    submitted_by_name = StringField()
    reviewed_by_name = StringField()


class CommentPart(EmbeddedDocument):  # type: ignore[misc]
    """A remark on a draft."""

    id = StringField(required=True)
    draft = IntField(required=True)
    author_id = StringField(required=True)
    author_side = EnumField(Side, required=True)
    text = StringField(required=True)
    at_second = FloatField()
    created_at = DateTimeField(required=True)
    author_name = StringField()


class PublicationPart(EmbeddedDocument):  # type: ignore[misc]
    """The video that went out."""

    video_id = StringField(required=True)
    url = StringField()
    published_by = StringField(required=True)
    published_at = DateTimeField(required=True)
    published_by_name = StringField()


class DeliverablePart(EmbeddedDocument):  # type: ignore[misc]
    """A piece that is owed, with its drafts."""

    id = StringField(required=True)
    type = StringField(required=True)
    draft_due = DateTimeField()
    publish_by = DateTimeField()
    max_revisions = IntField(required=True)
    state = EnumField(DeliverableState, required=True)
    revisions = IntField(required=True)
    drafts = EmbeddedDocumentListField(DraftPart)
    comments = EmbeddedDocumentListField(CommentPart)
    publication = EmbeddedDocumentField(PublicationPart)


class SlotPart(EmbeddedDocument):  # type: ignore[misc]
    """A place among a creator's active deals."""

    offer_id = StringField(required=True)
    offer_version = IntField(required=True)
    taken_at = DateTimeField(required=True)
