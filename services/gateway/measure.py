"""Request counts and durations for Prometheus, summed over the worker processes."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess

from services.gateway.config import METRICS_FOLDER

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"))


class Meter:
    """One histogram, whose `_count` is the number of requests."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "callboard_http_request_duration_seconds",
            "Requests and how long they took, by method, route and status.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._children: dict[tuple[str, str, int], Histogram] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one request. Methods nobody knows count as one, so that callers cannot make labels."""
        key = (method, route, status)
        child = self._children.get(key)
        if child is None:
            known = method if method in METHODS else "other"
            child = self._seconds.labels(known, route, str(status))
            if known == method:
                self._children[key] = child
        child.observe(seconds)

    def text(self) -> bytes:
        """The figures in Prometheus' text format; of every worker where they share a folder."""
        registry = self._registry
        if os.environ.get(METRICS_FOLDER):
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
