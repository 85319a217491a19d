"""What the portal tells Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from services.shared import telemetry as shared

SERVICE = "portal"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)

SECONDS = Histogram(
    "callboard_portal_request_duration_seconds",
    "Requests of browsers and how long they took, by method, page and status.",
    ("method", "page", "status"),
    buckets=BUCKETS,
    registry=None,
)
ASKED = Counter(
    "callboard_portal_failed_asks",
    "Questions of pages to the gateway that got no answer, by page.",
    ("page",),
    registry=None,
)
STREAMS = Gauge("callboard_portal_streams", "Live streams of browsers that are open.", registry=None)
SERIES = (shared.BUILD, SECONDS, ASKED, STREAMS)


def registry() -> CollectorRegistry:
    """What the process offers."""
    made = CollectorRegistry()
    for each in SERIES:
        made.register(each)
    ProcessCollector(registry=made)
    return made


def text() -> bytes:
    """The series in Prometheus' text format."""
    return generate_latest(registry())
