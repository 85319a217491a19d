"""Requests for deliveries, against a server that is told what to send."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from nats.aio.msg import Msg
from nats.js.errors import APIError

from services.shared import deliveries


class Server:
    """Answers each request with the next of its scripts; a number is a status, a text a message."""

    def __init__(self, *scripts: list[str | int]) -> None:
        self.scripts, self.asked = list(scripts), list[tuple[str, Any]]()
        self.open = False

    def new_inbox(self) -> str:
        """As the client's."""
        return "_INBOX_roster.1"

    async def subscribe(self, inbox: str, cb: Callable[[Msg], Awaitable[None]]) -> Server:
        """As the client's; unsubscribe() is here, too."""
        assert inbox == self.new_inbox()
        self._arrive, self.open = cb, True
        return self

    async def unsubscribe(self) -> None:
        """As the subscription's."""
        self.open = False

    async def publish(self, subject: str, payload: bytes, reply: str) -> None:
        """As the client's: takes a request."""
        self.asked.append((subject, json.loads(payload)))
        for sent in self.scripts.pop(0):
            status = {"Status": str(sent), "Description": "said"} if isinstance(sent, int) else None
            data = b"" if isinstance(sent, int) else sent.encode()
            await self._arrive(Msg(_client=None, subject="s", data=data, headers=status))  # type: ignore[arg-type]


def requests(server: Server, number: int) -> list[list[str]]:
    """What each of so many requests brings."""

    async def scene() -> list[list[str]]:
        js: Any = SimpleNamespace(_nc=server)
        async with deliveries.pulling(js, "ROSTER", "test") as requested:
            return [[message.data.decode() async for message in requested()] for _ in range(number)]

    return asyncio.run(scene())


def test_a_request_brings_what_comes_until_the_server_ends_it() -> None:
    server = Server(["a", "b", 408], [404], ["c", 408])
    assert requests(server, 3) == [["a", "b"], [], ["c"]]
    asked = {"batch": deliveries.BATCH, "expires": 1_000_000_000}
    assert server.asked == [("$JS.API.CONSUMER.MSG.NEXT.ROSTER.test", asked)] * 3
    assert not server.open


def test_a_request_that_is_filled_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 2)
    assert requests(Server(["a", "b"], ["c", 408]), 2) == [["a", "b"], ["c"]]


def test_a_request_that_is_lost_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "LOST_SECONDS", 0.01)
    assert requests(Server(["a"], ["b", 408]), 2) == [["a"], ["b"]]


def test_what_cannot_be_served_is_said() -> None:
    server = Server(["a", 409])
    with pytest.raises(APIError):
        requests(server, 1)
    assert not server.open
