"""Backups while events are being caused, published and consumed; and what is refused."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bson
import nats
import pymongo
import pytest
from nats.aio.client import Client
from nats.js.api import ConsumerConfig

from deploy import nats_streams
from deploy.backup import streams, work
from deploy.backup.archive import Archive
from deploy.backup.errors import BackupError
from deploy.backup.settings import DATABASES, Settings
from deploy.permissions import OPERATOR
from deploy.topology import STREAMS
from services.shared.broker import connection
from tests import providers
from tests.providers import TESTER, DataPlane


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    """The broker, as the user that the URL names."""
    async with await nats.connect(**connection(url)) as broker:
        yield broker


def quiet(_: str) -> None:
    """Nobody reads it."""


@pytest.fixture(scope="module")
def plane() -> Iterator[DataPlane]:
    """A data plane of this module's own: restoring replaces everything."""
    with providers.data_plane() as plane:
        yield plane


@pytest.fixture
def tester(plane: DataPlane) -> str:
    """The broker's address as a user who may do everything."""
    return plane.nats_url(TESTER.name)


@pytest.fixture
def settings(plane: DataPlane) -> Settings:
    """The servers with empty databases and fresh streams, as the users with which a backup is made."""
    with pymongo.MongoClient[dict[str, Any]](plane.system_mongo_url()) as client:
        for name in DATABASES:
            client.drop_database(name)
        client["roster"]["things"].create_index("outbox.id", name="outbox")
    asyncio.run(fresh_streams(plane.nats_url(TESTER.name)))
    uris = {name: plane.mongo_url(name) for name in DATABASES}
    # As whom a restore is made of what roster's own user may only add to.
    uris["roster"] = plane.system_mongo_url("roster")
    return Settings(uris, plane.nats_url(OPERATOR))


async def fresh_streams(url: str) -> None:
    async with connected(url) as broker:
        js = broker.jetstream()
        for info in await js.streams_info():
            await js.delete_stream(str(info.config.name))
        await nats_streams.ensure(js)


def create(settings: Settings, folder: Path) -> dict[str, Any]:
    return asyncio.run(work.create(settings, Archive(folder), quiet))


def restore(settings: Settings, folder: Path, *, replace: bool = False) -> dict[str, Any]:
    return asyncio.run(work.restore(settings, Archive(folder), quiet, replace=replace))


