"""What the contracts say of single fields (`callboard.api.v1.field`), and whether it makes sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from google.protobuf.descriptor import FieldDescriptor

from protos.callboard.api.v1 import api_pb2
from services.shared.enums import names_of, numbers_of
from services.shared.formats import FORMATS, Format

Field = Any
"""A field descriptor: its class depends on the protobuf implementation in use."""

Said = api_pb2.Field

_field: Any = api_pb2.field

_NUMBERS = frozenset(
    (
        FieldDescriptor.CPPTYPE_INT32,
        FieldDescriptor.CPPTYPE_INT64,
        FieldDescriptor.CPPTYPE_UINT32,
        FieldDescriptor.CPPTYPE_UINT64,
        FieldDescriptor.CPPTYPE_DOUBLE,
        FieldDescriptor.CPPTYPE_FLOAT,
    )
)

_OF_NUMBERS = frozenset(("minimum", "maximum", "values"))
_OF_TEXTS = frozenset(("multiline", "min_length", "max_length", "pattern", "format", "also"))
_OF_LISTS = frozenset(("min_items", "max_items", "unique", "unique_by"))
_RANGES = (("minimum", "maximum"), ("min_length", "max_length"), ("min_items", "max_items"))


class Contradiction(Exception):
    """What a contract says of a field makes no sense; the message names the field and the reason."""


@cache
def declared(field: Field) -> Said:
    """What the contract says of a field; raises Contradiction where that makes no sense.

    It is the same object for all who ask, and nobody's to change: a gateway asks for each field of each
    message hundreds of times while it starts.
    """
    said: Said = field.GetOptions().Extensions[_field]
    for problem in _problems(field, said):
        raise Contradiction(f"{field.full_name}: {problem}.")
    return said


def is_number(field: Field) -> bool:
    """Whether its values are numbers."""
    return field.cpp_type in _NUMBERS


def is_text(field: Field) -> bool:
    """Whether its values are texts."""
    return bool(field.type == FieldDescriptor.TYPE_STRING)


def format_of(said: Said) -> Format | None:
    """The form of a text, where the contract names one."""
    name = names_of(Said.DESCRIPTOR.fields_by_name["format"].enum_type).get(said.format)
    return FORMATS[name] if name else None


def value_of(field: Field, written: str) -> Any:
    """A default, or an example, as the message takes it: a text as it is, else what JSON writes."""
    if field.enum_type is not None:
        return numbers_of(field.enum_type)[written]
    return written if is_text(field) or field.message_type is not None else orjson.loads(written)


def _problems(field: Field, said: Said) -> Iterator[str]:
    """What contradicts itself, or does not fit the type of the field."""
    given = {option.name for option, _ in said.ListFields()}
    for kind, names, fits in (
        ("numbers", _OF_NUMBERS, is_number(field)),
        ("texts", _OF_TEXTS, is_text(field)),
        ("lists", _OF_LISTS, field.is_repeated),
    ):
        if names & given and not fits:
            yield f"{min(names & given)} is for {kind} only"
    for least, most in _RANGES:
        if {least, most} <= given and getattr(said, least) > getattr(said, most):
            yield f"{least} is above {most}"
    absent = field.has_presence or field.is_repeated or field.enum_type is not None or is_text(field)
    if {"required", "default"} & given and not absent:
        yield "what is required, or has a default, must be `optional`, so that absence can be told from zero"
    if {"required", "default"} <= given:
        yield "what is required has no default"
    if "default" in given and field.is_repeated:
        yield "a list has no default"
    if {"format", "pattern"} <= given or ("also" in given and "format" not in given):
        yield "a text has a format, with what is allowed beside it, or a pattern"
    yield from _unreadable(field, said)


def _unreadable(field: Field, said: Said) -> Iterator[str]:
    """What names something that there is not."""
    if said.unique_by and (
        field.message_type is None or said.unique_by not in field.message_type.fields_by_name
    ):
        yield f"its items have no field {said.unique_by}"
    if said.format and format_of(said) is None:
        yield "unknown format"
    try:
        re.compile(said.pattern)
        for written in filter(None, (said.default, said.example)):
            value_of(field, written)
    except (re.error, KeyError, ValueError) as error:
        yield f"{error} cannot be read"
