"""The collections of the metrics database: their fields and indexes."""

from __future__ import annotations

from typing import Any

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
    LongField,
    StringField,
)
from mongoengine.fields import EnumField

from services.metrics.domain.imports import ImporterKind, ImportState
from services.metrics.domain.videos import SORTS
from services.shared.documents import AggregateDocument
from services.shared.remembered import RememberedAnswer

ALIAS = "metrics"


class StatsPart(EmbeddedDocument):  # type: ignore[misc]
    """Headline statistics; what is unknown is null."""

    followers = LongField()
    average_views = FloatField()
    median_views = FloatField()
    engagement_rate = FloatField()
    captured_at = DateTimeField()


class FiguresPart(EmbeddedDocument):  # type: ignore[misc]
    """A video that a creator shows; what is unknown is null."""

    video_id = StringField(required=True)
    posted_at = DateTimeField()
    views = LongField()
    likes = LongField()
    comments = LongField()
    shares = LongField()
    engagement_rate = FloatField()
    captured_at = DateTimeField(required=True)


class SharePart(EmbeddedDocument):  # type: ignore[misc]
    """A bucket with its share of the audience."""

    bucket = StringField(required=True)
    share = FloatField(required=True)


class DimensionsPart(EmbeddedDocument):  # type: ignore[misc]
    """The shares of each dimension."""

    gender = EmbeddedDocumentListField(SharePart)
    age = EmbeddedDocumentListField(SharePart)
    country = EmbeddedDocumentListField(SharePart)
    device = EmbeddedDocumentListField(SharePart)
    activity = EmbeddedDocumentListField(SharePart)
    language = EmbeddedDocumentListField(SharePart)
    interests = EmbeddedDocumentListField(SharePart)


class _Figures(Document):  # type: ignore[misc]
    """The fields of a snapshot; unknown figures are left out."""

    id = StringField(primary_key=True)
    account = StringField(required=True)
    video = StringField(required=True)
    captured_at = DateTimeField(required=True)
    posted_at = DateTimeField()
    followers = LongField()
    duration_s = LongField()
    views = LongField()
    likes = LongField()
    comments = LongField()
    shares = LongField()
    saves = LongField()
    full_plays = LongField()
    six_second_plays = LongField()
    note = StringField()
    plays_note = StringField()
    source = StringField(required=True)
    strength = IntField(required=True)
    import_id = StringField()
    batch = IntField()
    delegation_id = StringField()
    delegation_version = IntField()
    meta: Any = {"abstract": True, "auto_create_index": False}


class SnapshotDocument(_Figures):
    """A video at one time of capture, as one importer brought it.

    The id is the natural key with the importer's rank, `<account>|<milliseconds since
    1970>|<video>\t<rank>`: it keeps duplicates out, and the captures of an account in order of time,
    without another index. Rows of the same account, time and video stand side by side, the strongest last,
    and the order in which they came is not to be seen. No video's id has a tab in it, so that no other
    video's rows come between.
    """

    meta: Any = {
        "collection": "snapshots",
        "db_alias": ALIAS,
        "indexes": [
            {
                "fields": ["account", "captured_at", "strength", "followers"],
                "name": "followers",
                "partialFilterExpression": {"followers": {"$exists": True}},
            },
            # The last capture of a video before a time is the first entry after it.
            {"fields": ["account", "video", "-_id"], "name": "video"},
            {"fields": ["import_id", "batch"], "name": "import"},
        ],
    }


class VideoDocument(_Figures):
    """A video as captured last, of a linked account; the id is `<account>|<video>`.

    `snapshot_id` is the row that it was made of: the greater one is the newer one, or the stronger of one
    time. One index for each order of the list. Everything here can be made again out of the snapshots.
    """

    snapshot_id = StringField(required=True)
    updated_at = DateTimeField(required=True)
    meta: Any = {
        "collection": "videos",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["account", column, "_id"], "name": column} for column in SORTS],
    }


