"""Events on the wire: subjects, headers, streams, and the loop that consumes them.

The payload is a protobuf message; the metadata travels in NATS headers. A subject is
`<package>.<Message>.<creator_id>` and each producer has one stream.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from google.protobuf.message import Message
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from services.shared import deliveries, ids, logs, telemetry, traces
from services.shared.clock import rfc3339
from services.shared.outages import is_outage

DEAD_LETTERS = "DEAD_LETTERS"
DEAD_SUBJECT = "dead"
RETRY_SECONDS = (0.8, 3.2, 12.8, 30.0)
"""The pauses between the deliveries of a message that fails."""

ATTEMPTS = len(RETRY_SECONDS) + 1
"""Deliveries after which a message is put aside as a dead letter; an outage never does that to it."""

_HEADER = "Callboard-"

log = logs.logger()


@dataclass(frozen=True)
class Fact:
    """Something that happened to, or for, a creator."""

    creator_id: str
    message: Message


@dataclass(frozen=True)
class Staged:
    """A fact with its metadata, as it waits in the outbox of its aggregate."""

    id: str
    subject: str
    payload: bytes
    aggregate_id: str
    aggregate_version: int
    at: datetime
    actor: str
    request_id: str
    traceparent: str = ""
    """The span that caused it; empty where nothing is traced, and in outboxes of older processes."""

    def headers(self) -> dict[str, str]:
        """The NATS headers; the broker removes duplicates by `Nats-Msg-Id` within its window."""
        named = {
            "Event-Id": self.id,
            "Aggregate-Id": self.aggregate_id,
            "Aggregate-Version": str(self.aggregate_version),
            "Time": rfc3339(self.at),
            "Actor": self.actor,
            "Request-Id": self.request_id,
        }
        headers = {"Nats-Msg-Id": self.id} | {_HEADER + name: value for name, value in named.items() if value}
        return headers | ({traces.TRACEPARENT: self.traceparent} if self.traceparent else {})


def stage(
    fact: Fact, aggregate_id: str, aggregate_version: int, at: datetime, actor: str, request_id: str
) -> Staged:
    """Makes a fact ready for the outbox, under a fresh event id."""
    subject = f"{fact.message.DESCRIPTOR.full_name}.{fact.creator_id}"
    payload = fact.message.SerializeToString()
    return Staged(
        ids.new_id("ev"),
        subject,
        payload,
        aggregate_id,
        aggregate_version,
        at,
        actor,
        request_id,
        traces.traceparent(),
    )


@dataclass(frozen=True)
class Received:
    """A delivered event: its message and where it comes from."""

    message: Any
    type: str
    event_id: str
    aggregate_id: str
    aggregate_version: int
    time: str
    actor: str
    request_id: str


def received(payload: bytes, headers: Mapping[str, str], message: type[Message]) -> Received:
    """Reads a delivery; raises DecodeError or KeyError where it is not an event of that type."""
    named = {name.removeprefix(_HEADER): value for name, value in headers.items()}
    return Received(
        message=message.FromString(payload),
        type=message.DESCRIPTOR.full_name,
        event_id=named["Event-Id"],
        aggregate_id=named["Aggregate-Id"],
        aggregate_version=int(named["Aggregate-Version"]),
        time=named["Time"],
        actor=named.get("Actor", ""),
        request_id=named.get("Request-Id", ""),
    )


Handler = Callable[[Received], None]


@dataclass(frozen=True)
class Consumer:
    """A durable consumer: which subjects of which stream go to which handlers.

    `handlers` maps a message type to a function that must be idempotent and is run in a thread.
    `subject` is one filter (nats-server before 2.10 knows no more than one). An `ordered` one gets a message
    only when that before it is answered for, whichever worker had it.
    """

    durable: str
    stream: str
    subject: str
    handlers: Mapping[type[Message], Handler]
    ordered: bool = False

    def handler_for(self, subject: str) -> tuple[type[Message], Handler] | None:
        """The message type and handler for a delivered subject; None where it is not for us."""
        return self._by_name.get(subject.rsplit(".", 1)[0])

    @cached_property
    def _by_name(self) -> dict[str, tuple[type[Message], Handler]]:
        return {message.DESCRIPTOR.full_name: (message, handle) for message, handle in self.handlers.items()}


def stream_of(package: str) -> str:
    """`roster.v1` → `ROSTER`."""
    return package.split(".", maxsplit=1)[0].upper()


async def consume(js: JetStreamContext, consumer: Consumer, stopping: asyncio.Event) -> None:
    """Handles deliveries until told to stop. A message that cannot be handled never blocks the others.

    Raises NotFoundError while there is no such consumer; `deploy.nats_streams` makes it.
    """
    await js.consumer_info(consumer.stream, consumer.durable)
    async with deliveries.pulling(js, consumer.stream, consumer.durable) as requested:
        while not stopping.is_set():
            async for message in requested():
                if stopping.is_set():
                    # Another worker gets it at once, not after the time that it has for its answer.
                    await message.nak()
                else:
                    await _deliver(js, consumer, message)


async def _deliver(js: JetStreamContext, consumer: Consumer, message: Msg) -> None:
    known = consumer.handler_for(message.subject)
    if known is None:
        await message.ack()
        return
    headers = message.headers or {}
    traced = traces.consuming(consumer.durable, message.subject, headers)
    with traced, telemetry.handling(consumer.durable) as outcome:
        try:
            event = received(message.data, headers, known[0])
            telemetry.delayed(consumer.durable, event.time)
            with logs.request(event.request_id):
                await asyncio.to_thread(known[1], event)
                named = {"subject": message.subject, "event_id": event.event_id}
                log.debug("event_handled", consumer=consumer.durable, **named)
            await message.ack()
            outcome.append("ok")
        except NatsError:
            raise
        except Exception as error:
            traces.failed(error)
            outcome.append(await _failed(js, consumer, message, error))


async def _failed(js: JetStreamContext, consumer: Consumer, message: Msg, error: Exception) -> str:
    """Has the message delivered again later, or puts it aside; returns which: `retried` or `dead`."""
    attempts = message.metadata.num_delivered or 1
    log.warning(
        "event_failed",
        consumer=consumer.durable,
        subject=message.subject,
        attempts=attempts,
        exc_info=attempts >= ATTEMPTS,
        error=repr(error),
    )
    if attempts < ATTEMPTS or is_outage(error):
        await message.nak(delay=RETRY_SECONDS[min(attempts, len(RETRY_SECONDS)) - 1])
        return "retried"
    headers = dict(message.headers or {})
    # The window of the broker knows the event's own id already: a dead letter gets one of its own.
    headers["Nats-Msg-Id"] = f"{headers.get('Nats-Msg-Id', '')}.{consumer.durable}.{ids.uuid7()}"
    headers |= {
        f"{_HEADER}Dead-Subject": message.subject,
        f"{_HEADER}Dead-Consumer": consumer.durable,
        # A line break would end the header.
        f"{_HEADER}Dead-Cause": " ".join(f"{type(error).__name__}: {error}".split())[:500],
        f"{_HEADER}Dead-Attempts": str(attempts),
    }
    await js.publish(f"{DEAD_SUBJECT}.{consumer.durable}", message.data, headers=headers)
    await message.ack()
    return "dead"