@dataclass
class Producer:
    """Does what a service and its relay do, as fast as it may, until it is told to stop."""

    settings: Settings
    stop: threading.Event
    busy: threading.Event

    def run(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        url = self.settings.mongo_uris["roster"]
        with pymongo.MongoClient[dict[str, Any]](url, w="majority") as client:
            things = client.get_default_database()["things"]
            async with connected(self.settings.nats_url) as broker:
                for number in range(100_000):
                    if self.stop.wait(0.002):
                        return
                    key = f"th_{number:06}"
                    things.insert_one({"_id": key, "outbox": [{"id": f"ev_{number:06}"}]})
                    await broker.jetstream().publish(f"roster.v1.Thing.{key}", key.encode())
                    things.update_one({"_id": key}, {"$set": {"outbox": []}})
                    if number == 50:
                        self.busy.set()


async def contents(url: str, stream: str) -> list[str]:
    """The payloads of a stream's messages."""
    async with connected(url) as broker:
        js = broker.jetstream()
        state = (await js.stream_info(stream)).state
        found = []
        for sequence in range(state.first_seq, state.last_seq + 1):
            try:
                found.append(((await js.get_msg(stream, seq=sequence)).data or b"").decode())
            except nats.js.errors.NotFoundError:
                continue
        return found


def test_a_backup_under_load_loses_no_event_and_knows_none_of_the_future(
    settings: Settings, tmp_path: Path
) -> None:
    producer = Producer(settings, threading.Event(), threading.Event())
    thread = threading.Thread(target=producer.run)
    thread.start()
    try:
        assert producer.busy.wait(60)
        manifest = create(settings, tmp_path / "backup")
    finally:
        producer.stop.set()
        thread.join()
    restore(settings, tmp_path / "backup", replace=True)

    raw = (tmp_path / "backup/databases/roster/things.bson").read_bytes()
    things = bson.decode_all(raw)
    waiting = {each["_id"] for each in things if each["outbox"]}
    caused = {each["_id"] for each in things}
    published = asyncio.run(contents(settings.nats_url, "ROSTER"))
    assert len(published) == len(set(published))
    assert caused <= waiting | set(published)
    # Where no moment without a publication was found, the manifest says how many may be of the future.
    assert len(set(published) - caused) <= manifest["uncertain_messages"]
    assert len(published) == manifest["streams"]["ROSTER"]["last"]


def test_a_consumer_goes_on_after_what_it_had_acknowledged(
    settings: Settings, tester: str, tmp_path: Path
) -> None:
    async def consume(count: int) -> list[str]:
        async with connected(tester) as broker:
            js = broker.jetstream()
            config = ConsumerConfig(durable_name="reader", filter_subject="roster.v1.>")
            pulled = await js.pull_subscribe("roster.v1.>", durable="reader", stream="ROSTER", config=config)
            messages = await pulled.fetch(count, timeout=5)
            for message in messages:
                await message.ack_sync()
            return [message.data.decode() for message in messages]

    async def publish() -> None:
        async with connected(tester) as broker:
            for number in range(5):
                await broker.jetstream().publish("roster.v1.Thing.th_1", str(number).encode())

    asyncio.run(publish())
    assert asyncio.run(consume(2)) == ["0", "1"]
    create(settings, tmp_path / "backup")
    assert asyncio.run(consume(3)) == ["2", "3", "4"]
    restore(settings, tmp_path / "backup", replace=True)
    assert asyncio.run(consume(3)) == ["2", "3", "4"]


def test_what_is_there_is_kept_unless_told_otherwise(settings: Settings, tmp_path: Path) -> None:
    create(settings, tmp_path / "backup")
    with pymongo.MongoClient[dict[str, Any]](settings.mongo_uris["metrics"]) as client:
        snapshots = client.get_default_database()["snapshots"]
        snapshots.insert_one({"_id": "a|1|v"})
        with pytest.raises(BackupError, match=r"not empty: metrics\.snapshots \(1\)"):
            restore(settings, tmp_path / "backup")
        assert snapshots.count_documents({}) == 1
        restore(settings, tmp_path / "backup", replace=True)
        assert snapshots.count_documents({}) == 0


def test_nothing_is_restored_under_a_running_worker(settings: Settings, tester: str, tmp_path: Path) -> None:
    create(settings, tmp_path / "backup")

    async def with_a_waiting_worker() -> None:
        async with connected(tester) as broker:
            pulled = await broker.jetstream().pull_subscribe("roster.v1.>", durable="reader", stream="ROSTER")
            waiting = asyncio.create_task(pulled.fetch(1, timeout=60))
            while not (await pulled.consumer_info()).num_waiting:
                await asyncio.sleep(0.01)
            with pytest.raises(BackupError, match=r"Workers are running \(reader\)"):
                await work.restore(settings, Archive(tmp_path / "backup"), quiet, replace=True)
            waiting.cancel()

    asyncio.run(with_a_waiting_worker())


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
def test_a_damaged_backup_is_refused_by_name(settings: Settings, tmp_path: Path, damage: str) -> None:
    create(settings, tmp_path / "backup")
    name = "databases/roster/things.bson"
    file = tmp_path / "backup" / name
    match damage:
        case "changed":
            file.write_bytes(b"x")
        case "missing":
            file.unlink()
        case _:
            name = "databases/roster/others.bson"
            (tmp_path / "backup" / name).write_bytes(b"")
    with pytest.raises(BackupError, match=name):
        restore(settings, tmp_path / "backup", replace=True)


def test_a_backup_that_was_not_finished_is_none(settings: Settings, tmp_path: Path) -> None:
    create(settings, tmp_path / "backup")
    (tmp_path / "backup/manifest.json").unlink()
    with pytest.raises(BackupError, match="no complete backup"):
        Archive(tmp_path / "backup").verified()


def test_a_backup_is_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    create(settings, tmp_path / "backup")
    inside = (tmp_path / "backup").rglob("*")
    found = [tmp_path / "backup", *(path for path in inside if path.is_file())]
    assert {path.stat().st_mode & 0o077 for path in found} == {0}
    assert len(json.loads((tmp_path / "backup/manifest.json").read_text())["streams"]) == len(STREAMS)


@pytest.mark.long
def test_a_failure_names_no_password(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE_SECONDS", 0.5)
    uris = {**settings.mongo_uris, "roster": "mongodb://roster:secret-word@127.0.0.1:1/roster"}
    for broken in (
        Settings(uris, settings.nats_url),
        Settings(settings.mongo_uris, "nats://roster:secret-word@127.0.0.1:1"),
    ):
        with pytest.raises(BackupError) as caught:
            create(broken, tmp_path / str(id(broken)))
        assert "secret-word" not in str(caught.value)
        assert "secret-word" not in repr(broken)
