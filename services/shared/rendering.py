"""Protobuf messages as what JSON is made of: the answers of the gateway, and what is signed.

Renderers are compiled once per descriptor. Every field is there: null where it is unset, so that a client
never has to ask whether a key exists.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from services.shared.access import UndeclaredRule
from services.shared.enums import names_of
from services.shared.joins import TIMESTAMP

Get = Callable[[Message], Any]


class Renderer:
    """Renders messages of one type."""

    def __init__(self) -> None:
        self.getters: list[tuple[str, Get]] = []

    def __call__(self, message: Message) -> dict[str, Any]:
        """The message as a dictionary with every field of its type."""
        return {name: get(message) for name, get in self.getters}


@cache
def renderer_of(message: Descriptor) -> Renderer:
    """The renderer of a message type; raises UndeclaredRule where a field has no JSON form."""
    return _compile(message, {})


def _compile(message: Descriptor, known: dict[str, Renderer]) -> Renderer:
    renderer = known[message.full_name] = Renderer()
    renderer.getters.extend((field.name, _getter(field, known)) for field in message.fields)
    return renderer


def _getter(field: FieldDescriptor, known: dict[str, Renderer]) -> Get:
    get: Get = attrgetter(field.name)
    convert = _converter(field, known)
    if field.is_repeated:
        return _list(get, convert) if convert else lambda message: list(get(message))
    if field.has_presence:
        return _present(field.name, get, convert)
    return _converted(get, convert) if convert else get


def _converter(field: FieldDescriptor, known: dict[str, Renderer]) -> Callable[[Any], Any] | None:
    if is_timestamp(field):
        return _moment
    if field.message_type is not None:
        return known.get(field.message_type.full_name) or _compile(message_of(field), known)
    if field.enum_type is not None:
        return names_of(field.enum_type).get
    if field.type == FieldDescriptor.TYPE_BYTES:
        return lambda data: base64.b64encode(data).decode()
    return None


def _moment(stamp: Any) -> str:
    """RFC 3339 in UTC; milliseconds only where there are any."""
    text = datetime.fromtimestamp(stamp.seconds, UTC).isoformat()[: -len("+00:00")]
    milliseconds = stamp.nanos // 1_000_000
    return f"{text}.{milliseconds:03}Z" if milliseconds else f"{text}Z"


def _list(get: Get, convert: Callable[[Any], Any]) -> Get:
    return lambda message: [convert(part) for part in get(message)]


def _converted(get: Get, convert: Callable[[Any], Any]) -> Get:
    return lambda message: convert(get(message))


def _present(name: str, get: Get, convert: Callable[[Any], Any] | None) -> Get:
    if convert is None:
        return lambda message: get(message) if message.HasField(name) else None
    return lambda message: convert(get(message)) if message.HasField(name) else None


def has_no_json(field: FieldDescriptor) -> UndeclaredRule:
    """Why a process with such a field in a route must not start."""
    return UndeclaredRule(f"The field {field.full_name} is of a type that has no JSON form in a route.")


def message_of(field: FieldDescriptor) -> Descriptor:
    """The type of a message field; raises UndeclaredRule for a map and other types without a JSON form."""
    message = field.message_type
    if message is None or message.GetOptions().map_entry or message.file.package == "google.protobuf":
        raise has_no_json(field)
    return message


def is_timestamp(field: FieldDescriptor) -> bool:
    """Whether the field is a moment in time, which JSON writes as one string."""
    return field.message_type is not None and field.message_type.full_name == TIMESTAMP
