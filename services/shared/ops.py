"""What those who run a process ask it over plain HTTP: series, liveness, readiness.

For the inside of a cluster only: no TLS, no authentication, and nothing in it that is secret. Each question
has a thread of its own, so that it is answered whatever the process is busy with.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from prometheus_client import CONTENT_TYPE_LATEST

PATIENCE_SECONDS = 10
"""After which a client that says nothing is left."""

Answer = tuple[int, str, bytes]


class Probes:
    """Whether a process lives and whether it should get work. Each may be asked at any time."""

    def __init__(self, ready: Callable[[], bool], alive: Callable[[], bool] = lambda: True) -> None:
        self._ready, self._alive = ready, alive
        self._draining = threading.Event()

    def drain(self) -> None:
        """From now on the process is not ready: it is about to end."""
        self._draining.set()

    @property
    def draining(self) -> bool:
        """Whether the process is about to end."""
        return self._draining.is_set()

    def alive(self) -> bool:
        """Whether the process works at all, whatever it depends on."""
        return self._alive()

    def ready(self) -> bool:
        """Whether it should get work: it is not about to end, and what it depends on answers."""
        return not self.draining and self._ready()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], probes: Probes, series: Callable[[], bytes]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.pages: dict[str, Callable[[], Answer]] = {
            "/metrics": lambda: (200, CONTENT_TYPE_LATEST, series()),
            "/healthz": lambda: _verdict(probes.alive(), "alive"),
            "/readyz": lambda: _verdict(probes.ready(), "ready"),
        }
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "callboard", ""
    timeout = PATIENCE_SECONDS
    _MISSING: ClassVar[Answer] = (404, "text/plain", b"There are /metrics, /healthz and /readyz.\n")

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        status, content_type, body = page() if page else self._MISSING
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Probes come every few seconds: nobody wants to read that."""


def _verdict(holds: bool, what: str) -> Answer:
    return (
        (200, "text/plain", f"{what}\n".encode()) if holds else (503, "text/plain", f"not {what}\n".encode())
    )


def start(listen: str, probes: Probes, series: Callable[[], bytes]) -> ThreadingHTTPServer | None:
    """Answers on host:port in threads of its own, for as long as the process lives; not at all where empty.

    Ends the process with one sentence where nobody can listen there.
    """
    if not listen:
        return None
    host, _, port = listen.rpartition(":")
    try:
        server = _Server((host.strip("[]"), int(port)), probes, series)
    except (OSError, ValueError) as error:
        sys.exit(f"OPS_LISTEN is {listen}, where this process cannot listen: {error}. Give host:port.")
    threading.Thread(target=server.serve_forever, name="ops", daemon=True).start()
    return server
