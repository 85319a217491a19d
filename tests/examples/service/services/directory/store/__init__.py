"""What the directory keeps in MongoDB. The only package of the service that imports mongoengine."""

from __future__ import annotations

from typing import Any

from mongoengine import StringField
from services.directory.domain.entries import Entry

from services.shared.documents import AggregateDocument, MongoRepository, answers, connect_database

ALIAS = "directory"


class EntryDocument(AggregateDocument):
    """A creator."""

    handle = StringField(required=True)
    meta: Any = {"collection": "entries", "db_alias": ALIAS}  # noqa: RUF012 (mongoengine reads it off the class)


DOCUMENTS = (EntryDocument,)


class Store:
    """The service's data."""

    def __init__(self, mongo_uri: str) -> None:
        self._database = connect_database(mongo_uri, ALIAS)
        self.entries = MongoRepository(EntryDocument, Entry)

    @property
    def repositories(self) -> tuple[MongoRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.entries,)

    def ready(self) -> bool:
        """Whether the database answers."""
        return answers(self._database)

    def put(self, entry: Entry) -> None:
        """Keeps an entry, unless there is one."""
        made = {"$setOnInsert": {"version": entry.version, "handle": entry.handle}}
        self.entries.collection.update_one({"_id": entry.id}, made, upsert=True)
