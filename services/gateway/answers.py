"""What services answer, as HTTP: JSON or raw bytes, entity tags, and 304 where nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import flask
import orjson
from google.protobuf.message import Message
from werkzeug.datastructures import Headers

from services.gateway.transcode.routes import EMPTY, HTTP_BODY, Route
from services.shared.rendering import renderer_of

JSON = "application/json"
HEADERS = (("Cache-Control", "private, no-cache"), ("X-Content-Type-Options", "nosniff"))
"""On every answer of a service: it is the caller's alone, and to be asked for again."""


class Response(flask.Response):
    """A response whose headers are complete from the beginning, so that they need no second copy."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        """The headers as they are."""
        return self.headers


Answer = Callable[[Any, str | None], Response]


def answer_of(route: Route) -> Answer:
    """Makes responses out of the messages of a route; given If-None-Match, 304 where it matches."""
    if route.response.full_name == EMPTY:
        return lambda _, __: _bodiless(204)
    encode = _raw if route.response.full_name == HTTP_BODY else _json(route)
    tag_of = _tagger(route)
    status, reading = route.status, not route.is_command

    def answer(message: Any, if_none_match: str | None) -> Response:
        body, content_type = encode(message)
        tag = tag_of(message, body)
        if reading and tag and if_none_match and _matches(if_none_match, tag):
            return _bodiless(304, ("ETag", tag))
        tagged = (("ETag", tag),) if tag else ()
        headers = Headers((("Content-Type", content_type), *HEADERS, *tagged))
        return Response(body, status, headers)

    return answer


def _bodiless(status: int, *headers: tuple[str, str]) -> Response:
    response = Response(status=status, headers=Headers((*HEADERS, *headers)))
    response.headers.remove("Content-Type")
    return response


def _json(route: Route) -> Callable[[Message], tuple[bytes, str]]:
    render = renderer_of(route.response)
    return lambda message: (orjson.dumps(render(message)), JSON)


def _raw(message: Any) -> tuple[bytes, str]:
    return message.data, message.content_type or "application/octet-stream"


def _tagger(route: Route) -> Callable[[Any, bytes], str]:
    """The entity tag: the version where there is one, else a hash of the body; none for lists."""
    if not route.is_single:
        return lambda _, __: ""
    if "version" in route.response.fields_by_name:
        return lambda message, _: f'"{message.version}"'
    return lambda _, body: f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def _matches(if_none_match: str, tag: str) -> bool:
    """Whether one of the tags is this one, compared weakly (RFC 9110 §13.1.2)."""
    given = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return any(part in ("*", tag) for part in given)
