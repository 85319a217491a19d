"""What the tests of roster and of what is shared need of the real servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mongoengine import disconnect
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError, ServerError

from deploy import nats_streams
from deploy.topology import STREAMS, Consumes
from services.roster.store import ALIAS, DOCUMENTS, MongoStore
from services.shared import process
from services.shared.events import Consumer
from services.shared.worker import _consuming, _forever, connect
from tests.fakes.clock import FakeClock
from tests.providers import TESTER, DataPlane
from tests.unit.shared.keys import make_keys

PATIENCE = 60


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with the keys of a gateway, a roster and a campaigns service."""
    make_keys(tmp_path, "gateway", "roster", "campaigns")
    return tmp_path


@pytest.fixture
def store(database: str) -> Iterator[MongoStore]:
    """An empty store of roster with its indexes."""
    made = MongoStore(database)
    process.migrate(DOCUMENTS)
    yield made
    kept = made.parties.collection.database
    kept.client.drop_database(kept)
    disconnect(ALIAS)


@dataclass(frozen=True)
class Broker:
    """Empty streams, and ways to use them from a test that is not asynchronous."""

    url: str

    def run(self, work: Callable[[JetStreamContext], Awaitable[Any]]) -> Any:
        """The result of `work`, done with a connection of its own."""

        async def limited() -> Any:
            async with self.connected() as js:
                return await asyncio.wait_for(work(js), PATIENCE)

        return asyncio.run(limited())

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[JetStreamContext]:
        """JetStream as a worker uses it."""
        connection = await connect(self.url)
        try:
            yield connection.jetstream(timeout=5)
        finally:
            await connection.close()


@pytest.fixture
def broker(data_plane: DataPlane) -> Broker:
    """A broker on which nothing was published and nothing is consumed yet."""
    made = Broker(data_plane.nats_url(TESTER.name))

    async def empty(js: JetStreamContext) -> None:
        for stream in STREAMS:
            with suppress(NotFoundError):
                await js.delete_stream(stream)
        await remade(js)

    made.run(empty)
    return made


async def remade(js: JetStreamContext) -> None:
    """Makes the streams; the server may still be removing the files of those that had their names."""
    while True:
        try:
            return await nats_streams.ensure(js)
        except ServerError:
            await asyncio.sleep(0.1)


async def make(js: JetStreamContext, *consumers: Consumer) -> None:
    """Makes those consumers that are not there, as no service declares them."""
    for each in consumers:
        try:
            await js.consumer_info(each.stream, each.durable)
        except NotFoundError:
            await nats_streams.ensure_consumer(js, Consumes(each.durable, each.stream, each.subject))


@asynccontextmanager
async def consuming(js: JetStreamContext, *consumers: Consumer) -> AsyncIterator[None]:
    """Consumers at work for the time of the block, as a worker lets them."""
    await make(js, *consumers)
    stopping = asyncio.Event()
    tasks = [
        asyncio.create_task(_forever(consumer.durable, _consuming(js, consumer, stopping), stopping))
        for consumer in consumers
    ]
    try:
        yield
    finally:
        stopping.set()
        await asyncio.gather(*tasks)


async def eventually(holds: Callable[[], Any]) -> None:
    """Waits, in a thread for what it asks, until something holds."""
    while not await asyncio.to_thread(holds):
        await asyncio.sleep(0.02)


async def unasked(js: JetStreamContext, consumer: Consumer) -> None:
    """Waits until the broker has forgotten who asked for events and has left: nothing is on its way."""
    while (await js.consumer_info(consumer.stream, consumer.durable)).num_waiting:
        await asyncio.sleep(0.02)


async def handled(js: JetStreamContext, *consumers: Consumer) -> None:
    """Waits until consumers have nothing left to do."""
    for consumer in consumers:
        while True:
            with suppress(NotFoundError):
                info = await js.consumer_info(consumer.stream, consumer.durable)
                if not info.num_pending and not info.num_ack_pending:
                    break
            await asyncio.sleep(0.02)
