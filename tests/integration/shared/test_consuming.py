"""Consumers: failing messages, dead letters, and a broker that dies."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pymongo.errors import ServerSelectionTimeoutError

from deploy import nats_streams
from deploy.topology import Consumes
from protos.roster.v1 import events_pb2
from services.roster.consumes import consumers
from services.roster.domain.roster import Labels
from services.roster.store import MongoStore
from services.shared import events as events_module
from services.shared.commands import Commit
from services.shared.events import (
    DEAD_LETTERS,
    Consumer,
    Fact,
    Received,
    Staged,
    consume,
    stage,
)
from services.shared.outbox import relay
from services.shared.worker import _consuming, _forever
from tests.fakes.clock import START, FakeClock
from tests.integration.shared.fixtures import Broker, consuming, eventually, handled, make
from tests.providers import DataPlane
from tests.unit.roster.build import chain


def registered(number: int) -> Staged:
    creator_id = f"cr_{number}"
    fact = Fact(creator_id, events_pb2.CreatorRegistered(creator_id=creator_id, handle="h"))
    return stage(fact, creator_id, 1, START, "op_1", f"rq_{number}")


async def publish(js: JetStreamContext, *events: Staged) -> None:
    for event in events:
        await js.publish(event.subject, event.payload, headers=event.headers())


async def dead_letters(js: JetStreamContext) -> list[Any]:
    state = (await js.stream_info(DEAD_LETTERS)).state
    return [await js.get_msg(DEAD_LETTERS, number) for number in range(1, state.last_seq + 1)]


CANNOT = RuntimeError("cannot")


class Hearing:
    """A consumer that remembers what it was given, and fails for some creators."""

    def __init__(self, *failing: str, error: Exception = CANNOT) -> None:
        self.failing, self.error = set(failing), error
        self.heard: list[str] = []
        self.tries: list[str] = []
        self.consumer = Consumer("test", "ROSTER", "roster.v1.>", {events_pb2.CreatorRegistered: self._hear})

    def _hear(self, event: Received) -> None:
        creator_id = event.message.creator_id
        self.tries.append(creator_id)
        if creator_id in self.failing:
            raise self.error
        self.heard.append(creator_id)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_module, "RETRY_SECONDS", (0.2,) * 4)


def test_a_poison_message_becomes_a_dead_letter_and_blocks_nobody(broker: Broker) -> None:
    hearing = Hearing("cr_0", error=RuntimeError("broken\r\nin  two\nlines: “ü”" + "x" * 900))

    async def scene(js: JetStreamContext) -> list[Any]:
        await publish(js, *(registered(number) for number in range(4)))
        async with consuming(js, hearing.consumer):
            await eventually(lambda: len(hearing.heard) == 3)
            assert hearing.tries.count("cr_0") < events_module.ATTEMPTS
            await handled(js, hearing.consumer)
        return await dead_letters(js)

    (letter,) = broker.run(scene)
    assert hearing.heard == ["cr_1", "cr_2", "cr_3"]
    assert hearing.tries.count("cr_0") == events_module.ATTEMPTS == 5
    assert letter.subject == "dead.test"
    assert letter.headers["Callboard-Dead-Subject"] == "roster.v1.CreatorRegistered.cr_0"
    assert letter.headers["Callboard-Dead-Consumer"] == "test"
    assert letter.headers["Callboard-Dead-Attempts"] == "5"
    assert str(letter.headers["Callboard-Dead-Cause"]).startswith("RuntimeError: broken in two lines:")
    assert letter.headers["Callboard-Request-Id"] == "rq_0"
    assert events_pb2.CreatorRegistered.FromString(letter.data).creator_id == "cr_0"


def test_an_outage_makes_no_dead_letter_however_long_it_lasts(broker: Broker) -> None:
    hearing = Hearing("cr_0", error=ServerSelectionTimeoutError("no database"))

    async def scene(js: JetStreamContext) -> list[Any]:
        await publish(js, registered(0))
        async with consuming(js, hearing.consumer):
            await eventually(lambda: len(hearing.tries) > events_module.ATTEMPTS + 1)
            hearing.failing.clear()
            await handled(js, hearing.consumer)
        return await dead_letters(js)

    assert broker.run(scene) == []
    assert hearing.heard == ["cr_0"]


def test_what_is_no_event_becomes_a_dead_letter(broker: Broker) -> None:
    hearing = Hearing()

    async def scene(js: JetStreamContext) -> list[Any]:
        await js.publish("roster.v1.CreatorRegistered.cr_0", b"\xff\xff")
        await js.publish("roster.v1.CreatorRegistered.cr_0", b"", headers={"Callboard-Event-Id": "x"})
        await publish(js, registered(1))
        async with consuming(js, hearing.consumer):
            await handled(js, hearing.consumer)
        return await dead_letters(js)

    letters = broker.run(scene)
    assert hearing.heard == ["cr_1"]
    assert len(letters) == 2


def test_the_same_event_can_die_for_two_consumers_and_again_after_a_redrive(broker: Broker) -> None:
    one, two = Hearing("cr_0"), Hearing("cr_0")
    two.consumer = Consumer("other", "ROSTER", "roster.v1.>", two.consumer.handlers)

    async def scene(js: JetStreamContext) -> int:
        await publish(js, registered(0))
        async with consuming(js, one.consumer, two.consumer):
            await handled(js, one.consumer, two.consumer)
            event = registered(0)
            headers = {**event.headers(), "Nats-Msg-Id": "redriven"}
            await js.publish(event.subject, event.payload, headers=headers)
            await handled(js, one.consumer, two.consumer)
        return len(await dead_letters(js))

    assert broker.run(scene) == 4


def test_events_that_are_for_others_are_passed_over(broker: Broker) -> None:
    hearing = Hearing()
    other = stage(Fact("cr_9", events_pb2.RateCardChanged(creator_id="cr_9")), "cr_9", 1, START, "", "")

    async def scene(js: JetStreamContext) -> list[Any]:
        await publish(js, other, registered(1))
        async with consuming(js, hearing.consumer):
            await handled(js, hearing.consumer)
        return await dead_letters(js)

    assert broker.run(scene) == []
    assert hearing.heard == ["cr_1"]


def test_a_consumer_goes_on_where_it_stopped(broker: Broker) -> None:
    hearing = Hearing()

    async def scene(js: JetStreamContext) -> None:
        for number in range(2):
            await publish(js, registered(number))
            async with consuming(js, hearing.consumer):
                await handled(js, hearing.consumer)

    broker.run(scene)
    assert hearing.heard == ["cr_0", "cr_1"]


def test_a_worker_waits_for_its_consumer_to_be_made(broker: Broker) -> None:
    hearing = Hearing()

    async def scene(js: JetStreamContext) -> None:
        await publish(js, registered(1))
        stopping = asyncio.Event()
        with pytest.raises(NotFoundError, match="consumer not found"):
            await consume(js, hearing.consumer, stopping)
        working = asyncio.create_task(_forever("test", _consuming(js, hearing.consumer, stopping), stopping))
        await make(js, hearing.consumer)
        await eventually(lambda: hearing.heard == ["cr_1"])
        stopping.set()
        await working

    broker.run(scene)


def test_a_killed_broker_loses_nothing(
    store: MongoStore, broker: Broker, clock: FakeClock, data_plane: DataPlane
) -> None:
    creators = 120
    log = [row for row in consumers(store, clock) if row.durable == "roster-activity"]
    for number in range(creators):
        ref = events_pb2.DelegationRef(delegation_id=f"dg_{number}", creator_id=f"cr_{number}")
        fact = Fact(ref.creator_id, events_pb2.DelegationRequested(delegation=ref))
        staged = tuple(stage(fact, "dg", version, START, "ag_1", "") for version in (1, 2, 3))
        store.labels.insert(Labels(f"ag_1:cr_{number}"), Commit(staged))

    def logged() -> int:
        heads = store.heads([f"cr_{number}" for number in range(creators)])
        return sum(head.entries for head in heads.values())

    async def scene(js: JetStreamContext) -> None:
        (activity,) = log
        declared = Consumes(activity.durable, activity.stream, activity.subject)
        await nats_streams.ensure_consumer(js, declared, ack_seconds=2)
        wake, stopping = asyncio.Event(), asyncio.Event()
        relaying = asyncio.create_task(relay(js, store.labels, wake, stopping))
        async with consuming(js, *log):
            await eventually(lambda: logged() > 20)
            await asyncio.to_thread(data_plane.kill_nats)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(data_plane.restart_nats)
            await eventually(lambda: not store.labels.waiting(1) and logged() >= 3 * creators)
            await handled(js, *log)
        stopping.set()
        wake.set()
        await relaying

    broker.run(scene)
    for number in range(creators):
        entries = chain(store, f"cr_{number}")
        assert [each.delegation_id for each in entries] == [f"dg_{number}"] * 3
        assert len({each.event_id for each in entries}) == 3


def test_what_a_stopped_worker_has_fetched_goes_to_another_at_once(broker: Broker) -> None:
    async def scene(js: JetStreamContext) -> None:
        await publish(js, *(registered(number) for number in range(20)))
        stopping, first, second = asyncio.Event(), Hearing(), Hearing()
        loop = asyncio.get_running_loop()
        hear = first.consumer.handlers[events_pb2.CreatorRegistered]

        def hear_and_stop(event: Received) -> None:
            hear(event)
            loop.call_soon_threadsafe(stopping.set)

        stopped = replace(first.consumer, handlers={events_pb2.CreatorRegistered: hear_and_stop})
        await make(js, stopped)
        await consume(js, stopped, stopping)
        assert 1 <= len(first.heard) < 20
        began = loop.time()
        async with consuming(js, second.consumer):
            await handled(js, second.consumer)
        assert loop.time() - began < nats_streams.ACK_SECONDS / 2
        assert sorted(first.heard + second.heard) == sorted(f"cr_{number}" for number in range(20))

    broker.run(scene)
