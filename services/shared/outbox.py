"""The outbox relay: publishes the events that aggregates carry, then strikes them off.

An event is published at least once: it leaves its document only after the broker has acknowledged it.
Events of one aggregate leave in the order in which they were caused, and so do those of several aggregates
of one collection about one creator, but for what was caused at the same moment. A poll is the truth; `wake`
only makes it come sooner.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from services.shared import logs, telemetry, traces
from services.shared.events import Staged

log = logs.logger()

POLL_SECONDS = 1.0
BATCH = 256
HAND_OVER_SECONDS = 5.0


@dataclass(frozen=True)
class Waiting:
    """The events that one aggregate carries, oldest first."""

    aggregate_id: str
    events: tuple[Staged, ...]

    @property
    def creator_id(self) -> str:
        """Whom the first of them concerns."""
        return self.events[0].subject.rsplit(".", 1)[1]


class Outbox(Protocol):
    """A collection of aggregates that may carry events."""

    def waiting(self, limit: int) -> list[Waiting]:
        """Up to `limit` aggregates that carry events, those that have carried them for longest."""
        ...

    def published(self, aggregate_id: str, event_ids: Sequence[str]) -> None:
        """Strikes events off that the broker has acknowledged."""
        ...


async def relay_once(js: JetStreamContext, outbox: Outbox) -> int:
    """Publishes what waits now; returns the number of aggregates that were looked at.

    Raises the first failure after all were tried, so that no creator's aggregate holds up those of others.
    """
    found = await asyncio.to_thread(outbox.waiting, BATCH)
    if len(found) == 1:
        # What is most often the case needs no task of its own, which costs as much as the rest of this.
        await _relay(js, outbox, found[0])
        return 1
    by_creator: dict[str, list[Waiting]] = defaultdict(list)
    for each in sorted(found, key=lambda waiting: waiting.events[0].at):
        by_creator[each.creator_id].append(each)
    relays = (_in_turn(js, outbox, several) for several in by_creator.values())
    done = await asyncio.gather(*relays, return_exceptions=True)
    for failure in done:
        if failure is not None:
            raise failure
    return len(found)


async def _in_turn(js: JetStreamContext, outbox: Outbox, several: Sequence[Waiting]) -> None:
    # Another worker may do the same at once. It cannot bring a later event forward: it publishes all that
    # waited before that one first, since nothing is struck off before it is published.
    for waiting in several:
        await _relay(js, outbox, waiting)


async def _relay(js: JetStreamContext, outbox: Outbox, waiting: Waiting) -> None:
    done: list[str] = []
    try:
        for event in waiting.events:
            headers = event.headers()
            with traces.publishing(event.subject, headers):
                await js.publish(event.subject, event.payload, headers=headers, timeout=5)
            done.append(event.id)
            telemetry.PUBLISHED.labels(event.subject.rsplit(".", 1)[0]).inc()
    finally:
        # Also after a failure: what the broker has acknowledged is not published again.
        if done:
            await asyncio.to_thread(outbox.published, waiting.aggregate_id, done)


async def relay(js: JetStreamContext, outbox: Outbox, wake: asyncio.Event, stopping: asyncio.Event) -> None:
    """Relays until told to stop; waits for `wake`, or the next poll, when nothing is left."""
    while not stopping.is_set():
        # Cleared before looking: what is written meanwhile sets it again.
        wake.clear()
        if await _attempt(js, outbox) < BATCH:
            await _wait(wake, POLL_SECONDS)


async def hand_over(js: JetStreamContext, outboxes: Sequence[Outbox]) -> None:
    """Publishes what still waits when a worker ends; what cannot be published now stays for the next one."""
    try:
        async with asyncio.timeout(HAND_OVER_SECONDS):
            for outbox in outboxes:
                while await _attempt(js, outbox) == BATCH:
                    continue
    except Exception as error:
        log.warning("outbox_not_handed_over", error=repr(error))


async def _attempt(js: JetStreamContext, outbox: Outbox) -> int:
    try:
        return await relay_once(js, outbox)
    except (NatsError, OSError) as error:
        log.warning("relay_failed", error=repr(error))
        return 0


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
