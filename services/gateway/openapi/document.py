"""The document itself: one operation per route, and what the gateway adds to the services'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from services.gateway.openapi.comments import comments
from services.gateway.openapi.own import OWN_PATHS, SECURITY_SCHEMES, components
from services.gateway.openapi.schemas import Schema, Schemas, described
from services.gateway.transcode.lifecycle import notices_of
from services.gateway.transcode.routes import EMPTY, HTTP_BODY, IF_MATCH, Route, located_among
from services.shared.access import Rule
from services.shared.rendering import message_of

TITLE, VERSION = "Callboard", "1"

_PREAMBLE = (
    "An open, self-hosted talent manager portal. Ids are opaque strings, money is in minor units, times are "
    "RFC 3339 in UTC. Lists take page_size (1 to 100, default 25) and cursor; the last page has an empty "
    "next_cursor. Every answer carries X-Request-Id; quote it when you report a problem."
)
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
_IDEMPOTENCY = "Sends the command safely again: the same key and request get the first answer."


def openapi(routes: Iterable[Route], base_url: str = "") -> dict[str, Any]:
    """The document of all routes, served at `base_url`."""
    paths: dict[str, Any] = {}
    schemas, used = Schemas(), Counter[str]()
    routes = list(routes)
    located = located_among(routes)
    for route in routes:
        used[route.method.name] += 1
        operation = _operation(route, schemas, used[route.method.name])
        if route.name in located:
            operation["responses"]["201"]["headers"]["Location"] = {"schema": {"type": "string"}}
        paths.setdefault(route.path, {})[route.verb.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": _PREAMBLE},
        "servers": [{"url": base_url or "/"}],
        "tags": _tags(routes),
        "paths": {**paths, **OWN_PATHS},
        "components": {**components(schemas.components), "securitySchemes": SECURITY_SCHEMES},
    }


def _tags(routes: list[Route]) -> list[Schema]:
    services = {route.method.containing_service.full_name: route for route in routes}
    return [described({"name": _tag(route)}, name) for name, route in services.items()]


def _tag(route: Route) -> str:
    return str(route.method.containing_service.name.removesuffix("Service"))


def _operation(route: Route, schemas: Schemas, nth: int) -> Schema:
    comment = comments().get(route.method.full_name, route.method.name)
    operation: Schema = {
        "operationId": route.method.name if nth == 1 else f"{route.method.name}_{nth}",
        "tags": [_tag(route)],
        "summary": comment.split(". ")[0].rstrip("."),
        "description": comment,
        "parameters": _parameters(route, schemas),
        "responses": _responses(route, schemas),
        "security": [] if route.rule.public else [{"oauth2": [route.rule.scope] if route.rule.scope else []}],
        "x-access": _access(route.rule),
    }
    if notices_of(route.method):
        operation["deprecated"] = True
    body = _request_body(route, schemas)
    return {**operation, "requestBody": body} if body else operation


def _access(rule: Rule) -> Schema:
    said = {
        "public": rule.public,
        "parties": sorted(rule.kinds),
        "creator_field": rule.creator_field,
        "scope": rule.scope,
    }
    return {name: value for name, value in said.items() if value}


def _parameters(route: Route, schemas: Schemas) -> list[Schema]:
    fields = route.request.fields_by_name
    parameters = [_parameter(route, name, "path", schemas) for name in route.variables]
    plain = (name for name in route.parameters if _is_plain(schemas.parameter(fields[name])))
    parameters += [_parameter(route, name, "query", schemas) for name in plain]
    text = {"type": "string"}
    if route.if_match:
        what = "The ETag of the version that is replaced, or *."
        parameters.append(_header(IF_MATCH, what, text, required=True))
    if route.verb == "POST":
        parameters.append(_header("Idempotency-Key", _IDEMPOTENCY, {**text, "maxLength": 255}))
    if route.verb == "GET" and route.is_single:
        parameters.append(_header("If-None-Match", "An ETag; 304 where it is still the present one.", text))
    return parameters


def _is_plain(schema: Schema) -> bool:
    return "$ref" not in schema


def _parameter(route: Route, name: str, place: str, schemas: Schemas) -> Schema:
    field = route.request.fields_by_name[name]
    parameter = {"name": name, "in": place, "schema": schemas.parameter(field), "required": place == "path"}
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
        return {"required": True, "content": {"*/*": {"schema": {}}}}
    if not route.body:
        return {}
    if route.body == "*":
        schema = schemas.object_of(route.request, {*route.variables, *route.headers, route.mask})
    else:
        schema = schemas.reference(message_of(route.request.fields_by_name[route.body]))
    content = {MERGE_PATCH if route.is_patch else JSON: {"schema": schema}}
    return {"required": True, "content": content} if route.verb == "PUT" else {"content": content}


def _responses(route: Route, schemas: Schemas) -> Schema:
    success: Schema = {"description": "Success.", "headers": {"X-Request-Id": {"schema": {"type": "string"}}}}
    if route.is_single and route.response.full_name != EMPTY:
        success["headers"]["ETag"] = {"schema": {"type": "string"}}
    if route.verb == "POST":
        replayed = {"description": "Whether it is the first answer under the key, given again."}
        success["headers"]["Idempotency-Replayed"] = {**replayed, "schema": {"const": "true"}}
    if route.response.full_name == HTTP_BODY:
        success["content"] = {"*/*": {"schema": {}}}
    elif route.response.full_name != EMPTY:
        success["content"] = {JSON: {"schema": schemas.reference(route.response)}}
    responses = {str(route.status): success, "default": {"$ref": "#/components/responses/Problem"}}
    if route.verb == "GET" and route.is_single:
        responses["304"] = {"description": "What If-None-Match names is still the present one."}
    return responses
