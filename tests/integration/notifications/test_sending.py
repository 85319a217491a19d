"""The sender against real sockets: slow, hanging, huge, leading elsewhere, closing, forbidden."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from services.notifications.domain.deliveries import Attempt
from services.notifications.sending import sender as sending
from services.notifications.sending.network import GuardedNetwork, resolve
from services.notifications.sending.sender import KEPT_ANSWER, Sender
from services.shared.clock import SystemClock

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """Counts what has connected, and what it has said."""

    def __init__(self) -> None:
        self.port, self.connections, self.bytes = 0, 0, 0

    def url(self, host: str = "127.0.0.1") -> str:
        """Where it listens, under a name."""
        return f"http://{host}:{self.port}/hook"


@asynccontextmanager
async def listening(behaviour: Behaviour) -> AsyncIterator[Listener]:
    """A receiver that reads a request, and then behaves."""
    listener, open_ = Listener(), set[asyncio.StreamWriter]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.connections += 1
        open_.add(writer)
        try:
            listener.bytes += len(await reader.readuntil(b"\r\n\r\n"))
            await behaviour(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        for writer in open_:
            writer.close()


async def send(url: str, *, private: bool = True) -> Attempt:
    """One attempt."""

    async def allowed() -> bool:
        return True

    sender = Sender(GuardedNetwork(private=private, resolve=resolve), SystemClock(), plain_http=True)
    try:
        return await sender.send(url, [SECRET], "ev_1", "{}", allowed)
    finally:
        await sender.close()


async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers at once."""
    writer.write(OK)
    await writer.drain()


async def hang(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Says nothing."""
    await asyncio.sleep(60)


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers, a byte at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def many_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Begins an answer whose headers have no end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"x" * 8000 + b"\r\n")
        await writer.drain()


async def close(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Closes the connection."""


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> float:
    """In which a receiver has to answer, for these tests."""
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    return 0.5


def attempt(behaviour: Behaviour) -> tuple[Attempt, float]:
    """An attempt at a receiver, and how long it took."""

    async def run() -> tuple[Attempt, float]:
        async with listening(behaviour) as listener:
            begun = time.monotonic()
            return await send(listener.url()), time.monotonic() - begun

    return asyncio.run(run())


def test_a_receiver_takes_a_delivery() -> None:
    done, _ = attempt(answer)
    assert (done.status, done.error, done.answer) == (200, "", "ok")


@pytest.mark.parametrize("behaviour", [hang, drip])
def test_a_receiver_that_does_not_come_to_an_end_is_left(behaviour: Behaviour, seconds: float) -> None:
    failed, took = attempt(behaviour)
    assert "did not answer within" in failed.error
    assert took < 10 * seconds


def test_of_an_answer_without_end_the_beginning_is_read() -> None:
    done, took = attempt(flood)
    assert (done.status, len(done.answer)) == (200, KEPT_ANSWER)
    assert took < 5


@pytest.mark.parametrize("behaviour", [many_headers, close])
def test_a_receiver_that_speaks_badly_has_failed(behaviour: Behaviour) -> None:
    failed, _ = attempt(behaviour)
    assert failed.status == 0
    assert failed.error.startswith("The connection failed: ")


def test_a_redirect_is_not_followed() -> None:
    async def run() -> tuple[Attempt, int]:
        async with listening(answer) as other:

            async def lead(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                where = f"HTTP/1.1 307 See\r\nLocation: {other.url()}\r\nContent-Length: 0\r\n\r\n"
                writer.write(where.encode())
                await writer.drain()

            async with listening(lead) as listener:
                return await send(listener.url()), other.connections

    failed, connections = asyncio.run(run())
    assert (failed.status, connections) == (307, 0)


HERE = (
    *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.2"),
    *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "0", "[::]"),
)
"""Spellings of this machine, as the system's resolver understands them or not."""


@pytest.mark.parametrize("host", HERE)
def test_however_it_is_spelled_this_machine_is_not_connected_to(host: str) -> None:
    async def run() -> tuple[Attempt, Listener]:
        async with listening(answer) as listener:
            return await send(listener.url(host), private=False), listener

    failed, listener = asyncio.run(run())
    assert (listener.connections, listener.bytes, failed.status) == (0, 0, 0)
    assert "is not an address of the public Internet" in failed.error or "cannot be resolved" in failed.error
