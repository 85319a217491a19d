"""`GET /v1/event-types`: every type of event, as the contracts declare it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask
import orjson
from google.protobuf.descriptor import Descriptor

from protos.callboard.events.v1 import event_types_pb2 as options
from protos.callboard.live.v1 import live_pb2
from protos.notifications.v1 import public_pb2 as public
from services.gateway import requests
from services.gateway.front.answer import JSON
from services.gateway.openapi import examples
from services.gateway.openapi.comments import comments
from services.gateway.openapi.schemas import Schemas
from services.gateway.transcode.fields import trimmed
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route
from services.shared.access import SCOPE_NAMES
from services.shared.enums import names_of

_published: Any = options.published
_COMPONENTS, _DEFINITIONS = "#/components/schemas/", "#/$defs/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def are_event_types(route: Route) -> bool:
    """Whether the route lists the types of events."""
    return bool(route.response is live_pb2.ListEventTypesResponse.DESCRIPTOR)


def data_types() -> dict[str, Descriptor]:
    """What the data of each type of event is, by the type, in the order of the contracts."""
    return {name: _data(number) for number, name in names_of(public.EventType.DESCRIPTOR).items()}


def event_types() -> list[dict[str, Any]]:
    """Every type with its description, the scope it needs, its schema, and an example."""
    return list(_described())


def _described() -> Iterator[dict[str, Any]]:
    enum = public.EventType.DESCRIPTOR
    for number, name in names_of(enum).items():
        value = enum.values_by_number[number]
        yield {
            "type": name,
            "description": comments().get(f"{enum.full_name}.{value.name}", ""),
            # The numbers of what can be delegated are those of the scopes.
            "scope": SCOPE_NAMES.get(_said(number).scope),
            "schema": schema_of(_data(number)),
            "example": example_of(name),
        }


def _said(number: int) -> options.Published:
    declared: options.Published = (
        public.EventType.DESCRIPTOR.values_by_number[number].GetOptions().Extensions[_published]
    )
    return declared


def _data(number: int) -> Descriptor:
    found: Descriptor = public.DESCRIPTOR.message_types_by_name[_said(number).data]
    return found


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


class EventTypesEndpoint:
    """The view of that route."""

    def __init__(self, route: Route) -> None:
        self._reader, self._items = RequestReader(route), event_types()

    def __call__(self) -> flask.Response:
        """Serves the request that Flask has taken in."""
        query = requests.current().environ["QUERY_STRING"]
        self._reader.read({}, query, None, b"")
        items = trimmed(self._items, self._reader.selected(query))
        headers = {"Cache-Control": "public, max-age=300"}
        return flask.Response(orjson.dumps({"items": items}), 200, headers, content_type=JSON)
