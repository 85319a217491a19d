"""Which problems an operation can answer, as far as they follow from its route."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.errors import PROBLEM_JSON
from services.gateway.openapi.values import Schema
from services.gateway.transcode.routes import Route
from services.shared.errors import (
    CallboardError,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    PreconditionRequired,
    Stale,
    TooLarge,
    TooManyRequests,
    TooSlow,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)

OTHER = "OtherProblem"
"""The component for what no operation names: something broke."""

_PROBLEM: Schema = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}

_KINDS: tuple[type[CallboardError], ...] = (
    Malformed,
    Unauthenticated,
    Forbidden,
    NotFound,
    TooSlow,
    Conflict,
    Stale,
    TooLarge,
    UnsupportedMedia,
    Invalid,
    PreconditionRequired,
    TooManyRequests,
    Unavailable,
)


def components() -> Schema:
    """The responses to which operations refer, by the names of the errors."""
    named = {kind.__name__: _response(kind) for kind in _KINDS}
    return {**named, OTHER: {"description": "Any other problem.", "content": _PROBLEM}}


def responses(route: Route) -> Schema:
    """The problems of a route, by status."""
    return of(kind for kind in _KINDS if _can_answer(route, kind))


def of(kinds: Iterable[type[CallboardError]]) -> Schema:
    """Those kinds of problem, by status, and what else there may be."""
    named = {str(kind.http_status): _reference(kind.__name__) for kind in kinds}
    return {**named, "default": _reference(OTHER)}


def _can_answer(route: Route, kind: type[CallboardError]) -> bool:
    if kind in (Unauthenticated, Forbidden):
        return not route.rule.public
    if kind is NotFound:
        named = any(name.endswith("_id") for name in route.request.fields_by_name)
        return named or "handle" in route.parameters
    if kind is Conflict:
        return route.is_command
    if kind in (Stale, PreconditionRequired):
        return bool(route.if_match)
    if kind in (TooSlow, TooLarge, UnsupportedMedia):
        return bool(route.body)
    return True


def _response(kind: type[CallboardError]) -> Schema:
    response: Schema = {"description": f"{kind.title}. {kind.__doc__}", "content": _PROBLEM}
    if kind in (TooManyRequests, Unavailable):
        seconds = {"description": "After how many seconds to try again.", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": seconds}
    return response


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/responses/{name}"}
