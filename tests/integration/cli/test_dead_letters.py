"""`callboard dead-letters` against a real NATS, on letters that a real consumer gave up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import nats
import pytest

from deploy import nats_streams
from deploy.permissions import OPERATOR
from deploy.topology import Consumes
from protos.roster.v1 import events_pb2
from services.cli.context import CliContext
from services.shared import events
from services.shared.broker import connection
from services.shared.events import Consumer, Fact, consume, stage
from tests.providers import TESTER

EVENT = events_pb2.DelegationRevoked
CREATOR = "cr_dead_letters"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """A message is given up at its first failure."""
    monkeypatch.setattr(events, "ATTEMPTS", 1)


@pytest.fixture
def context(data_plane):
    """A context that knows the message server, as the operator does."""
    return CliContext(environ={"CALLBOARD_NATS_URL": data_plane.nats_url(OPERATOR)})


class Worker:
    """A consumer of one kind of event that fails while it is told to, and keeps what it handled."""

    def __init__(self, url):
        self.url, self.fails, self.handled = url, True, []

    def handle(self, event):
        if self.fails:
            raise ValueError("cannot be handled: é")
        self.handled.append(event)

    def work(self, *, until, publish=0):
        """Publishes events, then consumes until a condition holds."""
        asyncio.run(self._work(until, publish))

    async def _work(self, until, publish):
        async with await nats.connect(**connection(self.url)) as broker:
            await self._publish_and_consume(broker.jetstream(timeout=5), until, publish)

    async def _publish_and_consume(self, js, until, publish):
        for _ in range(publish):
            fact = Fact(CREATOR, EVENT())
            staged = stage(fact, "dg_1", 2, datetime.now(UTC), "cr_1", "r1")
            await js.publish(staged.subject, staged.payload, headers=staged.headers())
        stopping = asyncio.Event()
        subject = f"{EVENT.DESCRIPTOR.full_name}.{CREATOR}"
        consumer = Consumer("cli-tests", "ROSTER", subject, {EVENT: self.handle})
        await nats_streams.ensure_consumer(js, Consumes("cli-tests", "ROSTER", subject))
        consuming = asyncio.create_task(consume(js, consumer, stopping))
        async with asyncio.timeout(20):
            while not await until(js):
                await asyncio.sleep(0.05)
        stopping.set()
        await consuming


async def dead(js):
    """How many dead letters there are."""
    return (await js.stream_info(events.DEAD_LETTERS)).state.messages


@pytest.mark.usefixtures("broker")
def test_from_the_dead_letter_to_its_consumer(data_plane, context, run):
    worker = Worker(data_plane.nats_url(TESTER.name))

    async def both_are_dead(js):
        return await dead(js) == 2

    worker.work(until=both_are_dead, publish=2)

    code, listed = run(context, "dead-letters", "list")
    assert code == 0
    first, second = listed["items"]
    assert first["consumer"] == "cli-tests"
    assert first["subject"] == f"roster.v1.DelegationRevoked.{CREATOR}"
    assert (first["attempts"], first["cause"]) == (1, "ValueError: cannot be handled: é")

    code, done = run(context, "dead-letters", "redrive", "--id", str(first["sequence"]))
    assert (code, [each["sequence"] for each in done["redriven"]]) == (0, [first["sequence"]])
    assert run(context, "dead-letters", "list")[1]["items"] == [second]
    code, failed = run(context, "dead-letters", "redrive", "--id", str(first["sequence"]))
    assert code == 1
    assert "There is no dead letter" in failed["error"]["message"]
    code, done = run(context, "dead-letters", "redrive", "--all")
    assert [each["sequence"] for each in done["redriven"]] == [second["sequence"]]
    assert run(context, "dead-letters", "list")[1] == {"items": []}

    worker.fails = False

    async def both_are_handled(_):
        return len(worker.handled) == 2

    worker.work(until=both_are_handled)
    assert len({event.event_id for event in worker.handled}) == 2
    assert {event.aggregate_id for event in worker.handled} == {"dg_1"}


def test_no_broker_is_one_sentence(run):
    context = CliContext(environ={"CALLBOARD_NATS_URL": "nats://127.0.0.1:1"})
    code, failed = run(context, "dead-letters", "list")
    assert code == 1
    assert failed["error"]["message"] == "No message server answers at nats://127.0.0.1:1; is it running?"
