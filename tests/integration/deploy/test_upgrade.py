"""A home of a version that had no users yet: it gets them at the next start, and loses nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.local import data, lifecycle, ports
from deploy.local.home import Home
from deploy.local.processes import Program
from deploy.local.servers import Binaries, wait_for_mongod, wait_for_nats
from deploy.local.stack import DataPlane
from deploy.nats_streams import ensure_stream
from deploy.permissions import OPERATOR
from deploy.secret_files import SecretFiles
from services.shared.broker import connection
from tests.integration.deploy.test_data_plane import somebody_else_on
from tests.integration.deploy.test_lifecycle import a_free_port, plan_of
from tests.strangers import turned_away

ROWS = 500
SUBJECT = "roster.v1.CreatorRegistered.cr_1"
READER = "metrics-accounts"


@contextmanager
def without_users(home: Home, binaries: Binaries) -> Iterator[dict[str, int]]:
    """Both servers as that version started them, and their ports; no secret is left behind."""
    home.prepare()
    chosen = ports.settle(home)
    mongod, broker = data.programs(binaries, home, chosen)
    at = mongod.command.index("--keyFile")
    mongod = Program("mongod", mongod.command[:at] + mongod.command[at + 2 :], mongod.environment)
    configuration = home.root / "nats.conf"
    configuration.write_text(configuration.read_text().partition("# Written by")[0])
    for file in home.secrets.rglob("*"):
        if file.is_file():
            file.unlink()
    running = [
        subprocess.Popen(each.command, env={**os.environ, **each.environment}, stdout=subprocess.DEVNULL)
        for each in (mongod, broker)
    ]
    try:
        wait_for_mongod(chosen["mongod"])
        wait_for_nats(chosen["nats"])
        yield chosen
    finally:
        for process in running:
            process.terminate()
            process.wait()


async def _events(url: str) -> None:
    """Three events, of which one was consumed."""
    async with await nats.connect(url) as broker:
        js = broker.jetstream()
        await ensure_stream(js, "ROSTER", "roster.v1.>")
        for number in range(3):
            await js.publish(SUBJECT, str(number).encode())
        reading = await js.pull_subscribe(SUBJECT, durable=READER, stream="ROSTER")
        (first,) = await reading.fetch(1)
        await first.ack_sync()


async def _seen(url: str) -> tuple[int, int]:
    """How many events there are, and how many wait for the consumer."""
    async with await nats.connect(**connection(url)) as broker:
        js = broker.jetstream()
        messages = (await js.stream_info("ROSTER")).state.messages
        return messages, int((await js.consumer_info("ROSTER", READER)).num_pending or 0)


@pytest.fixture
def older(home: Home, binaries: Binaries) -> Home:
    """Such a home, with documents, events, and a consumer in the middle of them."""
    with without_users(home, binaries) as chosen:
        with MongoClient[dict[str, Any]](
            f"mongodb://127.0.0.1:{chosen['mongod']}/?directConnection=true"
        ) as client:
            client["roster"]["things"].insert_many({"_id": number} for number in range(ROWS))
            client["roster"]["things"].create_index("name", name="name")
        asyncio.run(_events(f"nats://127.0.0.1:{chosen['nats']}"))
    return home


def assert_kept_and_guarded(home: Home) -> None:
    """Everything is there for the users, and nothing for others."""
    files, chosen = SecretFiles(home.secrets), ports.saved(home)
    with MongoClient[dict[str, Any]](files.mongo_uri("roster").read_text()) as client:
        things = client["roster"]["things"]
        assert things.count_documents({}) == ROWS
        assert set(things.index_information()) == {"_id_", "name"}
    assert asyncio.run(_seen(files.nats_url(OPERATOR).read_text())) == (3, 2)
    with (
        MongoClient[dict[str, Any]](
            f"mongodb://127.0.0.1:{chosen['mongod']}/?directConnection=true"
        ) as nobody,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        nobody["roster"]["things"].find_one()
    stranger = f"nats://127.0.0.1:{chosen['nats']}"
    assert "Authorization Violation" in asyncio.run(turned_away(stranger))


def test_the_servers_alone(older: Home, binaries: Binaries) -> None:
    with DataPlane(older.root, binaries):
        assert_kept_and_guarded(older)


def test_the_whole_on_other_ports(older: Home, tmp_path: Path) -> None:
    before = ports.saved(older)
    with somebody_else_on(before["mongod"]), somebody_else_on(before["nats"]):
        lifecycle.up(older, a_free_port(), lambda _: None, plan_of(tmp_path))
        assert ports.saved(older)["mongod"] != before["mongod"]
        assert_kept_and_guarded(older)


def test_secrets_that_were_deleted_are_made_anew(home: Home, tmp_path: Path) -> None:
    """As the runbook says how to rotate them."""
    files, public, plan = SecretFiles(home.secrets), a_free_port(), plan_of(tmp_path)
    lifecycle.up(home, public, lambda _: None, plan)
    old = files.mongo_uri("roster").read_text()
    lifecycle.down(home, lambda _: None)
    for name in ("mongodb/roster", "mongodb/keyfile", "nats/roster"):
        (home.secrets / name).unlink()

    lifecycle.up(home, public, lambda _: None, plan)

    with MongoClient[dict[str, Any]](files.mongo_uri("roster").read_text()) as client:
        assert client["roster"]["starts"].count_documents({}) == 2
    with (
        MongoClient[dict[str, Any]](old) as client,
        pytest.raises(OperationFailure, match="Authentication failed"),
    ):
        client["roster"]["starts"].find_one()
