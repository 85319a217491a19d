"""Answers, whoever makes them: status, headers and body, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson
from flask import Response

from services.gateway.errors import problem_of
from services.shared.errors import CallboardError

JSON = "application/json"
SERVER = ("server", "callboard")


class Answer(NamedTuple):
    """What is sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def exceeds_limit(self) -> bool:
        """Whether it refuses what is one too many in a time, not what finds no thread."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS and any(
            name == "RateLimit" for name, _ in self.headers
        )

    def send(self, protocol: Any) -> None:
        """Hands it to granian, which sends it while others are served."""
        protocol.response_bytes(self.status, [*self.headers, SERVER], self.body)


def said(value: dict[str, Any], request_id: str) -> Answer:
    """A JSON answer that is true for a moment only."""
    headers = [
        ("content-type", JSON),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", request_id),
    ]
    return Answer(200, headers, orjson.dumps(value))


def refused(error: CallboardError, request_id: str) -> Answer:
    """The problem document of an error."""
    status, headers, body = problem_of(error, request_id)
    return Answer(status, [*headers.items(), ("X-Request-Id", request_id)], body)


def said_by(response: Response) -> Answer:
    """What a response of Flask's says."""
    return Answer(response.status_code, list(response.headers), response.get_data())


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def asked(application: Application, environ: dict[str, Any]) -> Answer:
    """What a WSGI application answers. For a thread that may wait."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        begun[:] = [(status, headers)]

    pieces = application(environ, start_response)
    try:
        body = b"".join(pieces)
    finally:
        if close := getattr(pieces, "close", None):
            close()
    status, headers = begun[0]
    return Answer(int(status[:3]), headers, body)
