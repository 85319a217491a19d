"""Which pages of other origins may call the API from a browser (CORS); none unless configured.

A page sends its token in a header of its own, so that no answer ever allows credentials of the browser's.
"""

from __future__ import annotations

from collections.abc import Collection

from services.gateway.front.answer import Answer
from services.gateway.front.heads import Head

ANY = "*"
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
SENT = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, X-Request-Id"
SHOWN = (
    "Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "Sunset, X-Request-Id"
)
REMEMBERED_SECONDS = 600

Fields = list[tuple[str, str]]


class Cors:
    """What `origins` may: `https://app.example.org`, or ANY."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origins)

    def preflight(self, head: Head) -> Answer | None:
        """The answer to a browser that asks whether a page may; None for every other request."""
        asked = head.method == "OPTIONS" and "access-control-request-method" in head.headers
        if not asked or not self._allowed(head):
            return None
        fields = [
            ("Access-Control-Allow-Methods", METHODS),
            ("Access-Control-Allow-Headers", SENT),
            ("Access-Control-Max-Age", str(REMEMBERED_SECONDS)),
            ("X-Request-Id", head.request_id),
        ]
        return Answer(204, fields, b"")

    def applied(self, head: Head, answer: Answer) -> Answer:
        """The answer with what tells a browser which page may read it."""
        if not self._origins:
            return answer
        # The same address is answered differently to another origin, so that no cache may mix them up.
        fields = [] if ANY in self._origins else [("Vary", "Origin")]
        if allowed := self._allowed(head):
            fields += [
                ("Access-Control-Allow-Origin", allowed),
                ("Access-Control-Expose-Headers", SHOWN),
            ]
        return answer._replace(headers=[*answer.headers, *fields])

    def _allowed(self, head: Head) -> str:
        """The origin that may; empty where none is named, or it is none of those."""
        origin = head.headers.get("origin", "")
        if not origin:
            return ""
        if ANY in self._origins:
            return ANY
        return origin if origin in self._origins else ""
