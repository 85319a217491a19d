"""Whether this gateway lives and is ready: answered on the event loop, whatever the threads do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.gateway.clients import Backend
from services.gateway.front.shared import Shared
from services.shared.clock import Clock
from services.shared.errors import Unavailable

FRESH_SECONDS = 0.5
"""How long what the services said of themselves is told again, however many ask."""


class Readiness:
    """What the services say of themselves, asked at most once in FRESH_SECONDS, in threads of its own."""

    def __init__(self, backends: Mapping[str, Backend], shared: Shared, clock: Clock) -> None:
        self._backends, self._shared, self._clock = backends, shared, clock
        self._pool = ThreadPoolExecutor(max(1, len(backends)), thread_name_prefix="readiness")
        self._asked_at = 0.0
        self._asking: asyncio.Task[list[str]] | None = None

    async def services(self) -> dict[str, Any]:
        """Ready where every service says that it is; raises Unavailable, naming those that do not."""
        if self._asking is None or (
            self._asking.done() and self._clock.monotonic() >= self._asked_at + FRESH_SECONDS
        ):
            self._asked_at = self._clock.monotonic()
            self._asking = asyncio.create_task(self._ask())
        # Whoever goes away must not take the question with him that others wait for.
        missing = await asyncio.shield(self._asking)
        if missing:
            raise Unavailable(f"Not ready: {', '.join(missing)}.")
        return await self.own()

    async def _ask(self) -> list[str]:
        loop = asyncio.get_running_loop()
        asked = [loop.run_in_executor(self._pool, each.healthy) for each in self._backends.values()]
        healthy = await asyncio.gather(*asked)
        return [name for name, is_healthy in zip(self._backends, healthy, strict=True) if not is_healthy]

    async def own(self) -> dict[str, Any]:
        """Ready, unless this gateway is about to end: a service that is away is away for every gateway."""
        if self._shared.draining:
            raise Unavailable("Not ready: this process is about to end.")
        return {"status": "ready"}


async def alive() -> dict[str, Any]:
    """Always: a process that answers is alive."""
    return {"status": "ok"}


class Workers:
    """What the parent of the worker processes tells those who watch it."""

    SILENT_SECONDS = 20.0
    """Without a beat, after which a worker counts as stuck."""

    def __init__(self, shared: Shared, count: int) -> None:
        self._shared, self._count = shared, count

    def alive(self) -> bool:
        """Whether the event loop of every worker that has begun turns."""
        return all((silence or 0) < self.SILENT_SECONDS for silence in self._silences())

    def ready(self) -> bool:
        """Whether every worker has begun, and none is about to end."""
        return not self._shared.draining and all(silence is not None for silence in self._silences())

    def _silences(self) -> list[float | None]:
        return [self._shared.silence(worker) for worker in range(self._count)]


def beat(shared: Shared, worker: int, loop: asyncio.AbstractEventLoop) -> None:
    """Has a worker beat each second, on its event loop: what keeps the loop from turning stops it."""
    shared.beat(worker)
    loop.call_later(1.0, beat, shared, worker, loop)
