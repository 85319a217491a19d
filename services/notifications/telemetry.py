"""The series that the worker of notifications offers beside those of every worker."""

from __future__ import annotations

import math

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase
from pymongo.errors import PyMongoError

from services.notifications.domain.deliveries import Delivery, DeliveryState
from services.notifications.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.telemetry import EVENT_BUCKETS

log = logs.logger()

DELIVERIES = Counter(
    "callboard_webhook_deliveries",
    "What became of deliveries, by outcome: delivered, retried, failed (given up), silenced.",
    ("outcome",),
    registry=None,
)
DELIVERY_AGE = Histogram(
    "callboard_webhook_delivery_age_seconds",
    "From an event, or the command to send it again, to its arrival at a webhook.",
    buckets=EVENT_BUCKETS,
    registry=None,
)
PAUSED = Gauge(
    "callboard_webhooks_paused",
    "Webhooks that are paused because every delivery had failed for days; NaN where nobody could look.",
    registry=None,
)
LANES_DUE = Gauge(
    "callboard_webhook_lanes_due",
    "Lanes of deliveries that are due and that no worker serves, up to 10 000; NaN where nobody could look.",
    registry=None,
)
OLDEST_DUE = Gauge(
    "callboard_webhook_oldest_due_seconds",
    "For how long the first of those lanes has been due, 0 where there is none; NaN where nobody could look.",
    registry=None,
)
SERIES: tuple[MetricWrapperBase, ...] = (DELIVERIES, DELIVERY_AGE, LANES_DUE, OLDEST_DUE, PAUSED)


def noted(delivery: Delivery) -> None:
    """Counts what has become of a delivery."""
    retried = delivery.state is DeliveryState.PENDING
    DELIVERIES.labels("retried" if retried else delivery.state.value).inc()
    if delivery.state is DeliveryState.DELIVERED:
        age = delivery.updated_at - delivery.created_at
        DELIVERY_AGE.observe(max(0.0, age.total_seconds()))


def measure(store: Store, clock: Clock) -> int:
    """Looks at what waits; a timer's work, of which there is never more."""
    now = clock.now()
    try:
        lanes, since = store.waiting_lanes(now)
        paused = store.failing_webhooks_paused()
    except PyMongoError as error:
        log.warning("deliveries_not_measured", error=repr(error))
        for each in (LANES_DUE, OLDEST_DUE, PAUSED):
            each.set(math.nan)
        return 0
    LANES_DUE.set(lanes)
    OLDEST_DUE.set((now - since).total_seconds() if since else 0.0)
    PAUSED.set(paused)
    return 0
