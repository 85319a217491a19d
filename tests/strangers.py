"""What nats-server says to those whom it does not let in, and to users who ask for what they may not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import nats
import pytest
from nats.aio.client import Client
from nats.errors import NoServersError

from services.shared.broker import connection


async def turned_away(url: str) -> str:
    """Why nobody gets in with this URL; fails where somebody does."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error))

    with pytest.raises(NoServersError):
        await nats.connect(
            **connection(url), max_reconnect_attempts=1, reconnect_time_wait=0.01, error_cb=note
        )
    return said[0]


@dataclass
class Guest:
    """A connected user, and what the server has refused."""

    client: Client
    said: list[str] = field(default_factory=list)

    async def refused(self) -> list[str]:
        """What was refused of all that was sent so far; the server answers in order."""
        await self.client.flush()
        found, self.said[:] = list(self.said), []
        return found

    async def may_publish(self, subject: str, payload: bytes = b"", reply: str = "") -> bool:
        """Sends it; whether the server has taken it."""
        await self.client.publish(subject, payload, reply=reply)
        return not await self.refused()

    async def may_hear(self, subject: str) -> bool:
        """Whether the server lets the user subscribe."""
        subscription = await self.client.subscribe(subject)
        taken = not await self.refused()
        await subscription.unsubscribe()
        return taken


@asynccontextmanager
async def guest(url: str) -> AsyncIterator[Guest]:
    """The user that `url` names."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error))

    async with await nats.connect(**connection(url), error_cb=note) as client:
        yield Guest(client, said)
