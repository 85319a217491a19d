"""One JSON value as one protobuf value: strict readers, chosen by the type of the field.

A reader returns what a protobuf message is built from, or None after noting what is wrong.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from google.protobuf.descriptor import FieldDescriptor

from services.shared.codes import FieldCode
from services.shared.declarations import declared
from services.shared.enums import numbers_of
from services.shared.errors import Problems
from services.shared.rendering import has_no_json, is_timestamp
from services.shared.text import hidden_character

LARGEST_FLOAT = 3.4028234663852886e38

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2}))?"
)

_MOMENT_WANTED = "must be a time with offset, as in 2026-01-31T12:00:00Z, or a date, as in 2026-01-31"

Read = Callable[[Any, str, Problems], Any]


def reader_of(field: FieldDescriptor) -> Read:
    """The reader of one value of a scalar, enum or timestamp field; raises UndeclaredRule."""
    if is_timestamp(field):
        return _moment
    if field.enum_type is not None:
        return _enum(numbers_of(field.enum_type))
    if field.cpp_type in _INTEGERS:
        return _integer(*_INTEGERS[field.cpp_type])
    if field.type == FieldDescriptor.TYPE_STRING:
        return _string(multiline=declared(field).multiline)
    if field.type in _SCALARS:
        return _SCALARS[field.type]
    raise has_no_json(field)


def from_text(field: FieldDescriptor) -> Callable[[str], Any]:
    """Turns the text of a query parameter into the JSON value that the field's reader takes."""
    if field.cpp_type in _WORDS:
        return lambda text: text
    return _literal


def _literal(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _string(*, multiline: bool) -> Read:
    def read(value: Any, at: str, faults: Problems) -> Any:
        if type(value) is not str:
            return faults.note(at, "must be a string", FieldCode.WRONG_TYPE)
        hidden = hidden_character(value, multiline=multiline)
        return faults.note(at, hidden, FieldCode.HIDDEN_CHARACTER) if hidden else value

    return read


def _boolean(value: Any, at: str, faults: Problems) -> Any:
    return value if type(value) is bool else faults.note(at, "must be true or false", FieldCode.WRONG_TYPE)


def _integer(least: int, most: int) -> Read:
    def read(value: Any, at: str, faults: Problems) -> Any:
        if type(value) is not int:
            return faults.note(at, "must be a whole number", FieldCode.WRONG_TYPE)
        if least <= value <= most:
            return value
        return faults.note(at, f"must be from {least} to {most}", FieldCode.OUT_OF_RANGE)

    return read


def _number(most: float) -> Read:
    def read(value: Any, at: str, faults: Problems) -> Any:
        if type(value) in (int, float) and math.isfinite(value) and abs(value) <= most:
            return float(value)
        return faults.note(at, "must be a number", FieldCode.WRONG_TYPE)

    return read


def _bytes(value: Any, at: str, faults: Problems) -> Any:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return faults.note(at, "must be a string in base64", FieldCode.WRONG_FORMAT)


def _enum(numbers: dict[str, int]) -> Read:
    message = f"must be one of {', '.join(numbers)}"

    def read(value: Any, at: str, faults: Problems) -> Any:
        if type(value) is str and value in numbers:
            return numbers[value]
        return faults.note(at, message, FieldCode.NOT_ONE_OF)

    return read


def _moment(value: Any, at: str, faults: Problems) -> Any:
    moment = _parse_moment(value) if type(value) is str and _MOMENT.fullmatch(value) else None
    return moment or faults.note(at, _MOMENT_WANTED, FieldCode.WRONG_FORMAT)


def _parse_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_INTEGERS: dict[int, tuple[int, int]] = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
}

_SCALARS: dict[int, Read] = {
    FieldDescriptor.TYPE_BYTES: _bytes,
    FieldDescriptor.TYPE_BOOL: _boolean,
    FieldDescriptor.TYPE_DOUBLE: _number(math.inf),
    FieldDescriptor.TYPE_FLOAT: _number(LARGEST_FLOAT),
}

_WORDS = frozenset(
    (FieldDescriptor.CPPTYPE_STRING, FieldDescriptor.CPPTYPE_ENUM, FieldDescriptor.CPPTYPE_MESSAGE)
)
