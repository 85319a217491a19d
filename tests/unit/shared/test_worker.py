"""Timers and the work that goes on after a failure."""

from __future__ import annotations

import asyncio

from services.shared import worker
from services.shared.worker import Timer


def test_a_timer_runs_again_at_once_while_there_is_something_to_do() -> None:
    async def scene() -> list[int]:
        stopping, left = asyncio.Event(), [3, 1, 0]
        loop = asyncio.get_running_loop()

        def run() -> int:
            if left[0] == 0:
                loop.call_soon_threadsafe(stopping.set)
                return 0
            return left.pop(0)

        await asyncio.wait_for(worker._tick(Timer("t", 60, run), stopping), 5)
        return left

    assert asyncio.run(scene()) == [0]


def test_work_begins_anew_after_a_failure() -> None:
    tries = []

    async def scene() -> None:
        stopping = asyncio.Event()

        async def work() -> None:
            tries.append(1)
            if len(tries) < 2:
                raise ConnectionError
            stopping.set()

        await asyncio.wait_for(worker._forever("w", work, stopping), 5)

    asyncio.run(scene())
    assert len(tries) == 2


def test_a_timer_waits_while_the_events_that_inform_it_wait() -> None:
    answers, ran = [False, False, True], []

    async def scene() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()

        async def informed() -> bool:
            return answers.pop(0)

        def run() -> int:
            ran.append(len(answers))
            loop.call_soon_threadsafe(stopping.set)
            return 0

        await asyncio.wait_for(worker._tick(Timer("t", 0, run), stopping, informed), 5)

    asyncio.run(scene())
    assert ran == [0]
