"""granian as the portal runs it: one process with an event loop and threads; more are more pods."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import Any

import httpx
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server as Granian

from services.portal import telemetry
from services.portal.app import Dependencies, create_app
from services.portal.config import Settings
from services.portal.front import Front
from services.portal.gateway import Gateway
from services.portal.session import Sessions
from services.shared import listening, logs, ops, traces
from services.shared import telemetry as shared
from services.shared.clock import SystemClock

GRACE_SECONDS = 20
"""Within which requests under way end when the portal has drained."""

SILENT_SECONDS = 20.0
"""Without a beat, after which the event loop counts as stuck."""

LARGEST_HEAD = 32 << 10
"""Bytes, about, that the head of a request may have."""

_LOGGING: dict[str, Any] = {
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}
"""Standard output is for the lines of services.shared.logs."""


class Portal:
    """The process, from its start to its end."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._beat = settings, 0.0
        self.probes = ops.Probes(lambda: self._beat > 0, self._alive)

    def run(self) -> None:
        """Serves until told to stop."""
        settings = self._settings
        logs.configure(telemetry.SERVICE, settings.log_level)
        traces.configure(telemetry.SERVICE, settings.otlp_endpoint, settings.trace_sample_ratio, edge=True)
        shared.build(telemetry.SERVICE)
        listening.raise_open_files()
        listening.require_free(settings.listen)
        ops.start(settings.ops_listen, self.probes, telemetry.text)
        try:
            asyncio.run(self._serve())
        finally:
            traces.shutdown()

    async def _serve(self) -> None:
        front = front_of(self._settings)
        server = self._granian(front)
        loop = asyncio.get_running_loop()
        stopping = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stopping.set)
        self._turn(loop)
        serving = asyncio.create_task(server.serve())
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
        self.probes.drain()
        if not serving.done():
            await asyncio.sleep(self._settings.drain_seconds)
            front.streams.end()
            server.stop()  # type: ignore[no-untyped-call]
        told.cancel()
        await asyncio.wait_for(serving, GRACE_SECONDS)

    def _granian(self, front: Front) -> Granian:
        settings = self._settings
        host, port = listening.address_of(settings.listen)
        return Granian(
            front,
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backlog=1024,
            backpressure=settings.connections,
            http1_settings=HTTP1Settings(
                header_read_timeout=int(settings.header_seconds * 1000), max_buffer_size=LARGEST_HEAD
            ),
            # It warns of being embedded at each start.
            log_level=LogLevels.error,
            log_dictconfig=_LOGGING,
        )

    def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        """Beats each second, on the event loop: what keeps the loop from turning stops it."""
        self._beat = time.monotonic()
        loop.call_later(1.0, self._turn, loop)

    def _alive(self) -> bool:
        return self._beat == 0 or time.monotonic() - self._beat < SILENT_SECONDS


def front_of(settings: Settings) -> Front:
    """The whole application of one process."""
    clock = SystemClock()
    limits = httpx.Limits(
        max_connections=settings.ask_threads * 2, max_keepalive_connections=settings.ask_threads
    )
    http = httpx.Client(timeout=settings.ask_seconds, limits=limits, trust_env=False)
    gateway = Gateway(settings.gateway_url, settings.gateway_public_url, settings.base_url, http)
    dependencies = Dependencies(settings, gateway, clock)
    sessions = Sessions(dependencies.vault, gateway, clock)
    return Front(create_app(dependencies), sessions, gateway, settings, clock)