class AccountDocument(AggregateDocument):
    """A creator's handle, which is the id, joined to her id."""

    creator_id = StringField(required=True)
    stale_from = DateTimeField(required=True)
    marked_at = DateTimeField()
    withdrawn = BooleanField()
    videos = IntField()
    stats = EmbeddedDocumentField(StatsPart)
    stats_version = IntField()
    display_name = StringField()
    profile_version = IntField()
    portfolio = ListField(StringField())
    portfolio_version = IntField()
    figures = EmbeddedDocumentListField(FiguresPart)
    figures_version = IntField()
    meta: Any = {
        "collection": "accounts",
        "db_alias": ALIAS,
        "shard_key": ("creator_id",),
        "indexes": [
            {"fields": ["creator_id"], "name": "creator", "unique": True},
            {"fields": ["stale_from"], "name": "stale"},
        ],
    }


class AudienceDocument(AggregateDocument):
    """An audience breakdown as captured at one time, as one importer brought it."""

    creator_id = StringField(required=True)
    captured_at = DateTimeField(required=True)
    source = StringField(required=True)
    dimensions = EmbeddedDocumentField(DimensionsPart, required=True)
    reason = StringField()
    note = StringField()
    strength = IntField(required=True)
    party_id = StringField(required=True)
    delegation_id = StringField()
    delegation_version = IntField()
    party_name = StringField()
    meta: Any = {
        "collection": "audiences",
        "db_alias": ALIAS,
        "shard_key": ("creator_id",),
        "indexes": [
            {
                "fields": ["creator_id", "captured_at", "strength", "source"],
                "name": "newest",
                "unique": True,
            },
        ],
    }


class ImportDocument(AggregateDocument):
    """The record of an import."""

    state = EnumField(ImportState, required=True)
    party_id = StringField(required=True)
    party_kind = EnumField(ImporterKind, required=True)
    client_id = StringField()
    source = StringField(required=True)
    started_at = DateTimeField(required=True)
    seen_at = DateTimeField(required=True)
    ended_at = DateTimeField()
    withdrawn_at = DateTimeField()
    withdrawn_by = StringField()
    party_name = StringField()
    withdrawn_by_name = StringField()
    settled = IntField()
    accepted = LongField()
    duplicates = LongField()
    rejected_total = LongField()
    note = StringField()
    reason = StringField()
    updated_at = DateTimeField()
    person_id = StringField()
    meta: Any = {
        "collection": "imports",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["party_id", "state", "started_at", "_id"], "name": "importer"},
            {"fields": ["party_id", "state", "updated_at", "_id"], "name": "importer_updated"},
            {"fields": ["party_id", "person_id", "state", "started_at", "_id"], "name": "person"},
            {"fields": ["party_id", "person_id", "state", "updated_at", "_id"], "name": "person_updated"},
            {"fields": ["state", "started_at", "_id"], "name": "everybody"},
            {"fields": ["state", "updated_at", "_id"], "name": "everybody_updated"},
            {"fields": ["state", "seen_at"], "name": "state"},
        ],
    }


class ImportKeyDocument(AggregateDocument):
    """An idempotency key under which a file was imported whole."""

    import_id = StringField(required=True)
    meta: Any = {"collection": "import_keys", "db_alias": ALIAS}


class MetricsAnswerDocument(RememberedAnswer):
    """A command that an aggregate of the service has applied, and its sealed answer."""

    meta: Any = {"collection": "answers", "db_alias": ALIAS}


class DiscardDocument(Document):  # type: ignore[misc]
    """An account from which rows of an import are discarded, until it is marked; `<import>|<account>`."""

    id = StringField(primary_key=True)
    import_id = StringField(required=True)
    account = StringField(required=True)
    since = DateTimeField(required=True)
    meta: Any = {
        "collection": "discards",
        "db_alias": ALIAS,
        "auto_create_index": False,
        "indexes": [{"fields": ["import_id"], "name": "import"}],
    }
