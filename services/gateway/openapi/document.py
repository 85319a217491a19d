"""The document itself: one operation per route, and what the gateway adds to the services'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.gateway.openapi import examples, problems
from services.gateway.openapi.comments import comments, described
from services.gateway.openapi.event_types import webhooks
from services.gateway.openapi.links import ids_among, links_of
from services.gateway.openapi.own import OWN_PATHS, SECURITY_SCHEMES, TAG, components
from services.gateway.openapi.samples import samples
from services.gateway.openapi.schemas import Schemas, Way
from services.gateway.openapi.values import Schema
from services.gateway.transcode.fields import FIELDS
from services.gateway.transcode.lifecycle import notices_of
from services.gateway.transcode.locations import locations_of
from services.gateway.transcode.routes import EMPTY, HTTP_BODY, IF_MATCH, Route
from services.shared.declarations import declared
from services.shared.rendering import message_of

TITLE, VERSION = "Callboard", "1"

_PREAMBLE = (
    "An open, self-hosted talent manager portal. Ids are opaque strings, money is in minor units, times "
    "are RFC 3339 in UTC. Lists take page_size (1 to 100, default 25) and cursor; the last page has an "
    "empty next_cursor. They are read in the order of sort, and can be narrowed to a state, and to what "
    "has changed at updated_since or later. Who keeps a copy walks through what has changed in the order "
    "of updated_at, and begins the next time a minute before the newest time seen, since a change can "
    "become visible a little after its time. Readings take fields, which trims the answer. In a request, "
    "null is the same as leaving a field out; but PUT replaces a resource and wants every field of it "
    "named, and PATCH (RFC 7396) changes what is named; with both, null clears. A text is one line, "
    "unless it is one for people to read at length, and holds no invisible character. Every answer "
    "carries X-Request-Id; quote it when you report a problem."
)
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
_IDEMPOTENCY = (
    "Sends the command safely again: for at least 24 hours, the same key and request of the same party at "
    "the same path get the first answer; the key with another request is refused."
)
_FIELDS: Schema = {
    "name": FIELDS,
    "in": "query",
    "description": "The only fields that are wanted of the resource, or of each item of a list; a dot leads "
    "inside, as in `id,price.amount_minor`. All others are left out, required ones too.",
    "schema": {"type": "string", "pattern": r"^[a-z0-9_]+(\.[a-z0-9_]+)*(,[a-z0-9_]+(\.[a-z0-9_]+)*)*$"},
    "required": False,
}
_BYTES: Schema = {"type": "string", "format": "binary"}
_LOCATION: Schema = {
    "description": "Where it is read.",
    "schema": {"type": "string", "format": "uri-reference"},
}
_REPLAYED: Schema = {
    "description": "Whether it is the first answer under the key, given again.",
    "schema": {"type": "string", "const": "true"},
}


def openapi(routes: Iterable[Route], base_url: str = "") -> dict[str, Any]:
    """The document of all routes, served at `base_url`."""
    paths: dict[str, Any] = {}
    schemas, routes = Schemas(), list(routes)
    located, ids = locations_of(routes), ids_among(routes)
    for route in routes:
        operation = _operation(route, schemas)
        if route.name in located:
            operation["responses"]["201"]["headers"]["Location"] = _LOCATION
        if links := links_of(route, routes, ids):
            operation["responses"]["201"]["links"] = links
        paths.setdefault(route.path, {})[route.verb.lower()] = operation
    paths |= OWN_PATHS
    told = webhooks(schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": _PREAMBLE},
        "servers": [{"url": base_url or "/"}],
        "tags": [*_tags(routes), TAG],
        "paths": {path: _with_samples(path, item) for path, item in paths.items()},
        "webhooks": told,
        "components": {**components(schemas.components), "securitySchemes": SECURITY_SCHEMES},
    }


def _with_samples(path: str, item: Schema) -> Schema:
    return {
        verb: {**operation, "x-codeSamples": samples(verb.upper(), path, operation)}
        for verb, operation in item.items()
    }


def _tags(routes: list[Route]) -> list[Schema]:
    services = {route.method.containing_service.full_name: route for route in routes}
    return [described({"name": _tag(route)}, name) for name, route in services.items()]


def _tag(route: Route) -> str:
    return str(route.method.containing_service.name.removesuffix("Service"))


def _operation(route: Route, schemas: Schemas) -> Schema:
    comment = comments().get(route.method.full_name, "")
    operation: Schema = {
        "operationId": route.operation,
        "tags": [_tag(route)],
        "summary": comment.split(". ")[0].rstrip(".") + _side(route),
        "description": comment,
        "parameters": _parameters(route, schemas),
        "responses": _responses(route, schemas),
        "security": [] if route.rule.public else [{"oauth2": [route.rule.scope] if route.rule.scope else []}],
        "x-access": _access(route),
    }
    if notices_of(route.method):
        operation["deprecated"] = True
    body = _request_body(route, schemas)
    return {**operation, "requestBody": body} if body else operation


def _side(route: Route) -> str:
    """Whose side it is, where each has a path of its own to the same."""
    if not route.rule.creator_field or not route.is_one_of_several:
        return ""
    return " (creator's side)" if route.rule.creator_field in route.variables else " (brand's side)"


def _access(route: Route) -> Schema:
    rule = route.rule
    said = {
        "public": rule.public,
        "parties": sorted(route.kinds),
        "creator_field": rule.creator_field if rule.creator_field in route.variables else "",
        "scope": rule.scope,
    }
    return {name: value for name, value in said.items() if value}


def _parameters(route: Route, schemas: Schemas) -> list[Schema]:
    parameters = [_parameter(route, name, "path", schemas) for name in route.variables]
    parameters += [_parameter(route, name, "query", schemas) for name in route.parameters]
    text = {"type": "string"}
    if route.is_trimmable:
        parameters.append(_FIELDS)
    if route.if_match:
        what = "The ETag of the version that is replaced, or *."
        parameters.append(_header(IF_MATCH, what, {**text, "minLength": 1}, required=True))
    if route.verb == "POST" and route.is_command:
        key = {**text, "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}
        parameters.append(_header("Idempotency-Key", _IDEMPOTENCY, key))
    if route.verb == "GET" and route.is_single:
        parameters.append(_header("If-None-Match", "An ETag; 304 where it is still the present one.", text))
    return parameters


def _parameter(route: Route, name: str, place: str, schemas: Schemas) -> Schema:
    field = route.request.fields_by_name[name]
    required = place == "path" or declared(field).required
    parameter = {"name": name, "in": place, "required": required, "schema": schemas.parameter(field)}
    if place == "path":
        parameter["example"] = examples.id_of(field)
    elif required and (example := examples.of(field)) is not None:
        parameter["example"] = example
    return described(parameter, field.full_name)


def _header(name: str, description: str, schema: Schema, *, required: bool = False) -> Schema:
    return {
        "name": name,
        "in": "header",
        "description": description,
        "schema": schema,
        "required": required,
    }


def _request_body(route: Route, schemas: Schemas) -> Schema:
    if route.is_upload:
        return {"required": True, "content": {name: {"schema": _BYTES} for name in route.media_types}}
    if not route.body:
        return {}
    whole = route.body == "*"
    message = route.request if whole else message_of(route.request.fields_by_name[route.body])
    without = route.placed if whole else frozenset()
    if set(message.fields_by_name) <= without:
        return {}
    way = Way.PATCHED if route.is_patch else Way.REPLACED if route.is_put else Way.SENT
    schema = schemas.reference(message, way, without)
    content = {"schema": schema, "example": examples.sent(message, without, whole=route.is_put)}
    required = bool(schemas.resolved(schema).get("required")) or route.is_put or route.is_patch
    return {"required": required, "content": {MERGE_PATCH if route.is_patch else JSON: content}}


def _responses(route: Route, schemas: Schemas) -> Schema:
    responses = {str(route.status): _success(route, schemas), **problems.responses(route)}
    if route.verb == "GET" and route.is_single:
        responses["304"] = {"description": "What If-None-Match names is still the present one."}
    return dict(sorted(responses.items()))


def _success(route: Route, schemas: Schemas) -> Schema:
    text = {"type": "string"}
    headers = {"X-Request-Id": {"description": "Finds the request in the logs.", "schema": text}}
    if route.is_single and route.response.full_name != EMPTY:
        headers["ETag"] = {"description": "The version, for If-Match and If-None-Match.", "schema": text}
    if route.verb == "POST" and route.is_command:
        headers["Idempotency-Replayed"] = _REPLAYED
    success: Schema = {"description": "Success.", "headers": headers}
    if route.response.full_name == HTTP_BODY:
        success["content"] = {name: {"schema": _BYTES} for name in route.media_types}
    elif route.response.full_name != EMPTY:
        schema = schemas.reference(route.response)
        success["content"] = {JSON: {"schema": schema, "example": examples.answered(route.response)}}
    return success
