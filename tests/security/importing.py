"""Uploads as a hostile or a broken client sends them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.e2e.api import Actor

HEADER = "creator,video,captured_at,followers,views\n"
PADDING = 300 << 10
"""Spaces that push what was sent through every buffer on the way."""


def row(creator: str, video: str, views: object = 5, at: str = "2026-02-01T00:00:00Z") -> str:
    """A row of a CSV."""
    return f"{creator},{video},{at},100,{views}\n"


def padded(text: str) -> bytes:
    """A row followed by blank ones of nothing but spaces in one long row, which is rejected."""
    return text.encode() + b"x" + b" " * PADDING + b"\n"


def send(actor: Actor, content: Any, status: int = 200, **headers: str) -> Any:
    """POSTs a CSV."""
    given = {"Content-Type": "text/csv", **headers}
    options = {"content": content, "headers": given, "timeout": 120}
    return actor.call("POST", "/v1/metrics/snapshots", status=status, **options)


def views(creator: Actor, metric: str = "average_views") -> Any:
    """What is shown of a creator's views."""
    return creator.get(f"/v1/creators/{creator.id}/metrics")[metric]


def videos(creator: Actor) -> list[str]:
    """The ids of her videos."""
    return sorted(each["video_id"] for each in creator.get(f"/v1/creators/{creator.id}/videos")["items"])


class Dripping:
    """An upload that is sent piece by piece while the test goes on."""

    def __init__(self, actor: Actor) -> None:
        self._pieces: Queue[bytes] = Queue()
        self._actor, self.report = actor, None
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        # A connection of its own: the common pool is the test's.
        headers = self._actor.headers | {"Content-Type": "text/csv"}
        with httpx.Client(base_url=self._actor.base_url, timeout=60) as http:
            reply = http.post("/v1/metrics/snapshots", content=self._chunks(), headers=headers)
        assert reply.status_code == 200, reply.text
        self.report = reply.json()

    def _chunks(self) -> Iterator[bytes]:
        while piece := self._pieces.get():
            yield piece

    def put(self, piece: bytes) -> None:
        """Sends a piece."""
        self._pieces.put(piece)

    def end(self) -> Any:
        """Ends the body, and returns the report."""
        self._pieces.put(b"")
        self._thread.join()
        return self.report


def raw_request(actor: Actor, body: bytes) -> socket.socket:
    """Sends the head of an upload that promises more than `body`, and `body`."""
    url = urlsplit(actor.base_url)
    connection = socket.create_connection((url.hostname or "", url.port or 80), timeout=60)
    head = (
        f"POST /v1/metrics/snapshots HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: text/csv\r\n"
        f"Authorization: {actor.headers['Authorization']}\r\nContent-Length: {1 << 30}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection
