"""MongoDB holds documents to what the mongoengine Documents declare: `$jsonSchema` validators made of them.

A field that is `required` is there and not null; another may be missing or null. A field that is declared
nowhere is let pass: in a rollout, or after one was taken back, an older process writes what a newer one made.
"""

from __future__ import annotations

from typing import Any

from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    FloatField,
    IntField,
    ListField,
    StringField,
)
from mongoengine.base import BaseField
from mongoengine.fields import EnumField
from pymongo.errors import OperationFailure

UNAUTHORIZED, EXISTS = 13, 48
"""MongoDB's codes."""

Schema = dict[str, Any]

_TYPES: dict[type[BaseField], list[str]] = {
    StringField: ["string"],
    EnumField: ["string"],
    BooleanField: ["bool"],
    IntField: ["int", "long"],
    FloatField: ["double", "int", "long"],
    DateTimeField: ["date"],
    BinaryField: ["binData"],
    DictField: ["object"],
    EmbeddedDocumentField: ["object"],
    ListField: ["array"],
}

_BOUNDS = {
    "min_value": "minimum",
    "max_value": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
}


class NotEnforced(Exception):
    """MongoDB could not be told; the message says why, and what to do."""


def validator(document: type[Document]) -> Schema:
    """The validator of a Document's collection."""
    return {"$jsonSchema": {"bsonType": "object", **_properties(document)}}


def enforce(document: type[Document]) -> None:
    """Has MongoDB validate what is written to the Document's collection, which is made where there is none.

    Raises NotEnforced where the collection is there with another validator that this user may not change.
    """
    database, name, wanted = document._get_db(), document._get_collection_name(), validator(document)
    try:
        database.command("create", name, validator=wanted)
    except OperationFailure as error:
        if error.code != EXISTS:
            raise
        if database[name].options().get("validator") != wanted:
            _change(database, name, wanted)


def _change(database: Any, name: str, wanted: Schema) -> None:
    try:
        database.command("collMod", name, validator=wanted)
    except OperationFailure as error:
        if error.code != UNAUTHORIZED:
            raise
        # Who may only add to a collection may not weaken what it is held to either.
        raise NotEnforced(
            f"The collection {database.name}.{name} has another validator than this version declares, and "
            "this user may not change it: run the migration once with the URI of a user that has the roles "
            f"dbAdmin and readWrite on {database.name}."
        ) from error


def _properties(declaring: type[Document | EmbeddedDocument]) -> Schema:
    fields = {field.db_field: field for field in declaring._fields.values()}
    required = sorted(name for name, field in fields.items() if _required(field))
    properties = {name: _schema(field, nullable=not _required(field)) for name, field in fields.items()}
    return {"properties": properties} | ({"required": required} if required else {})


def _required(field: BaseField) -> bool:
    return bool(field.required or field.primary_key)


def _schema(field: BaseField, *, nullable: bool = False) -> Schema:
    schema: Schema = {"bsonType": _types(field) + (["null"] if nullable else [])}
    if field.choices:
        values = [getattr(choice, "value", choice) for choice in field.choices]
        schema["enum"] = values + ([None] if nullable else [])
    if isinstance(field, EmbeddedDocumentField):
        return schema | _properties(field.document_type)
    if isinstance(field, ListField):
        # As mongoengine understands it: a list that is required has something in it.
        return schema | {"items": _schema(field.field)} | ({"minItems": 1} if field.required else {})
    declared = ((keyword, getattr(field, bound, None)) for bound, keyword in _BOUNDS.items())
    return schema | {keyword: value for keyword, value in declared if value is not None}


def _types(field: BaseField) -> list[str]:
    for kind in type(field).__mro__:
        if kind in _TYPES:
            return list(_TYPES[kind])
    raise TypeError(f"{type(field).__name__} {field.name}: say in {__name__} which BSON types it stands for.")
