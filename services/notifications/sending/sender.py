"""One attempt to deliver: a signed POST (Standard Webhooks), bounded in time and size."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import httpcore
from standardwebhooks.webhooks import Webhook as Signer

from services.notifications.domain.deliveries import Attempt
from services.notifications.sending.connections import Connections
from services.notifications.sending.network import GuardedNetwork, Refused
from services.shared.clock import Clock

SECONDS = 15.0
"""In which a receiver has to answer, from the beginning of the connection to the end of what is read."""

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 16 << 10
"""Bytes of an answer that are read at most; then the connection is closed."""

KEPT_ANSWER = 1 << 10
"""Bytes of it that its owner is shown."""

AGENT = "callboard-webhooks/1"

SENDING = frozenset({"http11.send_request_headers.started", "http2.send_request_headers.started"})
"""What httpcore says when a connection is there, and the request is about to leave."""

Allowed = Callable[[], Awaitable[bool]]


class Forbidden(Exception):
    """The receiver's owner may not hear it any more; nothing was sent."""


class Sender:
    """Sends to receivers. For one event loop."""

    def __init__(self, network: GuardedNetwork, clock: Clock, *, plain_http: bool = False) -> None:
        """`plain_http` allows addresses without TLS as well."""
        self._clock, self._schemes = clock, ("https", "http") if plain_http else ("https",)
        self._connections = Connections(network)

    async def close(self) -> None:
        """Ends its connections."""
        await self._connections.close()

    async def send(
        self, url: str, secrets: Sequence[str], event_id: str, body: str, allowed: Allowed
    ) -> Attempt:
        """Makes one attempt; whatever goes wrong stands in it.

        `allowed` is asked when the connection is there, however long that took, and the request leaves at
        once then. Raises Forbidden where it says no, and what it raises.
        """
        at, begun = self._clock.now(), time.monotonic()
        status, answer, error = 0, b"", ""
        try:
            async with asyncio.timeout(SECONDS):
                status, answer = await self._post(
                    url, headers_of(secrets, event_id, at, body), body.encode(), allowed
                )
            error = "" if 200 <= status < 300 else f"The receiver answered {status}."
        except TimeoutError:
            error = f"The receiver did not answer within {SECONDS:.0f} s."
        except Refused as refused:
            error = str(refused)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as failure:
            error = f"The connection failed: {type(failure).__name__} {failure}".strip()[:200]
        took = round(1000 * (time.monotonic() - begun))
        return Attempt(at, took, status, error, answer[:KEPT_ANSWER].decode(errors="replace"))

    async def _post(
        self, url: str, headers: list[tuple[bytes, bytes]], body: bytes, allowed: Allowed
    ) -> tuple[int, bytes]:
        target = httpcore.URL(url)
        if target.scheme.decode() not in self._schemes:
            raise Refused("Only https addresses are sent to.")
        timeout = {"connect": CONNECT_SECONDS, "read": SECONDS, "write": SECONDS}

        async def trace(name: str, _: object) -> None:
            if name in SENDING and not await allowed():
                raise Forbidden

        # Redirects are not followed: where they lead nobody has agreed to, and nothing has been checked.
        extensions = {"timeout": timeout, "trace": trace}
        async with (
            self._connections.to(target.origin) as connection,
            connection.stream(
                "POST", target, headers=headers, content=body, extensions=extensions
            ) as response,
        ):
            read = b""
            async for piece in response.aiter_stream():
                read += piece
                if len(read) > LARGEST_ANSWER:
                    break
            return response.status, read


def headers_of(secrets: Sequence[str], event_id: str, at: datetime, body: str) -> list[tuple[bytes, bytes]]:
    """What a delivery says of itself: its id, the time, and a signature by each secret.

    https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    signatures = " ".join(Signer(secret).sign(event_id, at, body) for secret in secrets)
    said = {
        "content-type": "application/json",
        "content-length": str(len(body.encode())),
        "user-agent": AGENT,
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }
    return [(name.encode(), value.encode()) for name, value in said.items()]
