"""Who gets a thread: never more than there are, a share to one client, and none is lost."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.front.slots import Slots
from services.shared.errors import TooManyRequests, Unavailable


async def _held(slots: Slots, key: str, leave: asyncio.Event, log: list[str]) -> None:
    async with slots.one(key):
        log.append(key)
        await leave.wait()


def run(coroutine: Any) -> Any:
    """On a loop of its own."""
    return asyncio.run(coroutine)


def test_one_client_never_takes_every_slot() -> None:
    async def scene() -> None:
        slots, leave, log = Slots("requests", 4, 2, 0.05), asyncio.Event(), list[str]()
        greedy = [asyncio.create_task(_held(slots, "greedy", leave, log)) for _ in range(6)]
        await asyncio.sleep(0)
        modest = [asyncio.create_task(_held(slots, "modest", leave, log)) for _ in range(2)]
        await asyncio.sleep(0)
        assert log == ["greedy", "greedy", "modest", "modest"]
        with pytest.raises(Unavailable, match="busy with requests"):
            await _held(slots, "third", leave, log)
        with pytest.raises(TooManyRequests, match="Your 2 other requests"):
            await greedy[2]
        leave.set()
        await asyncio.gather(*greedy[3:], return_exceptions=True)
        await asyncio.gather(*greedy[:2], *modest)
        assert (slots._taken, slots._by_key, list(slots._line)) == (0, {}, [])

    run(scene())


def test_a_line_of_one_client_delays_nobody_else() -> None:
    async def scene() -> None:
        slots, log = Slots("requests", 2, 1, 5), list[str]()
        first, second = asyncio.Event(), asyncio.Event()
        running = [asyncio.create_task(_held(slots, "a", first, log))]
        running += [asyncio.create_task(_held(slots, "b", second, log))]
        await asyncio.sleep(0)
        line = [asyncio.create_task(_held(slots, key, second, log)) for key in ("b", "b", "c")]
        await asyncio.sleep(0)
        first.set()
        await running[0]
        await asyncio.sleep(0)
        assert log == ["a", "b", "c"]
        second.set()
        await asyncio.gather(*running, *line)

    run(scene())


def test_a_slot_that_comes_as_patience_ends_is_not_lost() -> None:
    async def scene() -> None:
        slots, leave, log = Slots("requests", 1, 1, 0.01), asyncio.Event(), list[str]()
        first = asyncio.create_task(_held(slots, "a", leave, log))
        await asyncio.sleep(0)
        late = asyncio.create_task(_held(slots, "b", leave, log))
        await asyncio.sleep(0)
        # The loop has other things to do until both are due: the end of patience, and the free slot.
        leave.set()
        time.sleep(0.02)
        await asyncio.gather(first, late, return_exceptions=True)
        for _ in range(3):
            await _held(slots, "c", leave, log)
        assert (slots._taken, list(slots._line)) == (0, [])

    run(scene())


def test_one_whose_patience_has_ended_gets_no_slot() -> None:
    async def scene() -> None:
        slots = Slots("requests", 1, 1, 5)
        gone = ("gone", asyncio.get_running_loop().create_future())
        slots._take("a")
        slots._line.append(gone)
        gone[1].cancel()
        slots._give("a")
        assert slots._taken == 0

    run(scene())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=40), st.integers(0, 3))
def test_slots_are_never_lost(plan: list[tuple[str, bool]], patience: int) -> None:
    async def one(slots: Slots, key: str, cancelled: bool) -> None:
        async def hold() -> None:
            async with slots.one(key):
                assert slots._taken <= 3
                await asyncio.sleep(0)

        task = asyncio.create_task(hold())
        await asyncio.sleep(0)
        if cancelled:
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def scene() -> None:
        slots = Slots("requests", 3, 2, patience / 1000)
        await asyncio.gather(*(one(slots, key, cancelled) for key, cancelled in plan))
        assert (slots._taken, +slots._by_key, list(slots._line)) == (0, {}, [])

    run(scene())
