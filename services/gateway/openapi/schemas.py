"""JSON schemas of message types, collected as components while they are referred to."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.gateway.openapi.comments import comments
from services.gateway.transcode.values import is_required
from services.shared.rendering import enum_names, is_timestamp

Schema = dict[str, Any]

_SCALARS: dict[int, Schema] = {
    FieldDescriptor.CPPTYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptor.CPPTYPE_INT64: {"type": "integer", "format": "int64"},
    FieldDescriptor.CPPTYPE_UINT32: {"type": "integer", "minimum": 0},
    FieldDescriptor.CPPTYPE_UINT64: {"type": "integer", "minimum": 0},
    FieldDescriptor.CPPTYPE_DOUBLE: {"type": "number"},
    FieldDescriptor.CPPTYPE_FLOAT: {"type": "number"},
    FieldDescriptor.CPPTYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.CPPTYPE_STRING: {"type": "string"},
}


class Schemas:
    """The components of one document."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._names: dict[str, str] = {}

    def reference(self, message: Descriptor) -> Schema:
        """A reference to the schema of a message type, which becomes a component."""
        name = self._names.get(message.full_name)
        if name is None:
            name = message.name if message.name not in self.components else message.full_name
            self._names[message.full_name] = name
            self.components[name] = {}
            self.components[name].update(self.object_of(message))
        return {"$ref": f"#/components/schemas/{name}"}

    def object_of(self, message: Descriptor, without: Container[str] = ()) -> Schema:
        """The schema of a message type as an object, `without` some of its fields."""
        kept = [field for field in message.fields if field.name not in without]
        properties = {field.name: self.field(field) for field in kept}
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required := [field.name for field in kept if is_required(field)]:
            schema["required"] = required
        return described(schema, message.full_name)

    def field(self, field: FieldDescriptor) -> Schema:
        """The schema of one field: null where it may be unset, a list where it is repeated."""
        schema = self._value(field)
        if field.is_repeated:
            schema = {"type": "array", "items": schema}
        elif not is_required(field) and (field.has_presence or field.enum_type is not None):
            schema = _nullable(schema)
        return described(schema, field.full_name)

    def parameter(self, field: FieldDescriptor) -> Schema:
        """The schema of a field in a query or a path, where nothing is null."""
        schema = self._value(field)
        return {"type": "array", "items": schema} if field.is_repeated else schema

    def _value(self, field: FieldDescriptor) -> Schema:
        if is_timestamp(field):
            return {"type": "string", "format": "date-time"}
        if field.message_type is not None:
            return self.reference(field.message_type)
        if field.enum_type is not None:
            return {"type": "string", "enum": list(enum_names(field.enum_type).values())}
        if field.type == FieldDescriptor.TYPE_BYTES:
            return {"type": "string", "contentEncoding": "base64"}
        return dict(_SCALARS[field.cpp_type])


def described(schema: Schema, full_name: str) -> Schema:
    """The schema with the comment that stands above its declaration."""
    comment = comments().get(full_name, "")
    return {**schema, "description": comment} if comment else schema


def _nullable(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    schema = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema
