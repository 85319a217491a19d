"""The collections of the metrics database: their fields and indexes."""

from __future__ import annotations

from typing import Any

from mongoengine import DateTimeField, DictField, Document, IntField, LongField, StringField

from services.metrics.domain.videos import SORTS
from services.shared.documents import AggregateDocument

ALIAS = "metrics"


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
    source = StringField(required=True)
    plays_source = StringField()
    meta: Any = {"abstract": True, "auto_create_index": False}


class SnapshotDocument(_Figures):
    """A video at one time of capture.

    The id is the natural key, `<account>|<milliseconds since 1970>|<video>`: it keeps duplicates out, and
    the captures of an account in order of time, without another index.
    """

    meta: Any = {
        "collection": "snapshots",
        "db_alias": ALIAS,
        "indexes": [
            {
                "fields": ["account", "captured_at"],
                "name": "followers",
                "partialFilterExpression": {"followers": {"$exists": True}},
            },
        ],
    }


class VideoDocument(_Figures):
    """A video as captured last, of a linked account; the id is `<account>|<video>`.

    One index for each order of the list. Everything here can be made again out of the snapshots.
    """

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
    videos = IntField()
    stats = DictField()
    stats_version = IntField()
    meta: Any = {
        "collection": "accounts",
        "db_alias": ALIAS,
        "indexes": [
            {"fields": ["creator_id"], "name": "creator", "unique": True},
            {"fields": ["stale_from"], "name": "stale"},
        ],
    }


class AudienceDocument(AggregateDocument):
    """An audience breakdown as captured at one time."""

    creator_id = StringField(required=True)
    captured_at = DateTimeField(required=True)
    source = StringField(required=True)
    dimensions = DictField()
    reason = StringField()
    meta: Any = {
        "collection": "audiences",
        "db_alias": ALIAS,
        "indexes": [{"fields": ["creator_id", "captured_at"], "name": "newest", "unique": True}],
    }


class ImportDocument(AggregateDocument):
    """The receipt of an import that came with an idempotency key."""

    party_id = StringField(required=True)
    at = DateTimeField(required=True)
    accepted = LongField()
    duplicates = LongField()
    rejected_total = LongField()
    meta: Any = {"collection": "imports", "db_alias": ALIAS}
