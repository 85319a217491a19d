"""Both providers give the same: a MongoDB that accepts writes and a NATS that survives a crash."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nats
import pytest
from pymongo import MongoClient
from testcontainers.core.config import ConnectionMode, testcontainers_config

from deploy import mongod_versions
from deploy.local.servers import Binaries
from services.shared.broker import connection
from tests import providers
from tests.integration.deploy.docker_double import Engine, docker_double
from tests.providers import TESTER


@pytest.fixture
def engine(binaries: Binaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A Docker engine that answers."""
    monkeypatch.setattr(testcontainers_config, "ryuk_disabled", True)
    monkeypatch.setattr(testcontainers_config, "connection_mode_override", ConnectionMode.docker_host)
    with docker_double(binaries, tmp_path) as (address, engine):
        monkeypatch.setenv("DOCKER_HOST", address)
        monkeypatch.delenv(providers.CHOICE, raising=False)
        # Those that the double has, whatever the environment names.
        monkeypatch.setattr(providers, "MONGO_IMAGE", mongod_versions.IMAGE)
        monkeypatch.setattr(providers, "NATS_IMAGE", "nats:2.14.5")
        yield engine


async def publish(url: str) -> int:
    """Store one message and return its sequence number."""
    client = await nats.connect(**connection(url))
    stream = client.jetstream()
    await stream.add_stream(name="THINGS", subjects=["things.>"])
    acknowledged = await stream.publish("things.one", b"x")
    await client.close()
    return acknowledged.seq


def exercise(plane: providers.DataPlane) -> None:
    """What every provider must do."""
    for url in (plane.mongo_url("roster"), plane.system_mongo_url("things")):
        with MongoClient[dict[str, Any]](url) as client:
            assert client.admin.command("hello")["setName"] == "rs0"
            client.get_default_database().rows.insert_one({"_id": 1})
            with client.get_default_database().watch(max_await_time_ms=10) as stream:
                assert stream.try_next() is None
    address = plane.nats_url(TESTER.name)
    assert asyncio.run(publish(address)) == 1
    plane.kill_nats()
    plane.restart_nats()
    plane.restart_nats()
    assert plane.nats_url(TESTER.name) == address
    assert asyncio.run(publish(address)) == 2


def test_the_embedded_provider(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(providers.CHOICE, "embedded")

    with providers.data_plane() as plane:
        assert capsys.readouterr().out.startswith("MongoDB and NATS are provided by: embedded\n")
        exercise(plane)


def test_the_container_provider(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert providers.engine_answers()

    with providers.data_plane() as plane:
        assert capsys.readouterr().out.startswith("MongoDB and NATS are provided by: testcontainers\n")
        exercise(plane)

    assert engine.pulled == [providers.MONGO_IMAGE, providers.NATS_IMAGE]
    assert sorted(engine.removed) == sorted([providers.MONGO_IMAGE, providers.NATS_IMAGE])


def test_the_containers_get_a_replica_set_jetstream_and_published_ports(engine: Engine) -> None:
    with providers.data_plane() as plane:
        mongo, broker = engine.containers.values()
        mongo_port = str(urlsplit(plane.mongo_url("roster")).port)
        nats_port = str(urlsplit(plane.nats_url("roster")).port)

    uncompressed = ["--networkMessageCompressors", "disabled"]
    assert mongo.config["Cmd"] == ["--replSet", "rs0", "--bind_ip_all", "--port", mongo_port, *uncompressed]
    assert mongo.config["HostConfig"]["PortBindings"] == {
        f"{mongo_port}/tcp": [{"HostIp": "", "HostPort": mongo_port}]
    }
    assert broker.config["Cmd"] == ["-js", "-sd", "/data", "-p", nats_port, "-c", "/etc/callboard/nats.conf"]
    assert broker.config["HostConfig"]["PortBindings"] == {
        f"{nats_port}/tcp": [{"HostIp": "", "HostPort": nats_port}]
    }


def test_containers_that_do_not_start_leave_nothing_behind(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise TimeoutError("no answer")

    monkeypatch.setattr(providers, "wait_for_mongod", failing)

    with pytest.raises(TimeoutError) as caught, providers.data_plane():
        pass

    assert caught.value.__notes__ == [
        "Set CALLBOARD_TEST_PROVIDER=embedded to test with the embedded servers instead."
    ]
    assert sorted(engine.removed) == sorted([providers.MONGO_IMAGE, providers.NATS_IMAGE])
