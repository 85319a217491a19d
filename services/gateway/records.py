"""What is remembered of each request, whoever answered it: a line in the log, and a figure."""

from __future__ import annotations

import time

from services.gateway.telemetry import Meter
from services.shared import logs


class Recorder:
    """Writes one line for each request and counts it."""

    def __init__(self, meter: Meter) -> None:
        self._meter, self._log = meter, logs.logger().bind()

    def __call__(
        self, method: str, route: str, status: int, started: float, path: str, party: str, request_id: str
    ) -> None:
        """Records a request that began at `started` of time.perf_counter()."""
        seconds = time.perf_counter() - started
        self._meter.observe(method, route, status, seconds)
        self._log.info(
            "request",
            method=method,
            path=path,
            status=status,
            ms=round(seconds * 1000, 2),
            party=party,
            request_id=request_id,
        )
