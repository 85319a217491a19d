"""The databases: every document as it was at one cluster time, and back again, byte for byte."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from bson import json_util
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from bson.timestamp import Timestamp
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError

from deploy.backup.archive import Archive
from deploy.backup.errors import BackupError

FOLDER = "databases"
BATCH = 1000
SNAPSHOT_TOO_OLD = 239
UNAUTHORIZED = 13
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_LENGTH = struct.Struct("<i")

Collected = dict[str, Any]
"""documents, bytes, and waiting: the events in outboxes."""


@dataclass(frozen=True)
class Source:
    """One database of the installation, connected."""

    name: str
    database: Database[dict[str, Any]]

    def collections(self) -> list[str]:
        """The collections of Callboard's own, in order."""
        found = self.database.list_collections(filter={"type": "collection"})
        return sorted(each["name"] for each in found if not each["name"].startswith("system."))

    def cluster_time(self) -> Timestamp:
        """The time of the last write before now; raises BackupError where there is no replica set."""
        reply = self.database.command("ping")
        if "operationTime" not in reply:
            raise BackupError(f"The server of {self.name} is no replica set: a backup needs one.")
        return Timestamp(reply["operationTime"].time, reply["operationTime"].inc)


@contextmanager
def connected(name: str, uri: str) -> Iterator[Source]:
    """The database that `uri` names; a failure while it is used becomes a BackupError without the URI."""
    try:
        with MongoClient[dict[str, Any]](
            uri, w="majority", journal=True, serverSelectionTimeoutMS=5_000, readPreference="primary"
        ) as client:
            yield Source(name, client.get_default_database())
    except PyMongoError as error:
        if getattr(error, "code", None) == SNAPSHOT_TOO_OLD:
            raise BackupError(
                f"The database {name} takes longer to read than the server keeps its past: raise its "
                "parameter minSnapshotHistoryWindowInSeconds (300 by default), for example to 3600."
            ) from error
        raise BackupError(f"The database {name}: {type(error).__name__}: {error}") from error


def dump(source: Source, at: Timestamp, archive: Archive) -> dict[str, Collected]:
    """Writes every collection as it was at that time; returns what was written, by collection."""
    return {name: _dump_collection(source, name, at, archive) for name in source.collections()}


def _dump_collection(source: Source, name: str, at: Timestamp, archive: Archive) -> Collected:
    indexes = list(source.database[name].list_indexes())
    options = source.database[name].options()
    with_outbox = any(index["name"] == "outbox" for index in indexes)
    path = f"{FOLDER}/{source.name}/{name}"
    metadata = {"collectionName": name, "type": "collection", "options": options, "indexes": indexes}
    text = json_util.dumps(metadata, json_options=json_util.CANONICAL_JSON_OPTIONS)
    with archive.writing(f"{path}.metadata.json") as file:
        file.write(text.encode())
    documents = size = waiting = 0
    with archive.writing(f"{path}.bson") as file:
        for document in _documents(source.database, name, at):
            file.write(document.raw)
            documents, size = documents + 1, size + len(document.raw)
            waiting += len(document.get("outbox") or ()) if with_outbox else 0
    return {"documents": documents, "bytes": size, "waiting": waiting}


def _documents(
    database: Database[dict[str, Any]], collection: str, at: Timestamp
) -> Iterator[RawBSONDocument]:
    """Read by commands: the driver's snapshot sessions choose a time of their own."""
    read_concern = {"level": "snapshot", "atClusterTime": at}
    question = {"find": collection, "sort": {"_id": 1}, "batchSize": BATCH, "readConcern": read_concern}
    cursor: Any = database.command(question, codec_options=_RAW)["cursor"]
    yield from cursor["firstBatch"]
    while cursor["id"]:
        more = {"getMore": cursor["id"], "collection": collection, "batchSize": BATCH}
        cursor = database.command(more, codec_options=_RAW)["cursor"]
        yield from cursor["nextBatch"]


def held(source: Source) -> dict[str, int]:
    """The collections that are not empty, with their documents."""
    counts = {name: source.database[name].estimated_document_count() for name in source.collections()}
    return {name: count for name, count in counts.items() if count}


def drop(source: Source) -> None:
    """Removes every collection; raises BackupError where the user of the URI may not."""
    for name in source.collections():
        try:
            source.database.drop_collection(name)
        except OperationFailure as error:
            if error.code != UNAUTHORIZED:
                raise
            raise BackupError(
                f"The user of this URI may not remove {source.name}.{name}: restore with a user that has "
                f"the roles dbAdmin and readWrite on {source.name}."
            ) from error


def restore(source: Source, archive: Archive, expected: dict[str, Collected]) -> None:
    """Makes the collections of the archive in the empty database, fills them, then builds their indexes.

    Raises BackupError where a collection does not hold as many documents as the manifest says.
    """
    for name, collected in expected.items():
        path = archive.root / FOLDER / source.name / name
        metadata = json_util.loads(path.with_suffix(".metadata.json").read_text())
        if name not in source.collections():
            source.database.create_collection(name, **metadata["options"])
        target = source.database.get_collection(name, codec_options=_RAW)
        with path.with_suffix(".bson").open("rb") as file:
            documents = _read(file)
            while batch := list(islice(documents, BATCH)):
                target.insert_many(batch, ordered=False)
        _create_indexes(source, name, metadata["indexes"])
        stored = target.count_documents({})
        if stored != collected["documents"]:
            raise BackupError(f"{source.name}.{name} holds {stored} documents, not {collected['documents']}.")


def _create_indexes(source: Source, collection: str, indexes: list[dict[str, Any]]) -> None:
    wanted = [index for index in indexes if index["name"] != "_id_"]
    if wanted:
        source.database.command("createIndexes", collection, indexes=wanted)


def _read(file: BinaryIO) -> Iterator[RawBSONDocument]:
    """Each document begins with its length."""
    while head := file.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(head)
        yield RawBSONDocument(head + file.read(length - _LENGTH.size))
