"""Connections to receivers, kept for the next delivery.

httpcore's own pool looks at every connection of every receiver with each request, which takes longer than the
request itself. Here a request looks at those of its receiver only.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore

IDLE_SECONDS = 10.0
"""For which a connection is kept without a delivery."""

MOST_IDLE = 64


class Connections:
    """Those that wait for a next delivery, by receiver. For one event loop."""

    def __init__(self, network: httpcore.AsyncNetworkBackend) -> None:
        self._network, self._tls = network, httpcore.default_ssl_context()
        self._idle: dict[str, list[httpcore.AsyncHTTPConnection]] = {}

    @asynccontextmanager
    async def to(self, origin: httpcore.Origin) -> AsyncIterator[httpcore.AsyncHTTPConnection]:
        """A connection for one request: one that is kept, or one that is made with the request."""
        connection = await self._kept(str(origin)) or httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=IDLE_SECONDS, network_backend=self._network
        )
        try:
            yield connection
        finally:
            await self._keep(str(origin), connection)

    async def close(self) -> None:
        """Ends all that are kept."""
        while self._idle:
            await self._end_one()

    async def _kept(self, receiver: str) -> httpcore.AsyncHTTPConnection | None:
        while kept := self._idle.get(receiver):
            connection = self._taken(receiver, kept)
            if not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    def _taken(self, receiver: str, kept: list[httpcore.AsyncHTTPConnection]) -> httpcore.AsyncHTTPConnection:
        connection = kept.pop()
        if not kept:
            del self._idle[receiver]
        return connection

    async def _keep(self, receiver: str, connection: httpcore.AsyncHTTPConnection) -> None:
        if not connection.is_available():
            await connection.aclose()
            return
        self._idle.setdefault(receiver, []).append(connection)
        if sum(map(len, self._idle.values())) > MOST_IDLE:
            await self._end_one()

    async def _end_one(self) -> None:
        """Ends one of the receiver that has waited for longest."""
        receiver, kept = next(iter(self._idle.items()))
        await self._taken(receiver, kept).aclose()
