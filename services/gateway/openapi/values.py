"""JSON schemas of single values: types, and what the contracts allow in them."""

from __future__ import annotations

from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from services.shared.declarations import Said, declared, format_of, is_number, is_text
from services.shared.rendering import is_object, is_timestamp

Schema = dict[str, Any]

_NOT_BLANK = r"\S"

_SCALARS: dict[int, Schema] = {
    FieldDescriptor.CPPTYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptor.CPPTYPE_INT64: {"type": "integer", "format": "int64"},
    FieldDescriptor.CPPTYPE_UINT32: {"type": "integer", "minimum": 0},
    FieldDescriptor.CPPTYPE_UINT64: {"type": "integer", "minimum": 0},
    FieldDescriptor.CPPTYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.CPPTYPE_FLOAT: {"type": "number", "format": "float"},
    FieldDescriptor.CPPTYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.CPPTYPE_STRING: {"type": "string"},
}


def value_schema(field: FieldDescriptor, reference: Schema | None, *, sent: bool) -> Schema:
    """The schema of a field, given a reference to its type where that is a component.

    What is `sent` may have a default, and an empty text is as good as none; bounds hold either way.
    """
    said = declared(field)
    schema = reference or {**_type(field), **_bounds(field, said)}
    if sent and not said.required and not field.is_repeated and schema.get("pattern", "").endswith(")$"):
        schema["pattern"] = f"{schema['pattern'][:-1]}?$"
    if said.example and reference is None:
        schema["examples"] = [as_json(field, said.example)]
    if field.is_repeated:
        schema = _list(said, schema)
    if sent and said.default:
        schema = {**schema, "default": as_json(field, said.default)}
    return schema


def as_json(field: FieldDescriptor, written: str) -> Any:
    """A default or an example as JSON has it."""
    number: type[int | float] = float if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE else int
    return number(written) if is_number(field) else written


def _type(field: FieldDescriptor) -> Schema:
    if is_timestamp(field):
        return {"type": "string", "format": "date-time"}
    if is_object(field):
        return {"type": "object", "additionalProperties": True}
    if field.type == FieldDescriptor.TYPE_BYTES:
        return {"type": "string", "contentEncoding": "base64"}
    return dict(_SCALARS[field.cpp_type])


def _bounds(field: FieldDescriptor, said: Said) -> Schema:
    if is_text(field):
        return _text(said)
    return _number(field, said) if is_number(field) else {}


def _number(field: FieldDescriptor, said: Said) -> Schema:
    exact = field.cpp_type != FieldDescriptor.CPPTYPE_DOUBLE
    bounds = {name: getattr(said, name) for name in ("minimum", "maximum") if said.HasField(name)}
    schema: Schema = {name: int(value) if exact else value for name, value in bounds.items()}
    return {**schema, "enum": list(said.values)} if said.values else schema


def _text(said: Said) -> Schema:
    form = format_of(said)
    least = max(said.min_length, int(said.required and not form))
    most = min(filter(None, (said.max_length, form.most if form else 0)), default=0)
    pattern, name = _pattern(said)
    found = {"minLength": least, "maxLength": most, "pattern": pattern, "format": name}
    return {key: value for key, value in found.items() if value}


def _pattern(said: Said) -> tuple[str, str]:
    """What the whole text matches, and the format of JSON Schema."""
    form = format_of(said)
    if form is None:
        filled = _NOT_BLANK if said.required or said.min_length else ""
        return f"^(?:{said.pattern})$" if said.pattern else filled, ""
    if said.also:
        return f"^(?:{'|'.join((form.pattern, *said.also))})$", ""
    return "" if form.name == "date" else f"^(?:{form.pattern})$", form.name


def _list(said: Said, items: Schema) -> Schema:
    found = {
        "minItems": max(said.min_items, int(said.required)),
        "maxItems": said.max_items,
        "uniqueItems": said.unique,
    }
    return {"type": "array", "items": items, **{key: value for key, value in found.items() if value}}
