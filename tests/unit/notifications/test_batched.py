"""What many tasks ask for at the same time is asked together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from services.notifications.sending.batched import Batched


def test_what_comes_up_meanwhile_goes_out_together() -> None:
    calls: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def double(numbers: Sequence[int]) -> list[int]:
        calls.append(list(numbers))
        begun.set()
        assert go_on.wait(10)
        return [2 * each for each in numbers]

    async def run() -> list[int]:
        batched = Batched(double)
        first = asyncio.create_task(batched(1))
        await asyncio.to_thread(begun.wait)
        others = [asyncio.create_task(batched(number)) for number in (2, 3)]
        await asyncio.sleep(0)
        go_on.set()
        return [await first, *(await asyncio.gather(*others))]

    assert asyncio.run(run()) == [2, 4, 6]
    assert calls == [[1], [2, 3]]


def test_a_failure_is_that_of_all_who_asked_and_of_nobody_later() -> None:
    failing = [True]

    def ask(numbers: Sequence[int]) -> list[int]:
        if failing.pop() if failing else False:
            raise ValueError("no")
        return list(numbers)

    async def run() -> None:
        batched = Batched(ask)
        failed = await asyncio.gather(batched(1), batched(2), return_exceptions=True)
        assert [type(each) for each in failed] == [ValueError, ValueError]
        assert await batched(3) == 3

    asyncio.run(run())


def test_who_has_stopped_waiting_disturbs_nobody() -> None:
    async def run() -> None:
        batched: Batched[int, int] = Batched(list)
        given_up, waiting = asyncio.create_task(batched(1)), asyncio.create_task(batched(2))
        await asyncio.sleep(0)
        given_up.cancel()
        assert await waiting == 2
        with pytest.raises(asyncio.CancelledError):
            await given_up

    asyncio.run(run())
