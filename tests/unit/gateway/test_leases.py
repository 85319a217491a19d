"""One question for everybody who needs its answer at the same time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.gateway.leases import Lease, Leases
from services.shared.access import LEASE_SECONDS, Identity
from services.shared.errors import Forbidden, Unavailable
from tests.fakes.clock import FakeClock

WAITING = 5


class Asking:
    """A question that is answered when the test says so."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.leases = Leases(self.clock, most=8)
        self.asked, self.answered = threading.Event(), threading.Event()
        self.times = 0
        self.failure: BaseException | None = None

    def lease(self) -> Lease:
        """One of half a second from now."""
        ends = self.clock.now() + timedelta(seconds=LEASE_SECONDS)
        return Lease(Identity("gateway"), "scope", self.clock.monotonic() + LEASE_SECONDS, ends)

    def ask(self) -> Lease:
        """Waits until the test has an answer."""
        lease = self.lease()
        self.times += 1
        self.asked.set()
        assert self.answered.wait(30)
        if self.failure:
            raise self.failure
        return lease

    def together(self, pool: ThreadPoolExecutor) -> list[Future[Any]]:
        """One who asks, and the others, who have begun to wait for the answer."""
        first = pool.submit(self.leases.get, "key", self.ask)
        assert self.asked.wait(30)
        asked = self.leases._asking["key"]
        others = [pool.submit(self.leases.get, "key", self.ask) for _ in range(WAITING)]
        while len(asked._condition._waiters) < WAITING:  # type: ignore[attr-defined]
            assert not any(other.done() for other in others)
        return [first, *others]


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(WAITING + 1) as made:
        yield made


def test_whoever_needs_the_same_waits_for_one_answer(pool: ThreadPoolExecutor) -> None:
    asking = Asking()
    results = asking.together(pool)
    asking.answered.set()
    found = [each.result(30) for each in results]
    assert asking.times == 1
    assert {id(lease) for lease, _ in found} == {id(found[0][0])}
    assert [there for _, there in found] == [False] + [True] * WAITING
    assert not asking.leases._asking


def test_an_error_reaches_everybody_and_is_forgotten(pool: ThreadPoolExecutor) -> None:
    asking = Asking()
    asking.failure = Forbidden("The creator has not granted it.")
    results = asking.together(pool)
    asking.answered.set()
    for each in results:
        with pytest.raises(Forbidden, match="not granted"):
            each.result(30)
    assert asking.times == 1
    asking.failure = None
    assert asking.leases.get("key", asking.ask)[1] is False


def test_what_breaks_in_one_thread_breaks_no_other(pool: ThreadPoolExecutor) -> None:
    asking = Asking()
    asking.failure = SystemExit("this thread is to end")
    first, *others = asking.together(pool)
    asking.answered.set()
    with pytest.raises(SystemExit):
        first.result(30)
    for each in others:
        with pytest.raises(Unavailable):
            each.result(30)


def test_an_answer_that_has_run_out_is_of_no_use_to_those_who_waited(pool: ThreadPoolExecutor) -> None:
    asking = Asking()
    results = asking.together(pool)
    asking.clock.advance(seconds=LEASE_SECONDS)
    asking.answered.set()
    for each in results:
        lease, there = each.result(30)
        assert not there
        assert lease.until > asking.clock.monotonic() or each is results[0]
    assert asking.times == 1 + WAITING


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking()
    asking.leases._asking["key"] = Future()
    monkeypatch.setattr("services.gateway.leases.DEADLINE_SECONDS", -0.99)
    with pytest.raises(Unavailable):
        asking.leases.get("key", asking.ask)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_lease_is_forgotten_unless_another_one_took_its_place(replaced: bool) -> None:
    asking = Asking()
    asking.answered.set()
    lease, _ = asking.leases.get("key", asking.ask)
    ask: Callable[[], Lease] = asking.ask
    if replaced:
        asking.leases.forget("key", lease)
        asking.leases.get("key", ask)
    asking.leases.forget("key", lease)
    assert asking.leases.get("key", ask)[1] is replaced


def test_an_event_loop_waits_for_the_answer_that_a_thread_has_asked_for(pool: ThreadPoolExecutor) -> None:
    asking = Asking()

    async def scene() -> list[Lease | None]:
        assert await asking.leases.held("key") is None
        first = pool.submit(asking.leases.get, "key", asking.ask)
        assert asking.asked.wait(30)
        waiting = [asyncio.create_task(asking.leases.held("key")) for _ in range(3)]
        await asyncio.sleep(0)
        # Who goes away takes the answer with him from nobody.
        waiting.pop().cancel()
        asking.answered.set()
        found = [await each for each in waiting]
        return [*found, await asking.leases.held("key"), first.result(30)[0]]

    assert len({id(lease) for lease in asyncio.run(scene())}) == 1
    asking.clock.advance(seconds=LEASE_SECONDS)
    assert asyncio.run(asking.leases.held("key")) is None
    assert asking.times == 1


@pytest.mark.parametrize("failure", [Forbidden("The creator has not granted it."), None])
def test_an_event_loop_is_told_what_the_thread_was(
    pool: ThreadPoolExecutor, failure: Forbidden | None
) -> None:
    asking = Asking()
    asking.failure = failure
    pool.submit(asking.leases.get, "key", asking.ask)
    assert asking.asked.wait(30)

    async def scene() -> Lease | None:
        waiting = asyncio.create_task(asking.leases.held("key"))
        await asyncio.sleep(0)
        if failure is None:
            asking.clock.advance(seconds=LEASE_SECONDS)
        asking.answered.set()
        return await waiting

    if failure is None:
        assert asyncio.run(scene()) is None, "it has run out meanwhile"
    else:
        with pytest.raises(Forbidden, match="not granted"):
            asyncio.run(scene())


def test_an_event_loop_waits_for_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking()
    asking.leases._asking["key"] = Future()
    monkeypatch.setattr("services.gateway.leases.DEADLINE_SECONDS", -0.99)
    with pytest.raises(Unavailable):
        asyncio.run(asking.leases.held("key"))
