"""Live streams: how soon an event reaches one listener, and all of 1 000; and what those cost."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle

import psutil

from tests.e2e.api import Actor, delegate, send_offer
from tests.load.stack import Stack

LISTENERS, CLIENTS = 1_000, 10
EVENTS, EVENTS_FOR_ONE = 10, 100
PAUSE_SECONDS = 0.2
"""Between events, so that each finds the system idle."""

MIB = 1 << 20
SECONDS = 30.0


class Heard:
    """How many listeners have heard of each offer, and when the last of them did."""

    def __init__(self, listeners: int) -> None:
        self.listeners = listeners
        self.open, self.count, self.last = 0, 0, 0.0

    def all_listen(self) -> bool:
        """Whether every listener's stream has begun."""
        return self.open == self.listeners

    def all_of(self, events: int) -> bool:
        """Whether every listener has heard of so many."""
        return self.count == events * self.listeners

    async def listen(self, actor: Actor, port: int) -> None:
        """A listener, who reads until it is told to stop."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = {"Host": "callboard", "Accept": "text/event-stream", **actor.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"GET /v1/events?types=offer.sent HTTP/1.1\r\n{lines}\r\n".encode())
        status = await reader.readline()
        assert b" 200 " in status, status
        self.open += 1
        try:
            while line := await reader.readline():
                if line.startswith(b"data:"):
                    self.count += 1
                    self.last = time.monotonic()
        finally:
            writer.close()


def measure(stack: Stack) -> list[str]:
    """Memory of the gateway with its listeners, and the time in which events reach all of them."""
    operator = stack.operator
    brand, creator = operator.brand(), operator.creator()
    agencies = [operator.agency() for _ in range(CLIENTS)]
    for agency in agencies:
        delegate(agency, creator)
    gateway = stack.processes()["gateway"]
    before = _memory(gateway)
    # The first one has made the connections.
    one = asyncio.run(_played(Heard(1), agencies, brand, creator, EVENTS_FOR_ONE + 1))[1:]
    held: list[float] = []
    took = asyncio.run(
        _played(Heard(LISTENERS), agencies, brand, creator, EVENTS, lambda: held.append(_memory(gateway)))
    )
    median, late = 1000 * statistics.median(one), 1000 * statistics.quantiles(one, n=100)[-1]
    return [
        (
            f"one listener hears of an offer after its answer in {median:.0f} ms (median of "
            f"{EVENTS_FOR_ONE}, at most 300), p99 {late:.0f} ms (at most 1000)"
        ),
        (
            f"{LISTENERS} listeners of {CLIENTS} agencies on one gateway: {held[0]:.0f} MiB, "
            f"without them {before:.0f} (at most 300); an offer has reached all of them after its answer in "
            f"{statistics.median(took):.2f} s, at most {max(took):.2f} s in {EVENTS} rounds (at most 2)"
        ),
    ]


async def _played(
    heard: Heard,
    agencies: list[Actor],
    brand: Actor,
    creator: Actor,
    events: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[float]:
    """Seconds from the answer to each offer until the last listener has heard of it."""
    port = int(brand.base_url.rpartition(":")[2])
    listeners = [
        asyncio.create_task(heard.listen(actor, port))
        for actor, _ in zip(cycle(agencies), range(heard.listeners), strict=False)
    ]
    await _until(heard.all_listen)
    took = []
    for number in range(1, events + 1):
        await asyncio.to_thread(send_offer, brand, creator)
        answered = time.monotonic()
        await _until(partial(heard.all_of, number))
        took.append(heard.last - answered)
        await asyncio.sleep(PAUSE_SECONDS)
    meanwhile()
    for each in listeners:
        each.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return took


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():
            await asyncio.sleep(0.005)


def _memory(gateway: psutil.Process) -> float:
    """Of the gateway with all its workers, what they share counted once."""
    processes = [gateway, *gateway.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in processes) / MIB
