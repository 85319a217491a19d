"""Receivers of webhooks, on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

Answer = Callable[[int], int]
"""The status for the request of that number; 0 closes the connection without an answer."""


@dataclass
class Receiver:
    """What has arrived at an address."""

    url: str
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """When they came; time.monotonic()."""

    def events(self, secret: str) -> list[dict[str, Any]]:
        """The events, each verified by the stock verifier."""
        return [Webhook(secret).verify(body, headers) for headers, body in list(self.requests)]


@contextmanager
def receiving(answer: Answer = lambda _: 204, host: str = "127.0.0.1") -> Iterator[Receiver]:
    """A receiver while the block runs."""

    noting = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            came = time.monotonic()
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with noting:
                received.times.append(came)
                received.requests.append((dict(self.headers), body))
            status = answer(len(received.requests))
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    received = Receiver(f"http://{host}:{server.server_address[1]}/hook")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
