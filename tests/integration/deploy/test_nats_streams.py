"""Streams and consumers, made on a real server by the user that makes them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy

from deploy import nats_streams
from deploy.errors import DeployError
from deploy.permissions import OPERATOR
from deploy.topology import SERVICES, STREAMS
from services.shared.broker import connection
from tests.integration.shared.fixtures import Broker
from tests.providers import DataPlane

SUBJECT = "roster.v1.CreatorRegistered.cr_1"
DECLARED = [row for service in SERVICES for row in service.consumers]


@pytest.fixture
def operator(data_plane: DataPlane, broker: Broker) -> str:
    """The server, with fresh streams, as the user who makes them."""
    return data_plane.nats_url(OPERATOR)


def run(url: str, work: Callable[[JetStreamContext], Awaitable[Any]]) -> Any:
    """The result of some work on JetStream."""

    async def limited() -> Any:
        async with await nats.connect(**connection(url)) as client:
            return await asyncio.wait_for(work(client.jetstream()), 30)

    return asyncio.run(limited())


async def reader(js: JetStreamContext) -> ConsumerInfo:
    return await js.consumer_info("ROSTER", "metrics-accounts")


def test_everything_in_the_table_is_made(operator: str) -> None:
    async def work(js: JetStreamContext) -> tuple[dict[Any, Any], dict[Any, Any]]:
        for stream in STREAMS:
            await js.delete_stream(stream)
        await nats_streams.ensure(js)
        streams = {str(each.config.name): each.config for each in await js.streams_info()}
        consumers = {
            each.name: (stream, each.config) for stream in streams for each in await js.consumers_info(stream)
        }
        return streams, consumers

    streams, consumers = run(operator, work)
    assert set(streams) == set(STREAMS)
    for service in SERVICES:
        assert streams[service.stream].subjects == [service.subjects]
    for config in streams.values():
        assert (config.discard, config.storage, config.retention) == ("new", "file", "limits")
        assert (config.max_age, config.max_bytes, config.duplicate_window) == (14 * 24 * 3600, 1 << 30, 120)
    assert {name: (stream, config.filter_subject) for name, (stream, config) in consumers.items()} == {
        row.durable: (row.stream, row.subject) for row in DECLARED
    }
    for _, config in consumers.values():
        assert (config.ack_policy, config.deliver_policy, config.ack_wait) == ("explicit", "all", 30)
        assert (config.max_deliver, config.deliver_subject) == (-1, None)


def test_once_more_changes_neither_messages_nor_positions(operator: str, broker: Broker) -> None:
    async def read_one(js: JetStreamContext) -> None:
        for _ in range(3):
            await js.publish(SUBJECT, b"")
        reading = await js.pull_subscribe_bind(durable="metrics-accounts", stream="ROSTER")
        (message,) = await reading.fetch(1)
        await message.ack_sync()

    async def again(js: JetStreamContext) -> tuple[int, Any]:
        await nats_streams.ensure(js)
        return (await js.stream_info("ROSTER")).state.messages, (await reader(js)).num_pending

    broker.run(read_one)
    assert run(operator, again) == (3, 2)


def test_an_older_consumer_gets_the_settings_of_now_and_goes_on_where_it_was(
    operator: str,
    broker: Broker,
) -> None:
    older = ConsumerConfig(
        name="metrics-accounts",
        durable_name="metrics-accounts",
        # As a restored one has them.
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=2,
        ack_policy=AckPolicy.EXPLICIT,
        filter_subject=SUBJECT,
        ack_wait=5,
        max_ack_pending=7,
    )

    async def before(js: JetStreamContext) -> None:
        await js.delete_consumer("ROSTER", "metrics-accounts")
        for _ in range(3):
            await js.publish(SUBJECT, b"")
        await js.add_consumer("ROSTER", older)

    async def now(js: JetStreamContext) -> ConsumerInfo:
        await nats_streams.ensure(js)
        return await reader(js)

    broker.run(before)
    found = run(operator, now)
    assert found.num_pending == 2
    config = found.config
    assert (config.filter_subject, config.ack_wait) == ("roster.v1.CreatorRegistered.*", 30)
    assert (config.max_ack_pending, config.opt_start_seq) == (256, 2)


def test_as_a_command(
    operator: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLBOARD_NATS_URL", operator)
    assert nats_streams.main([]) == 0
    assert "CAMPAIGNS" in capsys.readouterr().out
    # There is one server: it cannot keep three copies of what is new.
    run(operator, lambda js: js.delete_stream("ROSTER"))
    monkeypatch.setenv("CALLBOARD_NATS_REPLICAS", "3")
    assert nats_streams.main([]) == 1
    assert capsys.readouterr().err.startswith("Error: The streams could not be made: ")


def test_streams_can_be_larger(
    operator: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_NATS_URL", operator)
    assert nats_streams.main(["--gib", "2"]) == 0
    assert run(operator, lambda js: js.stream_info("METRICS")).config.max_bytes == 2 << 30
    with pytest.raises(SystemExit):
        nats_streams.main(["--gib", "0"])
    assert "'0' is not a whole number from 1 on" in capsys.readouterr().err


def test_nobody_but_the_operator_may(data_plane: DataPlane, operator: str) -> None:
    with pytest.raises(DeployError, match="The streams could not be made"):
        asyncio.run(nats_streams.ensure_at(data_plane.nats_url("roster")))
    wrong = operator.replace(f"{OPERATOR}:", f"{OPERATOR}:x")
    with pytest.raises(DeployError, match="refuses the user or the password in the URL"):
        asyncio.run(nats_streams.ensure_at(wrong))


def test_a_server_that_comes_later_is_waited_for(data_plane: DataPlane, operator: str) -> None:
    async def work() -> bool:
        await asyncio.to_thread(data_plane.kill_nats)
        working = asyncio.create_task(nats_streams.ensure_at(operator))
        done, _ = await asyncio.wait([working], timeout=0.5)
        await asyncio.to_thread(data_plane.restart_nats)
        await working
        return not done

    assert asyncio.run(work())


def test_a_server_that_never_comes_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nats_streams, "PATIENCE_SECONDS", 0.5)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        shown = f"nats://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(DeployError) as failed:
            asyncio.run(nats_streams.ensure_at(shown.replace("//", "//operator:secret@")))
    assert str(failed.value) == f"No message server answers at {shown}; is it running?"
