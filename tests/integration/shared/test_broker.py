"""Connections to a server that falls silent: no longer used, and closed without waiting for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from nats.aio.client import Client

from services.shared import broker as brokers
from services.shared import worker

INFO = {"server_id": "x", "version": "2.14.0", "max_payload": 1 << 20, "headers": True, "proto": 1}


@dataclass
class Deaf:
    """A server that greets, and reads nothing any more once it is deaf."""

    met: int = 0
    deaf: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        writer.write(f"INFO {json.dumps(INFO)}\r\n".encode())
        try:
            while line := await reader.readline():
                if line == b"PING\r\n":
                    writer.write(b"PONG\r\n")
                if self.deaf.is_set() and self.met == 1:
                    writer.transport.pause_reading()  # type: ignore[attr-defined]
                    await self.ended.wait()
        finally:
            writer.close()


@asynccontextmanager
async def deaf() -> AsyncIterator[Deaf]:
    """Such a server."""
    made = Deaf()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, limit=1 << 26)
    made.url = f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    made.ended.set()
    server.close()
    await server.wait_closed()


async def fill(client: Client, server: Deaf) -> None:
    """Sends more than the kernel takes for somebody who does not read."""
    server.deaf.set()
    writer = brokers._writer(client)
    assert writer
    writer.write(b"PING\r\n" + bytes(32 << 20))
    await asyncio.sleep(0.1)
    assert writer.transport.get_write_buffer_size()


def test_a_silent_server_is_left_even_with_much_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "SILENT_SECONDS", 0.5)

    async def scene() -> int:
        async with deaf() as server:
            client = await worker.connect(server.url)
            await fill(client, server)
            async with asyncio.timeout(30):
                while not (server.met > 1 and client.is_connected):
                    await asyncio.sleep(0.02)
            await brokers.close(client)
            return server.met

    assert asyncio.run(scene()) == 2


def test_closing_does_not_wait_for_a_silent_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "CLOSE_SECONDS", 0.2)

    async def scene() -> None:
        async with deaf() as server:
            client = await worker.connect(server.url)
            await fill(client, server)
            async with asyncio.timeout(5):
                await brokers.close(client)

    asyncio.run(scene())
