"""The streams, by JetStream's own snapshots: every message with its sequence, time and headers.

Consumers are not part of a snapshot, which comes after the databases: what a consumer acknowledged in
between would be missing from them. They are made anew at the positions read before.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy.backup.archive import Archive
from deploy.backup.errors import BackupError
from deploy.backup.settings import Settings
from services.shared import broker as brokers
from services.shared.broker import Unreachable

FOLDER = "streams"
DATA, METADATA = "stream.tar.s2", "backup.json"
PATIENCE_SECONDS = 60.0
"""For a message server that cannot be reached yet: a pod's network comes a little after the pod."""

API_SECONDS = 10.0
CHUNK_SECONDS = 60.0
RESTORE_SECONDS = 3600.0
"""For the last answer: the server then builds the stream from what it was sent."""

CHUNK = 64 << 10
NOT_FOUND = (10014, 10059)
"""JetStream's codes for a consumer and a stream that do not exist."""

Answer = dict[str, Any]
Positions = dict[str, dict[str, Any]]
"""By stream: last, the sequence of its newest message, and consumers, by name: config and acknowledged."""


class Refused(Exception):
    """What JetStream answered in place of a result."""

    def __init__(self, subject: str, error: Answer) -> None:
        super().__init__(f"{subject}: {error.get('description')}")
        self.code = error.get("err_code")


class Broker:
    """JetStream's management, in its own JSON, so that no setting of a newer server gets lost."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def ask(self, operation: str, body: Any = None) -> Answer:
        """The answer of the API; raises Refused."""
        payload = json.dumps(body).encode() if body is not None else b""
        reply = await self.client.request(f"$JS.API.{operation}", payload, timeout=API_SECONDS)
        answer: Answer = json.loads(reply.data)
        if "error" in answer:
            raise Refused(operation, answer["error"])
        return answer

    async def stream(self, name: str) -> Answer | None:
        """The stream's config and state, or None."""
        try:
            return await self.ask(f"STREAM.INFO.{name}")
        except Refused as refused:
            if refused.code in NOT_FOUND:
                return None
            raise

    async def consumers(self, stream: str) -> list[Answer]:
        """Every durable consumer of a stream."""
        listed = await self.ask(f"CONSUMER.LIST.{stream}", {"offset": 0})
        return [each for each in listed.get("consumers") or () if each["config"].get("durable_name")]


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Broker]:
    """The broker; a failure while it is used becomes a BackupError without the URL."""
    ca_file = Path(settings.nats_ca_file) if settings.nats_ca_file else None
    try:
        async with brokers.connected(settings.nats_url, ca_file, PATIENCE_SECONDS) as client:
            yield Broker(client)
    except Unreachable as error:
        raise BackupError(str(error)) from error
    except (NatsError, Refused, OSError, TimeoutError) as error:
        raise BackupError(f"The message server: {type(error).__name__}: {error}") from error


async def positions(broker: Broker, names: Iterable[str]) -> Positions:
    """Where the streams and their consumers are: the consumers first."""
    existing = [name for name in names if await broker.stream(name)]
    found: Positions = {
        name: {"consumers": {each["name"]: _position(each) for each in await broker.consumers(name)}}
        for name in existing
    }
    return {name: {**found[name], "last": await last_sequence(broker, name)} for name in existing}


async def last_sequence(broker: Broker, name: str) -> int:
    """The sequence of the newest message."""
    info = await broker.stream(name)
    return int(info["state"]["last_seq"]) if info else 0


def _position(consumer: Answer) -> dict[str, Any]:
    return {"config": consumer["config"], "acknowledged": consumer["ack_floor"].get("stream_seq", 0)}


async def snapshot(broker: Broker, name: str, archive: Archive) -> None:
    """Writes one stream as it is now, without its consumers."""
    inbox = broker.client.new_inbox()
    chunks = await broker.client.subscribe(inbox, pending_msgs_limit=-1, pending_bytes_limit=-1)
    wanted = {"deliver_subject": inbox, "no_consumers": True, "jsck": True, "chunk_size": 128 << 10}
    answer = await broker.ask(f"STREAM.SNAPSHOT.{name}", wanted)
    with archive.writing(f"{FOLDER}/{name}/{DATA}") as file:
        while True:
            chunk = await chunks.next_msg(timeout=CHUNK_SECONDS)
            if not chunk.data:
                break
            if chunk.reply:
                await broker.client.publish(chunk.reply)
            file.write(chunk.data)
    # The last, empty message of a server before 2.10 has no status.
    status = (chunk.headers or {}).get("Status", "204")
    if status != "204":
        raise BackupError(f"The message server broke off the snapshot of {name}: {chunk.headers}.")
    await chunks.unsubscribe()
    archive.write_json(f"{FOLDER}/{name}/{METADATA}", {"config": answer["config"], "state": answer["state"]})


async def restore(
    broker: Broker, name: str, archive: Archive, position: dict[str, Any], replicas: int
) -> int:
    """Makes the stream up to the position's last message, and its consumers; returns its messages."""
    metadata = archive.read_json(f"{FOLDER}/{name}/{METADATA}")
    metadata["config"]["num_replicas"] = replicas
    target = await broker.ask(f"STREAM.RESTORE.{name}", metadata)
    with (archive.root / FOLDER / name / DATA).open("rb") as file:
        while chunk := file.read(CHUNK):
            await _send(broker, target["deliver_subject"], chunk, CHUNK_SECONDS)
    made = await _send(broker, target["deliver_subject"], b"", RESTORE_SECONDS)
    for sequence in range(position["last"] + 1, made["state"]["last_seq"] + 1):
        await broker.ask(f"STREAM.MSG.DELETE.{name}", {"seq": sequence})
    for consumer, at in position["consumers"].items():
        await _make_consumer(broker, name, consumer, at)
    info = await broker.stream(name)
    return int(info["state"]["messages"]) if info else 0


async def _send(broker: Broker, subject: str, chunk: bytes, seconds: float) -> Answer:
    reply = await broker.client.request(subject, chunk, timeout=seconds)
    answer: Answer = json.loads(reply.data) if reply.data else {}
    if "error" in answer:
        raise Refused("restoring", answer["error"])
    return answer


async def _make_consumer(broker: Broker, stream: str, name: str, at: dict[str, Any]) -> None:
    """A consumer that goes on after what it had acknowledged."""
    managed = {key: value for key, value in at["config"].items() if key not in ("metadata", "opt_start_seq")}
    begin = {"deliver_policy": "by_start_sequence", "opt_start_seq": at["acknowledged"] + 1}
    config = managed | (begin if at["acknowledged"] else {"deliver_policy": "all"})
    body = {"stream_name": stream, "config": config}
    await broker.ask(f"CONSUMER.DURABLE.CREATE.{stream}.{name}", body)


async def held(broker: Broker, names: Iterable[str]) -> dict[str, int]:
    """The streams that hold messages, with their number."""
    infos = {name: await broker.stream(name) for name in names}
    return {
        name: info["state"]["messages"] for name, info in infos.items() if info and info["state"]["messages"]
    }


async def busy(broker: Broker, names: Iterable[str]) -> list[str]:
    """The consumers for which a worker is waiting now."""
    existing = [name for name in names if await broker.stream(name)]
    found = [each for name in existing for each in await broker.consumers(name)]
    return sorted(each["name"] for each in found if each.get("num_waiting"))


async def drop(broker: Broker, names: Iterable[str]) -> None:
    """Removes the streams that exist."""
    for name in names:
        if await broker.stream(name):
            await broker.ask(f"STREAM.DELETE.{name}")
