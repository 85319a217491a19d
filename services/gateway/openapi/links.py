"""Where the id of what was created leads: the links of an operation to those that take it in their path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from google.protobuf.descriptor import Descriptor

from services.gateway.openapi.values import Schema
from services.gateway.transcode.routes import IF_MATCH, Route

Ids = dict[str, str]
"""The variable of paths that names a thing, by the type of the thing: `campaigns.v1.Offer` → `offer_id`."""


def ids_among(routes: Sequence[Route]) -> Ids:
    """What one thing is read by, at a path that ends with its id."""
    readings = (route for route in routes if route.verb == "GET" and route.path.endswith("}"))
    return {
        route.response.full_name: route.variables[-1]
        for route in readings
        if "id" in route.response.fields_by_name
    }


def links_of(route: Route, routes: Sequence[Route], ids: Ids) -> Schema:
    """The links of what a route creates, by the operations to which they lead."""
    if route.status != HTTPStatus.CREATED:
        return {}
    made = dict(_made(route.response, ids))
    known = {**_known(route, ids), **made}
    return {
        target.operation: _link(target, known)
        for target in routes
        if made.keys() & set(target.variables) and known.keys() >= set(target.variables)
    }


def _made(message: Descriptor, ids: Ids) -> Iterator[tuple[str, str]]:
    """The variables that the ids of an answer, and of what stands in it, fill."""
    if message.full_name in ids:
        yield ids[message.full_name], "$response.body#/id"
    for field in message.fields:
        if field.message_type is not None and not field.is_repeated and field.message_type.full_name in ids:
            yield ids[field.message_type.full_name], f"$response.body#/{field.name}/id"


def _known(route: Route, ids: Ids) -> Schema:
    """The variables that the path of the request, or a field of the answer, fills."""
    named = set(ids.values()) & set(route.response.fields_by_name)
    return {
        **{name: f"$response.body#/{name}" for name in named},
        **{name: f"$request.path.{name}" for name in route.variables},
    }


def _link(target: Route, known: Schema) -> Schema:
    parameters = {name: known[name] for name in target.variables}
    if target.if_match:
        parameters[IF_MATCH] = "$response.header.ETag"
    return {"operationId": target.operation, "parameters": parameters}
