"""Aggregates in MongoDB: one document each, with its version, outbox and applied commands.

Reads decode to dicts and go straight to the domain's dataclasses: hydrating Documents costs about fifteen
times as much. Beside a service's `store`, only this module, `remembered` and `validators` import mongoengine.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

import cattrs
from bson import Binary
from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    IntField,
    StringField,
    connect,
)
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DocumentTooLarge, DuplicateKeyError, PyMongoError, WriteError
from pymongo.write_concern import WriteConcern

from services.shared import lookups, remembered, telemetry
from services.shared.backlog import Backlog
from services.shared.commands import Aggregate, Applied, Commit, Duplicate
from services.shared.events import Staged
from services.shared.outbox import Waiting
from services.shared.remembered import REMEMBERED_COMMANDS

HISTORY = {"outbox": 0, "applied": 0}
"""What is not read of an aggregate: what it still has to tell, and what it has told."""

UNCONFIRMED = WriteConcern(w=1, j=False)
"""For what does no harm when a crash loses it, because it is done again."""

TOO_LARGE = frozenset({10334, 17419})
"""MongoDB's codes for a document over 16 MB."""

A = TypeVar("A", bound=Aggregate)

converter = cattrs.Converter()
"""Between the domain's dataclasses and what BSON holds: enums by value, times and bytes as they are."""
converter.register_structure_hook(datetime, lambda value, _: value)
converter.register_structure_hook(bytes, lambda value, _: bytes(value))
converter.register_unstructure_hook(datetime, lambda value: value)
converter.register_unstructure_hook(Enum, lambda value: value.value)


class MoneyPart(EmbeddedDocument):  # type: ignore[misc]
    """`services.shared.money.Money` in a document."""

    amount_minor = IntField(required=True)
    currency = StringField(required=True)


class OutboxEntry(EmbeddedDocument):  # type: ignore[misc]
    """An event that waits for its publication."""

    id = StringField(required=True)
    subject = StringField(required=True)
    payload = BinaryField(required=True)
    aggregate_id = StringField(required=True)
    aggregate_version = IntField(required=True)
    at = DateTimeField(required=True)
    actor = StringField()
    request_id = StringField()
    traceparent = StringField()


class AppliedEntry(EmbeddedDocument):  # type: ignore[misc]
    """A command that was applied, and its sealed answer."""

    id = StringField(required=True)
    request_sha = StringField(required=True)
    reply = BinaryField(required=True)


class AggregateDocument(Document):  # type: ignore[misc]
    """What every aggregate's document declares; a subclass adds the fields of its own.

    A collection can be sharded by `_id`, or by what `shard_key` in its `meta` names instead.
    """

    id = StringField(primary_key=True)
    version = IntField(required=True)
    outbox = EmbeddedDocumentListField(OutboxEntry)
    applied = EmbeddedDocumentListField(AppliedEntry)
    emptied = BooleanField()
    """Its answers have all been moved to `answers`, because there was no room for them."""

    meta = {  # noqa: RUF012 (mongoengine reads it off the class)
        "abstract": True,
        "auto_create_index": False,
        # Sparse: only those that carry events stand in it.
        "indexes": [{"fields": ["outbox.id"], "name": "outbox", "sparse": True}],
    }


def check_declared(document: Any, domain: Any) -> None:
    """Raises TypeError unless a Document declares each field of a dataclass, and of those that it holds."""
    hints = typing.get_type_hints(domain)
    for item in dataclasses.fields(domain):
        field = document._fields.get(item.name)
        if field is None:
            raise TypeError(f"{document.__name__} does not declare {item.name} of {domain.__name__}.")
        for held in _dataclasses(hints[item.name]):
            part = getattr(field, "field", None) or field
            if not isinstance(part, EmbeddedDocumentField):
                raise TypeError(f"{document.__name__}.{item.name} does not declare {held.__name__}.")
            check_declared(part.document_type, held)


def _dataclasses(hint: Any) -> list[Any]:
    """Those that stand in `X`, `X | None` and `tuple[X, ...]`."""
    return [each for each in typing.get_args(hint) or (hint,) if dataclasses.is_dataclass(each)]


def connect_database(uri: str, alias: str) -> Any:
    """Connects mongoengine's `alias` durably: majority, journaled, retryable; returns the database."""
    client = connect(
        host=uri,
        alias=alias,
        w="majority",
        journal=True,
        retryWrites=True,
        readPreference="primary",
        uuidRepresentation="standard",
        tz_aware=True,
        serverSelectionTimeoutMS=3000,
        # Not timeoutMS, whose accounting costs a tenth of a small read.
        connectTimeoutMS=3000,
        socketTimeoutMS=10_000,
        event_listeners=[telemetry.PoolMeter()],
    )
    return client.get_default_database()


