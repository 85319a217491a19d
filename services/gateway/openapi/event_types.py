"""The types of events as the contracts declare them, for whoever is told of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor

from protos.notifications.v1 import public_pb2 as public
from services.gateway.openapi import examples
from services.gateway.openapi.comments import comments
from services.gateway.openapi.schemas import Schemas
from services.gateway.openapi.values import Schema
from services.shared.access import SCOPE_NAMES
from services.shared.enums import names_of
from services.shared.published import declared

_COMPONENTS, _DEFINITIONS = "#/components/schemas/", "#/$defs/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def data_types() -> dict[str, Descriptor]:
    """What the data of each type of event is, by the type, in the order of the contracts."""
    return {name: public.DESCRIPTOR.message_types_by_name[said.data] for name, said in declared().items()}


def event_types() -> list[dict[str, Any]]:
    """Every type with its description, the scope it needs, its schema, and an example."""
    return list(_described())


def _described() -> Iterator[dict[str, Any]]:
    descriptions = _descriptions()
    for name, said in declared().items():
        yield {
            "type": name,
            "description": descriptions[name],
            # The numbers of what can be delegated are those of the scopes.
            "scope": SCOPE_NAMES.get(said.scope),
            "schema": schema_of(data_types()[name]),
            "example": example_of(name),
        }


def example_of(name: str) -> dict[str, Any]:
    """An event of a type, as it is sent."""
    return {"type": name, "timestamp": examples.MOMENT, "data": examples.answered(data_types()[name])}


def schema_of(message: Descriptor) -> dict[str, Any]:
    """The JSON Schema of a message, which needs no other document."""
    schemas = Schemas()
    reference = schemas.reference(message)["$ref"].removeprefix(_COMPONENTS)
    components: dict[str, Any] = _within(schemas.components)
    schema = components.pop(reference)
    return {"$schema": DIALECT, **schema, **({"$defs": components} if components else {})}


def _within(schema: Any) -> Any:
    """The schema with references that lead into itself."""
    if isinstance(schema, dict):
        return {
            name: part.replace(_COMPONENTS, _DEFINITIONS) if name == "$ref" else _within(part)
            for name, part in schema.items()
        }
    return [_within(part) for part in schema] if isinstance(schema, list) else schema


def webhooks(schemas: Schemas) -> Schema:
    """What is sent to webhooks, as the document has it; the types of the data become components."""
    return {name: {"post": _delivery(name, data, schemas)} for name, data in data_types().items()}


def _delivery(name: str, data: Descriptor, schemas: Schemas) -> Schema:
    description = _descriptions()[name]
    schema: Schema = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"type": "string", "const": name, "description": "What has happened."},
            "timestamp": {"type": "string", "format": "date-time", "description": "When."},
            "data": schemas.reference(data),
        },
    }
    return {
        "operationId": "".join(part.capitalize() for part in name.replace("_", ".").split(".")) + "Event",
        "tags": ["Webhook"],
        "summary": description.rstrip("."),
        "description": description,
        "security": [],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": example_of(name)}},
        },
        "responses": {
            "2XX": {"description": "It has arrived."},
            "400": {"description": "It was not taken, as with anything but 2xx: it is sent again later."},
        },
    }


def _descriptions() -> dict[str, str]:
    """What each type stands for, in words."""
    enum = public.EventType.DESCRIPTOR
    values = enum.values_by_number
    return {
        name: comments().get(f"{enum.full_name}.{values[number].name}", "")
        for number, name in names_of(enum).items()
    }
