"""What services answer, as HTTP: JSON or raw bytes, entity tags, and 304 where nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from google.protobuf.message import Message

from services.gateway.front.answer import JSON, Answer
from services.gateway.transcode.fields import Selected, trimmed
from services.gateway.transcode.routes import EMPTY, HTTP_BODY, Route
from services.shared.rendering import renderer_of

HEADERS = (("Cache-Control", "private, no-cache"), ("X-Content-Type-Options", "nosniff"))
"""On every answer of a service: it is the caller's alone, and to be asked for again."""


def answer_of(route: Route) -> Callable[[Any, str | None, Selected], Answer]:
    """Makes answers out of the messages of a route; given If-None-Match, 304 where it matches.

    Only what is selected is shown, where anything is.
    """
    if route.response.full_name == EMPTY:
        return lambda *_: Answer(204, [*HEADERS], b"")
    encode = _raw if route.response.full_name == HTTP_BODY else _json(route)
    tag_of = _tagger(route)
    status, reading = route.status, not route.is_command

    def answer(message: Any, if_none_match: str | None, selected: Selected) -> Answer:
        body, content_type = encode(message, selected)
        tag = tag_of(message, body)
        tagged = (("ETag", tag),) if tag else ()
        if reading and tag and if_none_match and _matches(if_none_match, tag):
            return Answer(304, [*HEADERS, *tagged], b"")
        length = ("Content-Length", str(len(body)))
        return Answer(status, [("Content-Type", content_type), *HEADERS, *tagged, length], body)

    return answer


def _json(route: Route) -> Callable[[Message, Selected], tuple[bytes, str]]:
    render, single = renderer_of(route.response), route.is_single

    def encode(message: Message, selected: Selected) -> tuple[bytes, str]:
        shown = render(message)
        if selected:
            shown = (
                trimmed(shown, selected) if single else {**shown, "items": trimmed(shown["items"], selected)}
            )
        return orjson.dumps(shown), JSON

    return encode


def _raw(message: Any, _: Selected) -> tuple[bytes, str]:
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
