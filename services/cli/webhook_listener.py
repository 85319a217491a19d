"""A local receiver of webhooks, for development: says what arrives, and whether it is genuine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from callboard import webhooks

HOST = "127.0.0.1"
LARGEST = 1 << 20
"""Bytes of a delivery that are read."""


@dataclass(frozen=True)
class Arrival:
    """A delivery, and why it is refused; empty where it is not."""

    id: str
    event: dict[str, Any]
    refused: str = ""


def arrival(headers: Mapping[str, str], body: bytes, secret: str) -> Arrival:
    """What has arrived; verified where there is a secret."""
    named = {name.lower(): value for name, value in headers.items()}
    event_id = named.get("webhook-id", "")
    try:
        event: Any = webhooks.verify(body, named, secret) if secret else json.loads(body)
    except webhooks.WebhookError as error:
        return Arrival(event_id, {}, str(error))
    except ValueError as error:
        return Arrival(event_id, {}, f"Its body is not JSON: {error}.")
    if not isinstance(event, dict):
        return Arrival(event_id, {}, "Its body is no event.")
    return Arrival(event_id, event)


def listener(port: int, secret: str, tell: Callable[[Arrival], None]) -> ThreadingHTTPServer:
    """A server that gives `tell` each delivery; 204 is answered, and 400 to what is refused."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            arrived = arrival(dict(self.headers.items()), self.rfile.read(length), secret)
            tell(arrived)
            self.send_response(400 if arrived.refused else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing beside."""

    return ThreadingHTTPServer((HOST, port), Handler)
