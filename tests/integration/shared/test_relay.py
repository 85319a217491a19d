"""The outbox relay, with a real database and a real broker."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest
from nats.js import JetStreamContext

from protos.roster.v1 import events_pb2
from services.roster.consumes import consumers
from services.roster.domain.roster import Labels
from services.roster.store import MongoStore
from services.shared.changes import watch
from services.shared.commands import Commit
from services.shared.events import Fact, Staged, received, stage
from services.shared.outbox import relay, relay_once
from tests.fakes.clock import START, FakeClock
from tests.integration.shared.fixtures import Broker, consuming, eventually, handled
from tests.unit.roster.build import chain


def staged(count: int, creator_id: str = "cr_1") -> tuple[Staged, ...]:
    ref = events_pb2.DelegationRef(delegation_id="dg_1", creator_id=creator_id)
    facts = [Fact(creator_id, events_pb2.DelegationRequested(delegation=ref)) for _ in range(count)]
    numbered = enumerate(facts, start=1)
    return tuple(stage(fact, "dg_1", number, START, "ag_1", "rq_1") for number, fact in numbered)


async def published(js: JetStreamContext, stream: str = "ROSTER") -> list[Any]:
    state = (await js.stream_info(stream)).state
    return [await js.get_msg(stream, number) for number in range(1, state.last_seq + 1)]


def test_events_are_published_with_their_metadata_and_struck_off(store: MongoStore, broker: Broker) -> None:
    events = staged(3)
    store.labels.insert(Labels("ag_1:cr_1"), Commit(events))

    async def scene(js: JetStreamContext) -> list[Any]:
        assert await relay_once(js, store.labels) == 1
        assert await relay_once(js, store.labels) == 0
        return await published(js)

    found = broker.run(scene)
    assert [each.subject for each in found] == ["roster.v1.DelegationRequested.cr_1"] * 3
    read = [received(each.data, each.headers, events_pb2.DelegationRequested) for each in found]
    assert [each.event_id for each in read] == [each.id for each in events]
    assert [each.aggregate_version for each in read] == [1, 2, 3]
    causes = {(each.actor, each.request_id, each.time) for each in read}
    assert causes == {("ag_1", "rq_1", "2026-03-01T12:00:00Z")}
    assert store.labels.waiting(9) == []


async def forgetful(js: JetStreamContext) -> None:
    """Takes the broker's own memory of what it has seen away: nothing may rely on it."""
    config = (await js.stream_info("ROSTER")).config
    config.duplicate_window = 0.1
    await js.update_stream(config)


def test_a_crash_before_the_strike_off_publishes_twice_and_is_done_once(
    store: MongoStore, broker: Broker, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.labels.insert(Labels("ag_1:cr_1"), Commit(staged(2)))
    log = [row for row in consumers(store, clock) if row.durable == "roster-activity"]

    def crash(*_: object) -> None:
        raise SystemError("killed")

    async def scene(js: JetStreamContext) -> list[Any]:
        await forgetful(js)
        with monkeypatch.context() as patch:
            patch.setattr(store.labels, "published", crash)
            with pytest.raises(SystemError):
                await relay_once(js, store.labels)
        await asyncio.sleep(0.3)
        assert await relay_once(js, store.labels) == 1
        async with consuming(js, *log):
            await handled(js, *log)
        return await published(js)

    found = broker.run(scene)
    ids = [each.headers["Callboard-Event-Id"] for each in found]
    assert (len(ids), len(set(ids))) == (4, 2)
    assert [each.event_id for each in chain(store, "cr_1")] == ids[:2]
    assert store.labels.waiting(9) == []


def test_within_its_window_the_broker_itself_drops_the_second_copy(store: MongoStore, broker: Broker) -> None:
    (event,) = staged(1)

    async def scene(js: JetStreamContext) -> int:
        for _ in range(2):
            await js.publish(event.subject, event.payload, headers=event.headers())
        return len(await published(js))

    assert broker.run(scene) == 1


def test_a_change_stream_wakes_the_relay_long_before_its_poll(
    store: MongoStore, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.shared.outbox.POLL_SECONDS", 600)
    store.labels.insert(Labels("ag_1:cr_0"), Commit())

    async def scene(js: JetStreamContext) -> None:
        loop, wake, stopping, woken = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event(), []

        def wake_up(collection: str) -> None:
            woken.append(collection)
            loop.call_soon_threadsafe(wake.set)

        watching = asyncio.create_task(asyncio.to_thread(watch, store.repositories, wake_up, _Stop(stopping)))
        relaying = asyncio.create_task(relay(js, store.labels, wake, stopping))
        number = 0
        while not woken:  # The stream has begun as soon as it has seen one write.
            number += 1
            store.labels.insert(Labels(f"ag_1:cr_{number}"), Commit(staged(1)))
            await asyncio.sleep(0.2)
        await eventually(lambda: store.labels.waiting(9) == [])
        stopping.set()
        wake.set()
        await asyncio.gather(watching, relaying)

    broker.run(scene)


def test_only_commands_wake_the_relay_not_what_it_strikes_off_itself(store: MongoStore) -> None:
    labels, woken, stop = store.labels, threading.Semaphore(0), threading.Event()
    watching = threading.Thread(target=watch, args=(store.repositories, lambda _: woken.release(), stop))
    watching.start()
    number = 0
    while not woken.acquire(timeout=0.2):  # The stream has begun as soon as it has seen one write.
        number += 1
        labels.insert(Labels(f"ag_1:cr_{number}"), Commit(staged(1)))
    while woken.acquire(timeout=1):
        continue
    aggregate = Labels("ag_2:cr_1", version=1)
    labels.insert(aggregate, Commit())
    for waiting in labels.waiting(99):
        labels.published(waiting.aggregate_id, [event.id for event in waiting.events])
    assert not woken.acquire(timeout=1)
    for version, events in ((2, staged(2)), (3, staged(1))):
        assert labels.replace(replace(aggregate, version=version), version - 1, Commit(events))
        assert woken.acquire(timeout=20)
    (waiting,) = labels.waiting(9)
    labels.published(aggregate.id, [waiting.events[0].id])
    assert not woken.acquire(timeout=1)
    stop.set()
    watching.join()


class _Stop(threading.Event):
    """An asyncio event, to be asked from a thread."""

    def __init__(self, event: asyncio.Event) -> None:
        super().__init__()
        self._event = event

    def is_set(self) -> bool:
        """Whether it is."""
        return self._event.is_set()

    def wait(self, _: float | None = None) -> bool:
        """At once."""
        return self.is_set()
