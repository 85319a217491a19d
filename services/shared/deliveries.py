"""Deliveries of a durable consumer, asked for in requests that stay open while they come.

nats-py's `fetch` ends with the first message that comes to an idle consumer, so that each costs a request
and a status of its own beside itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import StatusCode
from nats.js.errors import APIError

BATCH = 64
OPEN_SECONDS = 1.0
"""How long the server keeps a request; then it says so."""

LOST_SECONDS = 2.0
"""Without a word for so long, a request is lost, as with a connection."""

_REQUEST = json.dumps({"batch": BATCH, "expires": int(OPEN_SECONDS * 1e9)}).encode()
_ENDS = frozenset({StatusCode.NO_MESSAGES, StatusCode.REQUEST_TIMEOUT})


@asynccontextmanager
async def pulling(
    js: JetStreamContext, stream: str, durable: str
) -> AsyncIterator[Callable[[], AsyncIterator[Msg]]]:
    """A function that makes one request after the other, each of at most BATCH messages."""
    client, arrived = js._nc, asyncio.Queue[Msg]()
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox, cb=arrived.put)

    async def requested() -> AsyncIterator[Msg]:
        await client.publish(f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}", _REQUEST, reply=inbox)
        for _ in range(BATCH):
            message = await _next(arrived)
            if message is None:
                return
            yield message

    try:
        yield requested
    finally:
        await subscription.unsubscribe()


async def _next(arrived: asyncio.Queue[Msg]) -> Msg | None:
    """The next message, or None where the request has ended; raises APIError where it cannot be served."""
    try:
        async with asyncio.timeout(LOST_SECONDS):
            message = await arrived.get()
    except TimeoutError:
        return None
    status = (message.headers or {}).get("Status", "")
    if not status:
        return message
    if status not in _ENDS:
        raise APIError.from_msg(message)
    return None
