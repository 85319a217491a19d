"""The servers alone, as tests use them."""

import asyncio
import http.server
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from pymongo import MongoClient, WriteConcern

from deploy.errors import DeployError
from deploy.local import ports
from deploy.local.home import Home
from deploy.local.obtain import Binary
from deploy.local.programs import ROOT
from deploy.local.servers import Binaries
from services.shared.broker import connection
from tests.data_plane import DataPlane

LOST = """
import pathlib, sys
from tests.data_plane import DataPlane
with DataPlane(pathlib.Path(sys.argv[1])):
    print("started", flush=True)
    sys.stdin.read()
"""
DURABLE = WriteConcern("majority", j=True)


def insert(plane: DataPlane, key: int) -> None:
    """One durable write."""
    with MongoClient[dict[str, Any]](plane.mongo_url("campaigns")) as client:
        client.get_default_database().get_collection("rows", write_concern=DURABLE).insert_one({"_id": key})


def keys(plane: DataPlane) -> list[int]:
    """What was written."""
    with MongoClient[dict[str, Any]](plane.mongo_url("campaigns")) as client:
        return [row["_id"] for row in client.get_default_database().rows.find().sort("_id")]


@contextmanager
def somebody_else_on(port: int) -> Iterator[None]:
    """Another program of this machine that listens on the port."""
    with http.server.HTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


async def publish(url: str, text: str) -> int:
    """Store one message in a stream on file and return its sequence number."""
    client = await nats.connect(**connection(url))
    stream = client.jetstream()
    acknowledged = await stream.publish("roster.v1.Thing.cr_1", text.encode())
    await client.close()
    return acknowledged.seq


def test_everything_is_kept_over_a_restart(tmp_path: Path, binaries: Binaries) -> None:
    with DataPlane(tmp_path / "home", binaries) as plane:
        insert(plane, 1)
        assert asyncio.run(publish(plane.nats_url("roster"), "a")) == 1
        first = plane.nats_url("roster")

    with DataPlane(tmp_path / "home", binaries) as plane:
        assert plane.nats_url("roster") == first
        insert(plane, 2)
        assert keys(plane) == [1, 2]
        assert asyncio.run(publish(plane.nats_url("roster"), "b")) == 2


def test_a_taken_port_is_replaced_and_the_data_kept(tmp_path: Path, binaries: Binaries) -> None:
    with DataPlane(tmp_path / "home", binaries) as plane:
        insert(plane, 1)
        before = plane.mongo_url("campaigns")

    taken = ports.saved(Home(tmp_path / "home"))["mongod"]
    with somebody_else_on(taken), DataPlane(tmp_path / "home", binaries) as plane:
        assert plane.mongo_url("campaigns") != before
        insert(plane, 2)
        assert keys(plane) == [1, 2]


def test_a_killed_nats_keeps_what_it_acknowledged(tmp_path: Path, binaries: Binaries) -> None:
    with DataPlane(tmp_path / "home", binaries) as plane:
        asyncio.run(publish(plane.nats_url("roster"), "a"))
        plane.kill_nats()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(plane.nats_url("roster").rpartition(":")[2])))
        plane.restart_nats()

        assert asyncio.run(publish(plane.nats_url("roster"), "b")) == 2


def test_two_homes_do_not_meet(tmp_path: Path, binaries: Binaries) -> None:
    with DataPlane(tmp_path / "a", binaries) as one, DataPlane(tmp_path / "b", binaries) as other:
        insert(one, 1)

        assert keys(other) == []
        assert one.nats_url != other.nats_url


def test_servers_left_by_a_killed_process_are_replaced(tmp_path: Path, binaries: Binaries) -> None:
    with DataPlane(tmp_path / "home", binaries) as plane:
        insert(plane, 1)
    lost = [sys.executable, "-c", LOST, str(tmp_path / "home")]
    with subprocess.Popen(lost, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"started\n"
        process.kill()

    with DataPlane(tmp_path / "home", binaries) as plane:
        assert keys(plane) == [1]


@pytest.mark.parametrize("broken", ["mongod", "nats"])
def test_a_server_that_does_not_start_is_an_error_with_its_log(
    tmp_path: Path, binaries: Binaries, broken: str
) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho something is wrong\nexit 7\n")
    program.chmod(0o755)
    bad = Binary(program, (9, 9, 9), "test")
    chosen = Binaries(bad, binaries.nats) if broken == "mongod" else Binaries(binaries.mongod, bad)

    with pytest.raises(DeployError) as caught:
        DataPlane(tmp_path / "home", chosen).start()

    assert f"{broken} ended with exit code 7 instead of starting." in str(caught.value)
    assert "    something is wrong" in str(caught.value)
    left = subprocess.run(
        ["pgrep", "-f", str(tmp_path / "home")], capture_output=True, text=True, check=False
    )
    assert left.stdout == ""


@pytest.mark.parametrize(("busy", "free"), [(True, False), (False, True)])
def test_whether_a_port_is_free_is_asked_of_the_system(*, busy: bool, free: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not busy:
            server.close()
        assert ports.is_free(port) == free
