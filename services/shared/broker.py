"""How a connection to NATS is made: as whom, over what, and where its answers arrive."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nats.aio.client import Client
from nats.errors import AuthorizationError
from nats.errors import Error as NatsError

SECURE = "tls"
PING_SECONDS = 5
"""How often a lasting connection is tried out; one that is used is silent no longer than SILENT_SECONDS."""

SILENT_SECONDS = 10.0
CLOSE_SECONDS = 2.0
ATTEMPT_SECONDS = 5.0
"""After which an attempt to connect counts as failed."""


class Unreachable(Exception):
    """The message server cannot be used: a sentence that says why, without user and password."""


def connection(url: str, ca_file: Path | None = None) -> dict[str, Any]:
    """What nats.connect needs to reach `url`: the server, the inbox of the user, and TLS where it says so.

    Each user may hear the inbox `_INBOX_<user>` only, so that nobody reads the answers to another.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = {"servers": url}
    if parts.username:
        options["inbox_prefix"] = f"_INBOX_{parts.username}"
    if parts.scheme == SECURE:
        options["tls"] = ssl.create_default_context(cafile=ca_file)
    return options


def address(url: str) -> str:
    """The URL without user and password, as it may be shown."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@asynccontextmanager
async def connected(url: str, ca_file: Path | None = None, patience: float = 0) -> AsyncIterator[Client]:
    """A connection for one piece of work, which is not made again once it is lost.

    It is tried once, and again for `patience` seconds where nobody answers. Raises Unreachable.
    """
    try:
        options = connection(url, ca_file)
    except OSError as error:
        raise Unreachable(f"The certificates in {ca_file} cannot be read: {error}.") from error
    client = await _tried(options, address(url), patience)
    try:
        yield client
    finally:
        await close(client)


async def close(client: Client) -> None:
    """Closes a connection; one that is dead is broken off with what is still to be sent."""
    # Apart, since nats-py does not always notice that it is cancelled.
    closing = asyncio.create_task(client.close())
    await asyncio.wait({closing}, timeout=CLOSE_SECONDS)
    if not closing.done():
        if writer := _writer(client):
            writer.transport.abort()
        closing.cancel()
        await asyncio.wait({closing}, timeout=CLOSE_SECONDS)


def give_up_on_silence(client: Client) -> None:
    """Has the kernel end the connection when the server acknowledges nothing for SILENT_SECONDS.

    The client's pings are to notice, but then it waits until what is unsent has left, which from a dead
    connection takes a quarter of an hour (https://github.com/nats-io/nats.py/issues/671). To be said again
    after each reconnection.
    """
    writer = _writer(client)
    if writer and hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux.
        milliseconds = int(SILENT_SECONDS * 1000)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)


def _writer(client: Client) -> asyncio.StreamWriter | None:
    """What is below a connection that was made; there is no public way to it."""
    return getattr(client._transport, "_io_writer", None)


async def _tried(options: dict[str, Any], shown: str, patience: float) -> Client:
    deadline = time.monotonic() + patience
    while True:
        failures: list[Exception] = []

        async def note(error: Exception, failures: list[Exception] = failures) -> None:
            failures.append(error)

        client = Client()
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await client.connect(**options, allow_reconnect=False, connect_timeout=3, error_cb=note)
            return client
        except (NatsError, OSError, ValueError) as error:
            failures.append(error)
            # Half made, it would leave its socket open.
            await close(client)
        if refusal := _refusal(failures, shown):
            raise Unreachable(refusal) from failures[-1]
        if time.monotonic() >= deadline:
            raise Unreachable(f"No message server answers at {shown}; is it running?") from failures[-1]
        await asyncio.sleep(0.25)


def _refusal(failures: Sequence[Exception], shown: str) -> str:
    """Why trying again would not help, or nothing."""
    for failure in failures:
        if isinstance(failure, ssl.SSLCertVerificationError):
            return (
                f"The certificate of the message server at {shown} is not believed "
                f"({failure.verify_message}): give the certificate of who has signed it as the CA file."
            )
        if isinstance(failure, AuthorizationError) or "Authorization Violation" in str(failure):
            return f"The message server at {shown} refuses the user or the password in the URL."
    return ""