class MongoRepository(Generic[A]):
    """The aggregates of one kind, as `document` declares them and `domain` understands them."""

    def __init__(self, document: type[AggregateDocument], domain: type[A]) -> None:
        check_declared(document, domain)
        self.document, self.domain = document, domain

    @property
    def collection(self) -> Collection[dict[str, Any]]:
        """The collection, for queries of the service's own."""
        return self.document._get_collection()  # type: ignore[no-any-return]

    def load(self, row: Mapping[str, Any]) -> A:
        """The aggregate that a decoded document holds."""
        return converter.structure({**row, "id": row["_id"]}, self.domain)

    def get(self, aggregate_id: str) -> A | None:
        """The aggregate, or None."""
        row = lookups.by_id(self.collection, aggregate_id, HISTORY)
        return self.load(row) if row else None

    def recall(self, aggregate_id: str, command_id: str) -> tuple[A | None, Applied | None]:
        """The aggregate, or None; and the command of that id, where the aggregate has applied it."""
        kept = {"outbox": 0, "applied": {"$elemMatch": {"id": command_id}}}
        row = self.collection.find_one({"_id": aggregate_id}, kept)
        if row is None:
            return None, None
        applied = row.pop("applied", ())
        if not applied and (row["version"] >= REMEMBERED_COMMANDS or row.get("emptied")):
            applied = remembered.found(self.collection, command_id)
        return self.load(row), converter.structure(applied[0], Applied) if applied else None

    def find(
        self, query: Mapping[str, Any], sort: Sequence[tuple[str, int]] = (), limit: int = 0
    ) -> Iterator[A]:
        """The aggregates that match, in order."""
        cursor = self.collection.find(query, HISTORY).limit(limit)
        for row in cursor.sort(list(sort)) if sort else cursor:
            yield self.load(row)

    def insert(self, aggregate: A, commit: Commit) -> None:
        """Writes a new aggregate with its events; raises Duplicate."""
        self._insert(aggregate, commit, {})

    def _insert(self, aggregate: A, commit: Commit, beside: Mapping[str, Any]) -> None:
        """As `insert`, with what a subclass keeps beside what the domain knows."""
        applied = [_applied_row(commit.applied)] if commit.applied else []
        carried = {"outbox": _outbox_rows(commit), "applied": applied}
        try:
            self.collection.insert_one({"_id": aggregate.id, **self._fields(aggregate), **beside, **carried})
        except DuplicateKeyError as error:
            raise Duplicate(str(error)) from error

    def replace(self, aggregate: A, expected_version: int, commit: Commit) -> bool:
        """One conditional write over `expected_version`; False where that is not the version any more.

        False as well when the write comes after `commit.until`, by MongoDB's own clock: a process that is
        held up between its decision and the write cannot act on what has ceased to hold meanwhile.

        Where no room is left in the document, former answers are moved out of it. What an aggregate holds
        is bounded well below 16 MB; large answers to repeated commands could fill the rest, and would then
        stand in the way of every further act.
        """
        if expected_version and expected_version % (REMEMBERED_COMMANDS // 2) == 0:
            remembered.copy(self.collection, aggregate.id)
        try:
            return self._replace(aggregate, expected_version, commit)
        except (DocumentTooLarge, WriteError) as error:
            if not isinstance(error, DocumentTooLarge) and error.code not in TOO_LARGE:
                raise
        remembered.copy(self.collection, aggregate.id)
        empty: dict[str, Any] = {"$set": {"applied": [], "emptied": True}}
        self.collection.update_one({"_id": aggregate.id, "version": expected_version}, empty)
        return self._replace(aggregate, expected_version, commit)

    def _replace(self, aggregate: A, expected_version: int, commit: Commit) -> bool:
        push: dict[str, Any] = {"outbox": {"$each": _outbox_rows(commit)}}
        if commit.applied:
            rows = [_applied_row(commit.applied)]
            push["applied"] = {"$each": rows, "$slice": -REMEMBERED_COMMANDS}
        changes = {"$set": self._fields(aggregate), "$push": push}
        expected: dict[str, Any] = {"_id": aggregate.id, "version": expected_version}
        expected |= {"$expr": {"$lt": ["$$NOW", commit.until]}} if commit.until else {}
        return self.collection.update_one(expected, changes).matched_count == 1

    def _fields(self, aggregate: A) -> dict[str, Any]:
        row: dict[str, Any] = converter.unstructure(aggregate)
        del row["id"]
        return row

    def waiting(self, limit: int) -> list[Waiting]:
        """Up to `limit` aggregates that carry events, those that have carried them for longest."""
        # Ids of events follow the time: read along the index, the oldest come first.
        rows = self.collection.find({"outbox.id": {"$gt": ""}}, {"outbox": 1}).hint("outbox").limit(limit)
        return [Waiting(row["_id"], tuple(_staged(entry) for entry in row["outbox"])) for row in rows]

    def backlog(self, limit: int) -> Backlog:
        """What waits in the `limit` aggregates that have waited longest: ids of events follow the time."""
        pipeline: list[dict[str, Any]] = [
            {"$match": {"outbox.id": {"$gt": ""}}},
            {"$limit": limit},
            {"$project": {"events": {"$size": "$outbox"}, "oldest": {"$min": "$outbox.at"}}},
            {"$group": {"_id": None, "events": {"$sum": "$events"}, "oldest": {"$min": "$oldest"}}},
        ]
        # Read along the index, the oldest come first.
        for row in self.collection.aggregate(pipeline, hint="outbox", maxTimeMS=3000):
            return Backlog(row["events"], row["oldest"])
        return Backlog(0, None)

    def published(self, aggregate_id: str, event_ids: Sequence[str]) -> None:
        """Strikes published events off. Where a crash brings them back, they are published again."""
        published = {"$pull": {"outbox": {"id": {"$in": list(event_ids)}}}}
        collection = self.collection.with_options(write_concern=UNCONFIRMED)
        # Not update_one: mongod would keep a record of it, so that the driver could repeat it.
        collection.update_many({"_id": aggregate_id}, published)


def _staged(entry: Mapping[str, Any]) -> Staged:
    return converter.structure(entry, Staged)


def _outbox_rows(commit: Commit) -> list[dict[str, Any]]:
    return [converter.unstructure(event) for event in commit.events]


def _applied_row(applied: Applied) -> dict[str, Any]:
    return {**converter.unstructure(applied), "reply": Binary(applied.reply)}


def answers(database: Database[dict[str, Any]]) -> bool:
    """Whether the database answers."""
    try:
        return bool(database.command("ping")["ok"])
    except PyMongoError:
        return False
