"""What a worker finds out now and then for Prometheus: what waits in outboxes and before
consumers, and how many dead letters there are.

The cost is bounded: one indexed query a collection, of at most MOST_AGGREGATES documents, and two questions
to the broker a consumer, each PERIOD_SECONDS.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError
from pymongo.errors import PyMongoError

from services.shared import logs, telemetry
from services.shared.events import DEAD_LETTERS, DEAD_SUBJECT, Consumer

PERIOD_SECONDS = 15.0
MOST_AGGREGATES = 1000

log = logs.logger()


@dataclass(frozen=True)
class Backlog:
    """How many events wait in one collection, and since when the oldest does."""

    events: int
    oldest: datetime | None


class Backlogged(Protocol):
    """A collection whose aggregates may carry events."""

    def backlog(self, limit: int) -> Backlog:
        """What waits in the `limit` aggregates that have waited longest."""
        ...


async def keep(
    js: JetStreamContext,
    outboxes: Sequence[Backlogged],
    consumers: Sequence[Consumer],
    stopping: asyncio.Event,
) -> None:
    """Keeps the series up to date until told to stop."""
    while not stopping.is_set():
        await asyncio.gather(_outboxes(outboxes), *(_consumer(js, each) for each in consumers))
        try:
            await asyncio.wait_for(stopping.wait(), PERIOD_SECONDS)
        except TimeoutError:
            continue


async def _outboxes(outboxes: Sequence[Backlogged]) -> None:
    try:
        found = [await asyncio.to_thread(each.backlog, MOST_AGGREGATES) for each in outboxes]
    except PyMongoError as error:
        log.warning("outbox_not_measured", error=repr(error))
        telemetry.OUTBOX_WAITING.set(math.nan)
        telemetry.OUTBOX_AGE.set(math.nan)
        return
    since = [each.oldest for each in found if each.oldest is not None]
    age = (datetime.now(UTC) - min(since)).total_seconds() if since else 0.0
    telemetry.OUTBOX_WAITING.set(sum(each.events for each in found))
    telemetry.OUTBOX_AGE.set(max(0.0, age))


class CaughtUp:
    """Tells whether a consumer has handled all that there was when the question was first put.

    So what decides by its events never decides without those that came before, as during a pause of the
    process, and is not held up for ever where new ones come all the time.
    """

    def __init__(self, js: JetStreamContext, consumer: Consumer) -> None:
        self._js, self._consumer = js, consumer
        self._last: int | None = None
        """The last event that there was; None until the question is put, and when it has been answered."""

    async def now(self) -> bool:
        """Puts the question, or asks again where it was put and the answer was no."""
        info = await self._js.consumer_info(self._consumer.stream, self._consumer.durable)
        if self._last is None:
            # It consumes the whole stream: its numbers have no gaps.
            self._last = (info.delivered.stream_seq if info.delivered else 0) + (info.num_pending or 0)
        floor = info.ack_floor.stream_seq if info.ack_floor else 0
        if _unhandled(info) and floor < self._last:
            return False
        self._last = None
        return True


def _unhandled(info: ConsumerInfo) -> int:
    return (info.num_pending or 0) + (info.num_ack_pending or 0)


async def _consumer(js: JetStreamContext, consumer: Consumer) -> None:
    pending = dead = math.nan
    try:
        pending = float(_unhandled(await js.consumer_info(consumer.stream, consumer.durable)))
        subject = f"{DEAD_SUBJECT}.{consumer.durable}"
        state = (await js.stream_info(DEAD_LETTERS, subjects_filter=subject)).state
        dead = float((state.subjects or {}).get(subject, 0))
    except NotFoundError:
        log.debug("consumer_not_made_yet", consumer=consumer.durable)
    except (NatsError, OSError) as error:
        log.warning("consumer_not_measured", consumer=consumer.durable, error=repr(error))
    telemetry.PENDING.labels(consumer.durable).set(pending)
    telemetry.DEAD_LETTERS.labels(consumer.durable).set(dead)
