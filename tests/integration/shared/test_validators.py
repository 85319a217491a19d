"""What a Document declares is true in MongoDB: what it forbids is refused there, whoever writes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from mongoengine import Document, EmbeddedDocumentField, ListField, disconnect
from mongoengine.base import BaseField
from pymongo import MongoClient
from pymongo.errors import WriteError

from deploy.topology import SERVICES
from services.campaigns import store as campaigns
from services.metrics import store as metrics
from services.roster import store as roster
from services.roster.domain.roster import Labels
from services.shared import process
from services.shared.commands import Commit
from services.shared.validators import NotEnforced, enforce, validator
from tests.providers import DataPlane

FAILED_VALIDATION = 121
STORES: tuple[Any, ...] = (roster, campaigns, metrics)

VALUES: dict[str, Any] = {
    "string": "x",
    "int": 1,
    "double": 0.5,
    "bool": True,
    "date": datetime(2026, 1, 31, tzinfo=UTC),
    "binData": b"x",
}

Schema = dict[str, Any]


def value_of(schema: Schema) -> Any:
    """Something that the schema admits, with all that is declared in it."""
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        return {name: value_of(each) for name, each in schema["properties"].items()}
    if "items" in schema:
        return [value_of(schema["items"])]
    return VALUES[schema["bsonType"][0]]


def forbidden(schema: Schema) -> Iterator[tuple[str, Any]]:
    """What the schema does not admit, one fault at a time, with where that is."""
    yield "of another type", 7 if "properties" in schema else {"is": "none"}
    if "null" not in schema["bsonType"]:
        yield "null", None
    if "enum" in schema:
        yield "another word", "none"
    if "items" in schema:
        yield from ((f"[] {where}", [value]) for where, value in forbidden(schema["items"]))
    if "minItems" in schema:
        yield "empty", []
    yield from forbidden_within(schema)


def forbidden_within(schema: Schema) -> Iterator[tuple[str, Any]]:
    """The same of the fields of an object."""
    whole = value_of(schema) if "properties" in schema else {}
    for name, each in schema.get("properties", {}).items():
        yield from ((f"{name} {where}", whole | {name: value}) for where, value in forbidden(each))
        if name in schema.get("required", ()):
            yield f"without {name}", {key: kept for key, kept in whole.items() if key != name}


def admits(document: type[Document], row: dict[str, Any]) -> bool:
    """Whether MongoDB takes it."""
    collection = document._get_collection()
    try:
        collection.insert_one(row)
    except WriteError as error:
        if error.code != FAILED_VALIDATION:
            raise
        return False
    collection.delete_one(row)
    return True


@pytest.fixture(params=STORES, ids=lambda each: each.ALIAS)
def documents(request: pytest.FixtureRequest, database: str) -> Iterator[tuple[type[Document], ...]]:
    """The Documents of a service in an empty database, migrated."""
    request.param.MongoStore(database)
    process.migrate(request.param.DOCUMENTS)
    yield request.param.DOCUMENTS
    disconnect(request.param.ALIAS)


def test_what_a_document_forbids_is_refused(documents: tuple[type[Document], ...]) -> None:
    for document in documents:
        schema = validator(document)["$jsonSchema"]
        assert admits(document, value_of(schema)), document.__name__
        faults = list(forbidden_within(schema))
        assert len(faults) > len(schema["properties"])
        assert not [where for where, row in faults if admits(document, row)], document.__name__


def test_what_may_be_left_out_may_be_missing_or_null(documents: tuple[type[Document], ...]) -> None:
    for document in documents:
        schema = validator(document)["$jsonSchema"]
        required = {name: value_of(schema["properties"][name]) for name in schema["required"]}
        assert admits(document, required), document.__name__
        assert admits(document, dict.fromkeys(schema["properties"]) | required), document.__name__


def test_every_field_is_declared_with_a_type(documents: tuple[type[Document], ...]) -> None:
    def loose(field: BaseField) -> bool:
        held = field.field if isinstance(field, ListField) else field
        embedded = held.document_type._fields.values() if isinstance(held, EmbeddedDocumentField) else ()
        return held is None or "Dict" in type(held).__name__ or any(map(loose, embedded))

    for document in documents:
        assert not [name for name, field in document._fields.items() if loose(field)], document.__name__


@pytest.fixture
def store(database: str) -> Iterator[roster.MongoStore]:
    """An empty store of roster, migrated."""
    made = roster.MongoStore(database)
    process.migrate(roster.DOCUMENTS)
    yield made
    disconnect(roster.ALIAS)


def test_a_repository_stores_no_version_that_is_no_number(store: roster.MongoStore) -> None:
    with pytest.raises(WriteError, match="failed validation"):
        store.labels.insert(Labels("ag_1:cr_1", version="seven"), Commit())  # type: ignore[arg-type]
    store.labels.insert(Labels("ag_1:cr_1", version=7), Commit())
    with pytest.raises(WriteError, match="failed validation"):
        store.labels.replace(Labels("ag_1:cr_1", tags=(7,), version=8), 7, Commit())  # type: ignore[arg-type]
    assert store.labels.get("ag_1:cr_1") == Labels("ag_1:cr_1", version=7)


def test_a_validator_that_was_there_is_replaced(store: roster.MongoStore) -> None:
    collection = store.labels.collection
    collection.database.command("collMod", collection.name, validator={"version": {"$type": "string"}})
    process.migrate(roster.DOCUMENTS)
    assert collection.options()["validator"] == validator(store.labels.document)


@pytest.mark.parametrize("service", [campaigns, metrics], ids=lambda each: each.ALIAS)
def test_a_service_that_may_write_everything_changes_every_validator(
    data_plane: DataPlane, service: Any
) -> None:
    with MongoClient[dict[str, Any]](data_plane.system_mongo_url(service.ALIAS)) as system:
        database = system[service.ALIAS]
        for document in service.DOCUMENTS:
            database.drop_collection(document._get_collection_name())
            database.create_collection(document._get_collection_name())
        service.MongoStore(data_plane.mongo_url(service.ALIAS))
        process.migrate(service.DOCUMENTS)
        for document in service.DOCUMENTS:
            assert document._get_collection().options()["validator"] == validator(document)
    disconnect(service.ALIAS)


@pytest.fixture
def without_validators(data_plane: DataPlane) -> Iterator[dict[str, type[Document]]]:
    """Roster's collections as its own user finds them, made by somebody else and held to nothing."""
    by_name = {each._get_collection_name(): each for each in roster.DOCUMENTS}
    with MongoClient[dict[str, Any]](data_plane.system_mongo_url("roster")) as system:
        for name in by_name:
            system["roster"].drop_collection(name)
            system["roster"].create_collection(name)
        roster.MongoStore(data_plane.mongo_url("roster"))
        yield by_name
        for name in by_name:
            system["roster"].drop_collection(name)
    disconnect(roster.ALIAS)


def test_a_service_changes_the_validator_of_what_it_may_change(
    without_validators: dict[str, type[Document]],
) -> None:
    (service,) = (each for each in SERVICES if each.name == "roster")
    for name in service.collections:
        document = without_validators[name]
        enforce(document)
        assert document._get_collection().options()["validator"] == validator(document)


def test_a_service_cannot_change_what_a_log_is_held_to(
    without_validators: dict[str, type[Document]],
) -> None:
    (service,) = (each for each in SERVICES if each.name == "roster")
    for name in service.append_only:
        with pytest.raises(NotEnforced, match=rf"roster\.{name} has another validator .* dbAdmin"):
            enforce(without_validators[name])
    with pytest.raises(SystemExit, match="run the migration once"):
        process.migrate(roster.DOCUMENTS)
