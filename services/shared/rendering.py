"""Protobuf messages as what JSON is made of: the answers of the gateway, and what is signed.

Renderers are compiled once per descriptor. Every field is there: null where it is unset, so that a client
never has to ask whether a key exists.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from keyword import iskeyword
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from services.shared.access import UndeclaredRule
from services.shared.enums import names_of
from services.shared.joins import TIMESTAMP

Render = Callable[[Message], dict[str, Any]]
"""The message as a dictionary with every field of its type."""


@cache
def renderer_of(message: Descriptor) -> Render:
    """The renderer of a message type; raises UndeclaredRule where a field has no JSON form."""
    scope: dict[str, Any] = {"moment": _moment, "text": _base64}
    render: Render = scope[_compile(message, scope)]
    return render


def _compile(message: Descriptor, scope: dict[str, Any]) -> str:
    """Puts the renderer of a type into `scope`, under the name that is returned.

    It is one expression of Python, made out of the descriptor: a call for each field would cost more than
    all that is done for the field.
    """
    name = f"render_{_name(message.full_name)}"
    if name not in scope:
        scope[name] = None
        fields = ", ".join(f"{field.name!r}: {_expression(field, scope)}" for field in message.fields)
        scope[name] = eval(f"lambda message: {{{fields}}}", scope)  # noqa: S307 (nothing in it is from outside)
    return name


def _expression(field: FieldDescriptor, scope: dict[str, Any]) -> str:
    """How the value of a field is made of `message`."""
    plain = f"getattr(message, {field.name!r})" if iskeyword(field.name) else f"message.{field.name}"
    convert = _converter(field, scope)
    if field.is_repeated:
        return f"[{convert}(each) for each in {plain}]" if convert else f"list({plain})"
    value = f"{convert}({plain})" if convert else plain
    return f"{value} if message.HasField({field.name!r}) else None" if field.has_presence else value


def _converter(field: FieldDescriptor, scope: dict[str, Any]) -> str:
    """The name of what makes of a value what JSON is made of; empty where it is that already."""
    if is_timestamp(field):
        return "moment"
    if field.message_type is not None:
        return _compile(message_of(field), scope)
    if field.enum_type is not None:
        name = f"name_of_{_name(field.enum_type.full_name)}"
        scope[name] = names_of(field.enum_type).get
        return name
    return "text" if field.type == FieldDescriptor.TYPE_BYTES else ""


def _name(full_name: str) -> str:
    return full_name.replace(".", "_")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _moment(stamp: Any) -> str:
    """RFC 3339 in UTC; milliseconds only where there are any."""
    text = datetime.fromtimestamp(stamp.seconds, UTC).isoformat()[: -len("+00:00")]
    milliseconds = stamp.nanos // 1_000_000
    return f"{text}.{milliseconds:03}Z" if milliseconds else f"{text}Z"


def has_no_json(field: FieldDescriptor) -> UndeclaredRule:
    """Why a process with such a field in a route must not start."""
    return UndeclaredRule(f"The field {field.full_name} is of a type that has no JSON form in a route.")


def message_of(field: FieldDescriptor) -> Descriptor:
    """The type of a message field; raises UndeclaredRule for a map and other types without a JSON form."""
    message = field.message_type
    if message is None or message.GetOptions().map_entry or message.file.package == "google.protobuf":
        raise has_no_json(field)
    return message


def is_object(field: FieldDescriptor) -> bool:
    """Whether the field is any JSON object."""
    return field.message_type is not None and field.message_type.full_name == "google.protobuf.Struct"


def is_timestamp(field: FieldDescriptor) -> bool:
    """Whether the field is a moment in time, which JSON writes as one string."""
    return field.message_type is not None and field.message_type.full_name == TIMESTAMP
