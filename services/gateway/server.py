"""granian as the gateway runs it: worker processes, each with the front and an application of its own."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer
from granian.server.mp import WorkerProcess

from services.gateway import clients
from services.gateway.access import SERVICE, access_token_verifier
from services.gateway.config import METRICS_FOLDER, Settings
from services.gateway.front import shared
from services.gateway.front.probes import Workers
from services.gateway.front.shared import Shared
from services.shared import listening, logs, traces
from services.shared.clock import SystemClock
from services.shared.tokens import Signer

GRACE_SECONDS = 20
"""Within which requests under way end when the gateway has drained; what then runs is killed."""

LARGEST_HEAD = 32 << 10
"""Bytes, about, that the head of a request may have, and that a connection may hold unread."""

BACKLOG = 1024
SHARED_FILE = "shared"

_LOGGING: dict[str, Any] = {
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}
"""Standard output is for the lines of services.shared.logs."""


class Server(MPServer):
    """granian with the settings of the gateway in place of its own command line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="callboard-gateway-"))
        shared.create(self._folder / SHARED_FILE)
        self._shared = Shared(self._folder / SHARED_FILE)
        self._stopping = threading.Event()
        host, port = listening.address_of(settings.listen)
        super().__init__(
            "services.gateway",
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            workers=settings.workers,
            loop=Loops.asyncio,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            backpressure=settings.connections,
            http1_settings=HTTP1Settings(
                header_read_timeout=int(settings.header_seconds * 1000), max_buffer_size=LARGEST_HEAD
            ),
            log_level=LogLevels.warning,
            log_dictconfig=_LOGGING,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )

    def run(self) -> None:
        """Serves until told to stop."""
        logs.configure(SERVICE, self._settings.log_level)
        if self._settings.rate_limit == "off":
            logs.logger().warning(
                "rate_limit_off", consequence="anybody may ask as much as he likes: for measurements only"
            )
        listening.raise_open_files()
        listening.require_free(self._settings.listen)
        # Workers inherit it, and prometheus-client looks for it when it is imported.
        os.environ[METRICS_FOLDER] = str(self._folder)
        # Begun anew and not forked: by then this process has threads, which may hold locks.
        multiprocessing.set_start_method("spawn", force=True)
        self._start_ops()
        try:
            self.serve(target_loader=partial(_load, self._settings, self._folder), wrap_loader=False)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start_ops(self) -> None:
        # Only here: what they declare for other processes would stand among the figures of the workers.
        from services.gateway import telemetry  # noqa: PLC0415
        from services.shared import ops  # noqa: PLC0415

        workers = Workers(self._shared, self._settings.workers)
        probes = ops.Probes(workers.ready, workers.alive)
        ops.start(self._settings.ops_listen, probes, telemetry.of_all_workers)

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> WorkerProcess:  # type: ignore[override]
        """Tells the worker which one it is."""
        return super()._spawn_worker(idx, target, partial(callback_loader, idx))

    def signal_handler_interrupt(self, *_: object, **__: object) -> None:
        """Says that the gateway is not ready, and serves on for a moment, so that load balancers notice."""
        if not self._stopping.is_set():
            # A flag of its own: a worker that was told first has set the one that all share.
            self._stopping.set()
            self._shared.drain(self._settings.drain_seconds)
            left = max(0.0, self._shared.stops_at - time.monotonic())
            timer = threading.Timer(left, super().signal_handler_interrupt)
            timer.daemon = True
            timer.start()


def _load(settings: Settings, folder: Path, worker: int) -> Any:
    """What one worker serves, with connections of its own."""
    from services.gateway.app import Dependencies, create_app  # noqa: PLC0415 (only workers need Flask)
    from services.gateway.front.front import Front  # noqa: PLC0415
    from services.gateway.front.limits import Limits  # noqa: PLC0415
    from services.gateway.sign_in import issuers  # noqa: PLC0415
    from services.gateway.transcode.routes import routes_of  # noqa: PLC0415

    clock, known = SystemClock(), Shared(folder / SHARED_FILE)
    logs.configure(SERVICE, settings.log_level)
    traces.configure(SERVICE, settings.otlp_endpoint, settings.trace_sample_ratio, edge=True)
    signer = Signer(SERVICE, settings.signing_key_file, clock)
    backends = clients.connect(settings, signer)
    verifier = access_token_verifier(settings.trusted_keys_dir, clock)
    limits = Limits(settings, known)
    known_issuers = issuers.read(settings.issuers_file)
    reached = (settings.base_url, settings.portal_url, known_issuers)
    dependencies = Dependencies(backends, verifier, signer, clock, limits, *reached)
    application = create_app(dependencies)
    application.readings.start()
    routes = routes_of(dependencies.services)
    return Front(application, dependencies, settings, known, routes, worker, application.readings.stop)
