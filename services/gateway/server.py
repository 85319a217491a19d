"""gunicorn as the gateway runs it. The application is made in each worker, after the fork."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from typing import Any

import orjson
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from services.gateway import clients
from services.gateway.access import SERVICE, access_token_verifier
from services.gateway.config import METRICS_FOLDER, Settings
from services.gateway.errors import PROBLEM_JSON, document
from services.shared import telemetry, traces
from services.shared.clock import SystemClock
from services.shared.errors import CallboardError, Internal, Malformed
from services.shared.ids import uuid7
from services.shared.tokens import Signer

KEEPALIVE_SECONDS = 75
GRACE_SECONDS = 20
"""Within which requests under way end when the gateway is told to stop and has drained."""


class Worker(ThreadWorker):
    """A worker that drains before it stops, and answers what is not even HTTP with a problem document."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Says that it is not ready and goes on serving for a moment, so that load balancers notice."""
        server = self.app
        assert isinstance(server, Server)
        server.draining.set()
        timer = threading.Timer(server.drain_seconds, super().handle_exit, (sig, frame))
        timer.daemon = True
        timer.start()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Tells the client why its bytes could not become a request."""
        error: CallboardError = Internal("Something broke on our side.")
        if isinstance(exc, ParseException):
            error = Malformed(f"This is not an HTTP request that the gateway reads: {exc}.")
        else:
            self.log.error("error outside of the application", exc_info=exc)
        request_id = uuid7()
        body = orjson.dumps(document(error, request_id))
        head = (
            f"HTTP/1.1 {error.http_status} {error.title}\r\nConnection: close\r\n"
            f"Content-Type: {PROBLEM_JSON}\r\nContent-Length: {len(body)}\r\n"
            f"X-Request-Id: {request_id}\r\n\r\n"
        )
        try:
            util.write_nonblock(client, head.encode() + body)
        except OSError:
            self.log.debug("the client is gone")


def _send_what_is_left(_server: Any, _worker: Any) -> None:
    traces.shutdown()


class Server(BaseApplication):
    """gunicorn with the settings of the gateway in place of its own command line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.draining = threading.Event()
        self.drain_seconds = settings.drain_seconds
        super().__init__()

    def load_config(self) -> None:
        """Hands gunicorn its settings."""
        folder = tempfile.mkdtemp(prefix="callboard-gateway-metrics-")
        os.environ[METRICS_FOLDER] = folder
        options = {
            "bind": self._settings.listen,
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": Worker,
            "keepalive": KEEPALIVE_SECONDS,
            "graceful_timeout": int(self._settings.drain_seconds) + GRACE_SECONDS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_exit": _send_what_is_left,
            # Runs in the parent only; a worker that ends must leave the others their figures.
            "on_exit": lambda _: shutil.rmtree(folder, ignore_errors=True),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one worker, with connections of its own."""
        # Only now: prometheus-client decides on import whether it counts for several processes.
        from services.gateway.app import Dependencies, create_app  # noqa: PLC0415

        settings, clock = self._settings, SystemClock()
        telemetry.configure(SERVICE, settings.log_level)
        traces.configure(SERVICE, settings.otlp_endpoint, settings.trace_sample_ratio, edge=True)
        signer = Signer(SERVICE, settings.signing_key_file, clock)
        return create_app(
            Dependencies(
                backends=clients.connect(settings, signer),
                verifier=access_token_verifier(settings.trusted_keys_dir, clock),
                signer=signer,
                clock=clock,
                base_url=settings.base_url,
                draining=self.draining,
            )
        )
