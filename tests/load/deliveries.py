"""Webhooks: how soon one arrives, what an event costs, and what is published and sent each second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import psutil
from mongoengine import disconnect

from services.notifications.domain.events import Published
from services.notifications.handlers.publishing import delivery_of
from services.notifications.store import ALIAS, MongoStore
from services.shared.clock import SystemClock
from services.shared.ids import new_id
from tests.e2e.api import Actor, delegate, send_offer
from tests.e2e.waiting import eventually
from tests.load.cost import counted, idle_cpu
from tests.load.receiving import Arrivals, receiving
from tests.load.stack import Stack

OFFERS, PAUSE_SECONDS = 100, 0.2
SUBSCRIBERS = (0, 1, 10)
CREATORS, WEBHOOKS = 50, 10
PREPARED = 1_200
"""Events, each of which is sent to every webhook."""

WARM_SECONDS, SECONDS = 2.0, 12.0
"""Of a steady load: before it is counted, and while it is."""

SENT, SCOPE = "offer.sent", "marketplace.offers.read"
WORKER = "notifications-worker"


def measure(stack: Stack) -> list[str]:
    """Lines of figures."""
    store = MongoStore(stack.mongo_uri(ALIAS))
    try:
        with receiving() as arrivals:
            return [_soon(stack, arrivals), *_costs(stack, store, arrivals), _sent(stack, store, arrivals)]
    finally:
        disconnect(ALIAS)


def _agency(stack: Stack, arrivals: Arrivals, webhooks: int, creators: int = 1) -> tuple[Actor, list[Actor]]:
    """An agency with its webhooks, and the creators on its roster."""
    agency, roster = stack.operator.agency(), [stack.operator.creator() for _ in range(creators)]
    for creator in roster:
        delegate(agency, creator)
    for number in range(webhooks):
        agency.post("/v1/webhooks", {"url": f"{arrivals.url}/{number}", "events": [SENT]})
    return agency, roster


def _soon(stack: Stack, arrivals: Arrivals) -> str:
    """From the answer to a command until the webhook arrives, where nothing else happens."""
    _, (creator,) = _agency(stack, arrivals, 1)
    brand, took = stack.operator.brand(), []
    for count in range(arrivals.count + 1, arrivals.count + OFFERS + 2):
        send_offer(brand, creator)
        answered = time.monotonic()
        eventually(lambda count=count: arrivals.count == count)  # type: ignore[misc]
        took.append(arrivals.last - answered)
        time.sleep(PAUSE_SECONDS)
    # The first one has made the connections.
    median, late = statistics.median(took[1:]), statistics.quantiles(took[1:], n=100)[-1]
    return (
        f"a webhook arrives after the command's answer in {1000 * median:.0f} ms (median of {OFFERS}, at "
        f"most 300), p99 {1000 * late:.0f} ms (at most 1000)"
    )


def _costs(stack: Stack, store: MongoStore, arrivals: Arrivals) -> Iterator[str]:
    """What an event costs the worker with so many webhooks, and how fast events are published.

    The offers are sent while the worker is stopped, so that their making costs nothing of what is counted.
    """
    idle = idle_cpu(stack)
    for webhooks in SUBSCRIBERS:
        _, (creator,) = _agency(stack, arrivals, webhooks)
        brand, worker = stack.operator.brand(), stack.processes()[WORKER]
        with _stopped(worker):
            for _ in range(OFFERS):
                send_offer(brand, creator)
            position, count = store.last_position(), arrivals.count
        with counted(stack, idle) as spent:
            _reached(store, position + 1)
            begun = time.monotonic()
            _reached(store, position + OFFERS)
            published = time.monotonic() - begun
            all_came = count + OFFERS * webhooks
            eventually(lambda all_came=all_came: arrivals.count == all_came, seconds=60)  # type: ignore[misc]
            # Until what became of the last ones is written.
            time.sleep(1)
        own, mongod = (1000 * spent[name] / OFFERS for name in (WORKER, "mongod"))
        yield (
            f"an event with {webhooks} webhooks, ms of CPU: {own:.1f} of the worker, {mongod:.1f} of mongod; "
            f"{(OFFERS - 1) / published:.0f} events/s published"
        )


@contextmanager
def _stopped(process: psutil.Process) -> Iterator[None]:
    process.suspend()
    try:
        yield
    finally:
        process.resume()


def _reached(store: MongoStore, position: int) -> None:
    deadline = time.monotonic() + 60
    while store.last_position() < position:
        assert time.monotonic() < deadline, "events are not published"
        time.sleep(0.01)


def _sent(stack: Stack, store: MongoStore, arrivals: Arrivals) -> str:
    """Deliveries each second, where many wait: of one agency, about creators on its roster."""
    agency, creators = _agency(stack, arrivals, WEBHOOKS, CREATORS)
    _prepare(store, agency, creators)
    time.sleep(WARM_SECONDS)
    before = arrivals.count
    begun = time.monotonic()
    time.sleep(SECONDS)
    rate = (arrivals.count - before) / (time.monotonic() - begun)
    return f"{rate:.0f} deliveries/s to {WEBHOOKS} webhooks about {CREATORS} creators (at least 500)"


def _prepare(store: MongoStore, agency: Actor, creators: list[Actor]) -> None:
    """Puts events on their way to every webhook of the agency, as if they had been published just now."""
    webhooks, now = store.webhooks_of([agency.id]), SystemClock().now()
    body = '{"type": "offer.sent", "timestamp": "2026-04-01T12:00:00Z", "data": {"offer_id": "%s"}}' % (
        "x" * 400
    )
    ids = {new_id("ev"): creator.id for creator, _ in zip(cycle(creators), range(PREPARED), strict=False)}

    def made(event_id: str, position: int) -> Published:
        return Published(position, event_id, SENT, now, ids[event_id], body, SCOPE)

    events = [store.append(each, lambda position, each=each: made(each, position)) for each in ids]  # type: ignore[misc]
    store.enqueue([delivery_of(webhook, event, now) for event in events for webhook in webhooks], now)
