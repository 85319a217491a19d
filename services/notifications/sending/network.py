"""Connections to receivers that strangers have named: only to addresses that are checked when they are used.

The name is resolved once, every address that it has is checked, and the connection is made to one of those
very addresses: a name that changes its answer in between leads nowhere else.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpcore

from services.notifications.domain.addresses import forbidden

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a name."""


class Refused(Exception):
    """The receiver may not be connected to; a sentence for its owner."""


RESOLVERS = 32
"""Names that are resolved at once, in threads of their own: a slow name server holds up nothing else."""

_threads = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolver")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it; raises Refused where it has none."""
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.get_running_loop().run_in_executor(_threads, ask)
    except (OSError, UnicodeError) as error:
        raise Refused(f"The name {host} cannot be resolved.") from error
    return [str(each[4][0]) for each in found]


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects as httpcore does, to addresses of the public Internet only, unless `private` allows all."""

    def __init__(self, *, private: bool = False, resolve: Resolve = resolve) -> None:
        self._private, self._resolve = private, resolve
        self._inner: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the host that answers; raises Refused for any bad one."""
        async with asyncio.timeout(timeout):
            addresses = await self._resolve(host, port)
        for address in addresses:
            if not self._private and (reason := forbidden(address)):
                raise Refused(f"{host} leads to {address}, which {reason}.")
        failure: Exception = Refused(f"The name {host} has no address.")
        for address in addresses[:2]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise Refused("Nothing is sent to a socket of this machine.")

    async def sleep(self, seconds: float) -> None:
        """Between the attempts of httpcore, of which none is asked for."""
        await asyncio.sleep(seconds)
