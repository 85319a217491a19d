"""Every series that rpc and worker processes offer to Prometheus, and the hooks that fill them.

A process offers the series of its kind only, RPC or WORKER, so that none of them says 0 about what
another process does. The gateway counts in `services/gateway/telemetry.py`, in several processes at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics import MetricWrapperBase
from pymongo.monitoring import ConnectionPoolListener

from services.shared.build import callboard_version

disable_created_metrics()  # type: ignore[no-untyped-call]

RPC_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 60.0)
EVENT_BUCKETS = (0.0025, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0)

BUILD = Gauge(
    "callboard_build_info", "1, with the version and the process.", ("version", "process"), registry=None
)
READY = Gauge("callboard_ready", "1 where what the process depends on answers, else 0.", registry=None)
MONGO_POOL = Gauge(
    "callboard_mongo_pool_connections",
    "Connections to MongoDB: idle, in use, and the callers that wait for one.",
    ("state",),
    registry=None,
)
RPC_SECONDS = Histogram(
    "callboard_rpc_duration_seconds",
    "Calls served and how long they took, by RPC and outcome: ok, or the kind of error.",
    ("rpc", "outcome"),
    buckets=RPC_BUCKETS,
    registry=None,
)
RPC_IN_FLIGHT = Gauge("callboard_rpc_in_flight", "Calls being served now.", registry=None)
RPC_CAPACITY = Gauge(
    "callboard_rpc_capacity", "Calls that are served at once; more are refused.", registry=None
)
RPC_REFUSED = Counter("callboard_rpc_refused", "Calls refused because every thread was taken.", registry=None)
OUTBOX_WAITING = Gauge(
    "callboard_outbox_waiting_events",
    "Events in the service's outboxes, of up to 1000 aggregates a collection; NaN where nobody could look.",
    registry=None,
)
OUTBOX_AGE = Gauge(
    "callboard_outbox_oldest_age_seconds",
    "Age of the oldest event in the service's outboxes, 0 where none waits; NaN where nobody could look.",
    registry=None,
)
PUBLISHED = Counter(
    "callboard_events_published", "Events that the broker has acknowledged.", ("type",), registry=None
)
HANDLING_SECONDS = Histogram(
    "callboard_event_handling_seconds",
    "Deliveries and how long they took, by outcome: ok, retried, dead.",
    ("consumer", "outcome"),
    buckets=EVENT_BUCKETS,
    registry=None,
)
DELAY_SECONDS = Histogram(
    "callboard_event_delay_seconds",
    "From the moment at which something happened to the beginning of its handling.",
    ("consumer",),
    buckets=EVENT_BUCKETS,
    registry=None,
)
PENDING = Gauge(
    "callboard_consumer_pending_events",
    "Events that wait for a consumer, delivered ones without an answer too; NaN where nobody could look.",
    ("consumer",),
    registry=None,
)
DEAD_LETTERS = Gauge(
    "callboard_dead_letters",
    "Messages that a consumer could not handle and that wait; NaN where nobody could look.",
    ("consumer",),
    registry=None,
)

RPC: tuple[MetricWrapperBase, ...] = (
    *(BUILD, READY, MONGO_POOL),
    *(RPC_SECONDS, RPC_IN_FLIGHT, RPC_CAPACITY, RPC_REFUSED),
)
WORKER: tuple[MetricWrapperBase, ...] = (
    *(BUILD, READY, MONGO_POOL),
    *(OUTBOX_WAITING, OUTBOX_AGE, PUBLISHED),
    *(HANDLING_SECONDS, DELAY_SECONDS, PENDING, DEAD_LETTERS),
)


def registry(series: tuple[MetricWrapperBase, ...]) -> CollectorRegistry:
    """What a process offers: these series, and those of the operating system about it."""
    made = CollectorRegistry()
    for each in series:
        made.register(each)
    ProcessCollector(registry=made)
    return made


def offered(series: tuple[MetricWrapperBase, ...], ready: Callable[[], bool]) -> Callable[[], bytes]:
    """These series as text, among them READY as `ready` says."""
    READY.set_function(ready)
    return partial(generate_latest, registry(series))


def build(process: str) -> None:
    """Says which process this is, and of which version."""
    BUILD.labels(callboard_version(), process).set(1)


class RpcMeter:
    """Counts the calls of one RPC; finds the histogram of an outcome once."""

    def __init__(self, path: str) -> None:
        self._name = path.removeprefix("/")
        self._by_outcome: dict[str, Histogram] = {}

    def begun(self) -> None:
        """A call came in."""
        RPC_IN_FLIGHT.inc()

    def ended(self, outcome: str, seconds: float) -> None:
        """A call was answered."""
        RPC_IN_FLIGHT.dec()
        histogram = self._by_outcome.get(outcome)
        if histogram is None:
            histogram = self._by_outcome[outcome] = RPC_SECONDS.labels(self._name, outcome)
        histogram.observe(seconds)


@contextmanager
def handling(consumer: str) -> Iterator[list[str]]:
    """Measures one delivery. What is put into the list is its outcome; without it, nothing is counted."""
    outcome: list[str] = []
    started = time.perf_counter()
    try:
        yield outcome
    finally:
        if outcome:
            HANDLING_SECONDS.labels(consumer, outcome[-1]).observe(time.perf_counter() - started)


def delayed(consumer: str, happened_at: str) -> None:
    """Measures how long ago that was, in RFC 3339; clocks that differ a little make it no less than 0."""
    ago = datetime.now(UTC) - datetime.fromisoformat(happened_at)
    DELAY_SECONDS.labels(consumer).observe(max(0.0, ago.total_seconds()))


class PoolMeter(ConnectionPoolListener):
    """Follows the connections to MongoDB."""

    def __init__(self) -> None:
        self._idle, self._in_use, self._waiting = (
            MONGO_POOL.labels(state) for state in ("idle", "in_use", "waiting")
        )

    def connection_created(self, _: Any) -> None:
        """One more, that nobody uses yet."""
        self._idle.inc()

    def connection_closed(self, _: Any) -> None:
        """One less; those in use are checked in first."""
        self._idle.dec()

    def connection_check_out_started(self, _: Any) -> None:
        """Somebody wants one."""
        self._waiting.inc()

    def connection_check_out_failed(self, _: Any) -> None:
        """Nobody got one."""
        self._waiting.dec()

    def connection_checked_out(self, _: Any) -> None:
        """Somebody got one."""
        self._waiting.dec()
        self._idle.dec()
        self._in_use.inc()

    def connection_checked_in(self, _: Any) -> None:
        """Somebody gave one back."""
        self._in_use.dec()
        self._idle.inc()

    def pool_created(self, _: Any) -> None:
        """Counts nothing."""

    def pool_ready(self, _: Any) -> None:
        """Counts nothing."""

    def pool_cleared(self, _: Any) -> None:
        """Counts nothing."""

    def pool_closed(self, _: Any) -> None:
        """Counts nothing."""

    def connection_ready(self, _: Any) -> None:
        """Counts nothing."""
