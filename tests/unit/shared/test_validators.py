"""Validators follow from what Documents declare; a repository wants its aggregate declared in full."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from mongoengine import (
    Document,
    EmbeddedDocumentField,
    FloatField,
    GeoPointField,
    IntField,
    ListField,
    StringField,
)

from services.shared.documents import AggregateDocument, MoneyPart, MongoRepository
from services.shared.money import Money
from services.shared.validators import validator


@dataclass(frozen=True)
class Thing:
    """An aggregate with money in it."""

    id: str
    version: int
    price: Money | None = None
    paid: tuple[Money, ...] = ()


class NoPaidDocument(AggregateDocument):
    """Declares too little."""

    price = EmbeddedDocumentField(MoneyPart)
    meta = {"collection": "things"}  # noqa: RUF012


class LooseDocument(AggregateDocument):
    """Does not say what is in the list."""

    price = StringField()
    paid = ListField(StringField())
    meta = {"collection": "things"}  # noqa: RUF012


def test_an_aggregate_whose_field_is_not_declared_gets_no_repository() -> None:
    with pytest.raises(TypeError, match="NoPaidDocument does not declare paid of Thing"):
        MongoRepository(NoPaidDocument, Thing)
    with pytest.raises(TypeError, match=r"LooseDocument\.price does not declare Money"):
        MongoRepository(LooseDocument, Thing)


class BoundedDocument(Document):
    """Declares bounds."""

    id = StringField(primary_key=True, max_length=9)
    count = IntField(required=True, min_value=1)
    share = FloatField(max_value=1)
    meta = {"collection": "bounded"}  # noqa: RUF012


def test_bounds_are_declared_for_mongodb_too() -> None:
    assert validator(BoundedDocument) == {
        "$jsonSchema": {
            "bsonType": "object",
            "properties": {
                "_id": {"bsonType": ["string"], "maxLength": 9},
                "count": {"bsonType": ["int", "long"], "minimum": 1},
                "share": {"bsonType": ["double", "int", "long", "null"], "maximum": 1},
            },
            "required": ["_id", "count"],
        }
    }


class SomewhereDocument(Document):
    """Has a field of a kind that nobody has thought of."""

    place = GeoPointField()
    meta = {"collection": "somewhere"}  # noqa: RUF012


def test_a_field_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError, match=r"GeoPointField place: say in services\.shared\.validators"):
        validator(SomewhereDocument)
