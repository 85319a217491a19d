"""JSON schemas of message types and enums, collected as components while they are referred to."""

from __future__ import annotations

from collections.abc import Container
from enum import Enum
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from protos.callboard.api.v1 import api_pb2
from services.gateway.openapi.comments import comments, described
from services.gateway.openapi.values import Schema, value_schema
from services.gateway.transcode.decode import is_mask
from services.gateway.transcode.routes import is_demanded
from services.shared.access import UndeclaredRule
from services.shared.declarations import Field, declared
from services.shared.enums import names_of
from services.shared.rendering import is_object, is_timestamp, message_of

REQUEST = "Request"

_schema: Any = api_pb2.schema


class Way(Enum):
    """Which way a message goes, and so what may be missing in it."""

    ANSWERED = ""
    SENT = "Input"
    PATCHED = "Patch"
    REPLACED = "Put"


class Schemas:
    """The components of one document."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._described: dict[str, str] = {}

    def reference(self, message: Descriptor, way: Way = Way.ANSWERED, without: Container[str] = ()) -> Schema:
        """A reference to the schema of a message, `without` some fields, which becomes a component."""
        way = Way.ANSWERED if way is Way.SENT and _is_whole(message) else way
        name = f"{name_of(message).removeprefix(way.value)}{way.value}"
        if self._is_new(name, message.full_name):
            self.components[name].update(self._object(message, way, without))
        return {"$ref": f"#/components/schemas/{name}"}

    def _is_new(self, name: str, full_name: str) -> bool:
        other = self._described.setdefault(name, full_name)
        if other != full_name:
            raise UndeclaredRule(
                f"{full_name} and {other} have the same schema {name}: give one an option `schema`."
            )
        return self.components.setdefault(name, {}) == {}

    def _object(self, message: Descriptor, way: Way, without: Container[str]) -> Schema:
        kept = [field for field in message.fields if field.name not in without and not is_mask(field)]
        properties = {field.name: self._field(field, way) for field in kept}
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required := [field.name for field in kept if is_required(field, way)]:
            schema["required"] = required
        return described(schema, message.full_name)

    def _field(self, field: FieldDescriptor, way: Way) -> Schema:
        schema = self._value(field, way)
        if is_nullable(field, way):
            schema = _nullable(schema)
        return described(schema, field.full_name)

    def resolved(self, reference: Schema) -> Schema:
        """What a reference refers to."""
        return self.components[reference["$ref"].rpartition("/")[2]]

    def parameter(self, field: FieldDescriptor) -> Schema:
        """The schema of a field in a query or a path, where nothing is null."""
        return self._value(field, Way.SENT)

    def _value(self, field: FieldDescriptor, way: Way) -> Schema:
        # What stands in a list, or in what is replaced, is sent as a whole.
        whole = way is Way.REPLACED or (way is Way.PATCHED and field.is_repeated)
        inner = Way.SENT if whole else way
        return value_schema(field, self._typed(field, inner), sent=way is not Way.ANSWERED)

    def _typed(self, field: FieldDescriptor, way: Way) -> Schema | None:
        """A reference to the type of the field, where that is a component."""
        if field.message_type is not None and not is_timestamp(field) and not is_object(field):
            return self.reference(message_of(field), way)
        return self._enum(field.enum_type) if field.enum_type is not None else None

    def _enum(self, enum: EnumDescriptor) -> Schema:
        if self._is_new(enum.name, enum.full_name):
            self.components[enum.name].update(_enum_schema(enum))
        return {"$ref": f"#/components/schemas/{enum.name}"}


def name_of(message: Descriptor) -> str:
    """The name of a message type's schema: its own, unless the contract says otherwise; a list is a page."""
    said = str(message.GetOptions().Extensions[_schema])
    if not said and {"items", "next_cursor"} <= set(message.fields_by_name):
        said = f"{name_of(message_of(message.fields_by_name['items']))}Page"
    return said or message.name.removesuffix(REQUEST)


def is_nullable(field: Field, way: Way) -> bool:
    """Whether the field may be null: where it can be absent, and nothing says that it never is.

    In what is sent, null is the same as leaving out whatever need not be there; in what replaces or changes a
    resource, it clears that.
    """
    said = declared(field)
    if way is not Way.ANSWERED:
        return not said.required
    return field.has_presence and not (said.required or said.default)


def is_required(field: FieldDescriptor, way: Way) -> bool:
    """Whether the field is always there. Of an answer, every one is."""
    if way is Way.REPLACED:
        return is_demanded(field)
    return way is Way.ANSWERED or (way is Way.SENT and declared(field).required)


def _is_whole(message: Descriptor) -> bool:
    """Whether a message is sent as it is answered, with nothing left out."""
    return not message.name.endswith(REQUEST) and all(
        declared(field).required and (field.message_type is None or _is_whole(field.message_type))
        for field in message.fields
    )


def _enum_schema(enum: EnumDescriptor) -> Schema:
    prefix = enum.values_by_number[0].name.removesuffix("UNSPECIFIED")
    declared_as = {text: enum.values_by_number[number].name for number, text in names_of(enum).items()}
    said = {text: comments().get(f"{enum.full_name}.{name}", "") for text, name in declared_as.items()}
    values = "\n".join(f"* `{text}`: {comment}" for text, comment in said.items() if comment)
    return {
        "type": "string",
        "enum": list(declared_as),
        "description": "\n\n".join(filter(None, (comments().get(enum.full_name, ""), values))),
        "x-enum-varnames": [name.removeprefix(prefix) for name in declared_as.values()],
    }


def _nullable(schema: Schema) -> Schema:
    # A null among numbers or texts of an enum is none of its type, and generators refuse it.
    if "$ref" in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}
