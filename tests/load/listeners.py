"""Live streams: what 1 000 listeners cost a gateway, and how soon an event has reached all of them."""

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
EVENTS = 10
MIB = 1 << 20
SECONDS = 30.0


class Heard:
    """How many listeners have heard of each offer, and when the last of them did."""

    def __init__(self) -> None:
        self.open, self.count, self.last = 0, 0, 0.0

    def all_of(self, events: int) -> bool:
        """Whether every listener has heard of so many."""
        return self.count == events * LISTENERS

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
    took, held = asyncio.run(_played(agencies, brand, creator, gateway))
    median, longest = statistics.median(took), max(took)
    return [
        (
            f"{LISTENERS} listeners of {CLIENTS} agencies on one gateway: {held:.0f} MiB, "
            f"without them {before:.0f} (at most 300); an offer has reached all of them after its answer in "
            f"{median:.2f} s, at most {longest:.2f} s in {EVENTS} rounds (at most 2)"
        )
    ]


async def _played(
    agencies: list[Actor], brand: Actor, creator: Actor, gateway: psutil.Process
) -> tuple[list[float], float]:
    heard, port = Heard(), int(brand.base_url.rpartition(":")[2])
    listeners = [
        asyncio.create_task(heard.listen(actor, port))
        for actor, _ in zip(cycle(agencies), range(LISTENERS), strict=False)
    ]
    await _until(lambda: heard.open == LISTENERS)
    took = []
    for number in range(1, EVENTS + 1):
        await asyncio.to_thread(send_offer, brand, creator)
        answered = time.monotonic()
        await _until(partial(heard.all_of, number))
        took.append(heard.last - answered)
    held = _memory(gateway)
    for each in listeners:
        each.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return took, held


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():
            await asyncio.sleep(0.005)


def _memory(gateway: psutil.Process) -> float:
    """Of the gateway with all its workers, what they share counted once."""
    processes = [gateway, *gateway.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in processes) / MIB
