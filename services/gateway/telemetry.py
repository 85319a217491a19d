"""Request counts and durations for Prometheus, summed over the worker processes."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from services.gateway.access import SERVICE
from services.shared.build import callboard_version

disable_created_metrics()  # type: ignore[no-untyped-call]

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
LEASE_OUTCOMES = ("hit", "miss", "denied", "failed")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"))


class Build(Collector):
    """1, with the version and the process: the same from every worker, so nothing to be summed."""

    def collect(self) -> Iterable[Metric]:
        """The one series."""
        family = GaugeMetricFamily(
            "callboard_build_info", "1, with the version and the process.", labels=("version", "process")
        )
        family.add_metric((callboard_version(), SERVICE), 1)
        yield family


class Meter:
    """A histogram of requests, whose `_count` is their number, and a count of the looks for a lease."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "callboard_http_request_duration_seconds",
            "Requests and how long they took, by method, route and status.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._leases = Counter(
            "callboard_lease_lookups",
            "Looks for a lease, by outcome: hit, miss (allowed when roster was asked), denied, failed.",
            ("outcome",),
            registry=self.registry,
        )
        self.streams = Gauge(
            "callboard_event_streams",
            "Live streams of events that are open.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self._ended = Counter(
            "callboard_event_streams_ended",
            "Live streams that have ended, by reason: gone, expired, refused, slow, draining, failed.",
            ("reason",),
            registry=self.registry,
        )
        self.streamed = Counter(
            "callboard_events_streamed", "Events that were sent to live streams.", registry=self.registry
        )
        self._lease_children = {each: self._leases.labels(each) for each in LEASE_OUTCOMES}
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

    def count_ended(self, reason: str) -> None:
        """Counts a stream that has ended."""
        self._ended.labels(reason).inc()

    def count_lease(self, outcome: str) -> None:
        """Counts one look for a lease: one of LEASE_OUTCOMES."""
        self._lease_children[outcome].inc()


def of_all_workers() -> bytes:
    """The series of every worker, from the folder that they share, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Build())
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
