"""What waits in the lanes is sent, each lane in its order and by one worker at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from services.notifications.domain.deliveries import Claim, Delivery
from services.notifications.handlers.delivering import Deliverer
from services.notifications.sending.batched import Batched
from services.notifications.sending.sender import SECONDS
from services.notifications.store import Store
from services.shared import logs
from services.shared.clock import Clock

log = logs.logger()

LANES = 64
"""Lanes that a worker serves at once."""

LANES_OF_ONE = 8
"""Of them, those of one webhook: a slow receiver holds up no other."""

CLAIM = timedelta(seconds=2 * SECONDS)
"""For how long a lane is a worker's without a sign of life."""

LONGEST_STEP = timedelta(seconds=SECONDS + 5)
"""What is left of a claim when a delivery begins: longer than any attempt takes."""

ROUND = 50
"""Deliveries of a lane that are read at once."""

POLL_SECONDS = 0.25
"""After which lanes are looked for that another process has put something into, or whose time has come."""

Release = tuple[Claim, datetime | None]
"""A lane that is given back, and when it is due; None where nothing waits in it."""


class Dispatcher:
    """Serves lanes, each in a task of its own. For one event loop; the store is asked in threads."""

    def __init__(self, store: Store, deliverer: Deliverer, clock: Clock) -> None:
        self._store, self._deliverer, self._clock = store, deliverer, clock
        self._serving: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking, self._more = asyncio.Event(), False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting_in = Batched(self._read)
        self._release = Batched(self._released)

    def wake(self) -> None:
        """Has it look at once for lanes that are due; from any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._looking.set)

    async def run(self, stopping: asyncio.Event) -> None:
        """Claims lanes as they fall due until told to stop; then waits for those under way."""
        self._loop = asyncio.get_running_loop()
        while not stopping.is_set():
            self._looking.clear()
            if not await self._take(stopping):
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._looking.wait()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _take(self, stopping: asyncio.Event) -> bool:
        """Begins with lanes that are due, where there is room; whether there were any."""
        room = LANES - len(self._tasks)
        busy = [webhook for webhook, lanes in self._serving.items() if lanes >= LANES_OF_ONE]
        due = await asyncio.to_thread(self._store.due_lanes, self._clock.now(), LANES, busy) if room else []
        chosen = self._chosen(due, room)
        self._more = not room or bool(busy) or len(due) > len(chosen)
        if not chosen:
            return False
        now = self._clock.now()
        for claim in await asyncio.to_thread(self._store.claim, chosen, now, now + CLAIM):
            self._serving[claim.webhook_id] += 1
            task = asyncio.create_task(self._serve(claim, stopping))
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        return True

    def _chosen(self, due: Iterable[tuple[str, str]], room: int) -> list[str]:
        """The first of the lanes, up to LANES_OF_ONE of each webhook."""
        taken = Counter(self._serving)
        chosen: list[str] = []
        for lane, webhook_id in due:
            if len(chosen) < room and taken[webhook_id] < LANES_OF_ONE:
                taken[webhook_id] += 1
                chosen.append(lane)
        return chosen

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._more:
            self._looking.set()

    async def _serve(self, claim: Claim, stopping: asyncio.Event) -> None:
        try:
            await self._serve_lane(claim, stopping)
        except Exception as error:
            # The claim runs out, and the lane is served again then.
            log.warning("lane_interrupted", lane=claim.lane, error=repr(error))
        finally:
            self._serving[claim.webhook_id] -= 1
            if not self._serving[claim.webhook_id]:
                del self._serving[claim.webhook_id]

    async def _serve_lane(self, claim: Claim, stopping: asyncio.Event) -> None:
        while waiting := await self._waiting_in(claim.lane):
            for delivery in waiting:
                held = await self._held(claim)
                if held is None:
                    return
                claim = held
                now = self._clock.now()
                due_at = now if stopping.is_set() else await self._deliverer.deliver(delivery)
                if due_at is not None:
                    await self._release((claim, due_at))
                    return
            if len(waiting) < ROUND:
                break
        await self._release((claim, None))

    async def _held(self, claim: Claim) -> Claim | None:
        """The claim, where it is good for the longest step; None where another worker has the lane."""
        now = self._clock.now()
        if claim.until - now >= LONGEST_STEP:
            return claim
        return await asyncio.to_thread(self._store.renew, claim, now + CLAIM)

    def _read(self, lanes: Sequence[str]) -> list[list[Delivery]]:
        found = self._store.waiting_in(lanes, ROUND)
        return [found[lane] for lane in lanes]

    def _released(self, lanes: Sequence[Release]) -> list[None]:
        self._store.release(lanes, self._clock.now())
        return [None] * len(lanes)
