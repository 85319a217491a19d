"""Answers that may be relied upon for a lease, on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.shared.access import LEASE_SECONDS
from services.shared.errors import Unavailable
from services.shared.leased import ATTEMPTS, Leased
from tests.fakes.clock import FakeClock


class Asked:
    """Counts questions; `before` happens while one is under way."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self.count, self._before = 0, before

    def __call__(self, key: str) -> str:
        """The answer."""
        self.count += 1
        self._before()
        return f"{key} {self.count}"


def answers(ask: Callable[[str], str], clock: FakeClock, *moments: float, at_once: int = 1) -> list[str]:
    """What is answered to so many at once, at each moment."""

    async def play() -> list[str]:
        with ThreadPoolExecutor(4) as threads:
            leased = Leased(ask, threads, clock)
            found: list[str] = []
            for moment in moments:
                clock.advance(seconds=moment)
                found += await asyncio.gather(*(leased.of("a") for _ in range(at_once)))
            return found

    return asyncio.run(play())


def test_many_share_one_answer() -> None:
    asked = Asked()
    assert answers(asked, FakeClock(), 0, at_once=50) == ["a 1"] * 50


def test_it_is_good_for_a_lease_and_no_longer() -> None:
    asked = Asked()
    assert answers(asked, FakeClock(), 0, LEASE_SECONDS - 0.01, 0.01) == ["a 1", "a 1", "a 2"]


def test_an_answer_that_took_a_lease_is_not_relied_upon() -> None:
    clock = FakeClock()
    delays = [LEASE_SECONDS, 0.0]
    asked = Asked(lambda: clock.advance(seconds=delays.pop(0)))
    assert answers(asked, clock, 0) == ["a 2"]
    slow = Asked(lambda: clock.advance(seconds=LEASE_SECONDS))
    with pytest.raises(Unavailable):
        answers(slow, clock, 0)
    assert slow.count == ATTEMPTS


def test_an_error_is_everybodys_and_asked_again_after_a_lease() -> None:
    faults: list[Exception] = [Unavailable("Away."), Unavailable("Away.")]

    def ask(key: str) -> str:
        if faults:
            raise faults.pop()
        return key

    async def play() -> None:
        clock = FakeClock()
        with ThreadPoolExecutor(1) as threads:
            leased = Leased(ask, threads, clock)
            for _ in range(2):
                found = await asyncio.gather(leased.of("a"), leased.of("a"), return_exceptions=True)
                assert [type(each) for each in found] == [Unavailable] * 2
                clock.advance(seconds=LEASE_SECONDS)
            assert await leased.of("a") == "a"

    asyncio.run(play())


def test_what_is_forgotten_is_asked_anew_also_for_who_waits() -> None:
    asked, forgetting = [], [True]

    async def play() -> list[str]:
        with ThreadPoolExecutor(1) as threads:
            loop = asyncio.get_running_loop()

            def ask(key: str) -> str:
                asked.append(key)
                if forgetting:
                    # It has changed while the question was under way.
                    forgetting.pop()
                    loop.call_soon_threadsafe(leased.forget, key)
                return f"{key} {len(asked)}"

            leased = Leased(ask, threads, FakeClock())
            found = list(await asyncio.gather(leased.of("a"), leased.of("a")))
            leased.forget("a")
            return [*found, await leased.of("a")]

    assert asyncio.run(play()) == ["a 2", "a 2", "a 3"]
