"""A gateway made of canned answers, a clock, and clients of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from callboard import AsyncClient, Client, Retry
from tests.fakes.clock import FakeClock

URL = "http://gateway.test"
Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


STEADY = Retry(chance=lambda: 1.0)
"""Pauses that nothing scatters."""


@dataclass
class LoopClock:
    """A fake clock for a loop: other tasks run while one sleeps."""

    clock: FakeClock

    def monotonic(self) -> float:
        """Its time."""
        return self.clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Moves it."""
        await asyncio.sleep(0)
        self.clock.sleep(seconds)


def answered(status: int = 200, /, **document: Any) -> httpx.Response:
    """A JSON answer, with an ETag where it has a version."""
    etag = {"ETag": f'"{document["version"]}"'} if "version" in document else {}
    return httpx.Response(status, json=document, headers={"X-Request-Id": "r1", **etag})


def problem(status: int, *, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    """A problem document."""
    body = {"code": "some_code", "title": "No", "status": status, "detail": "No.", "request_id": "r1", **more}
    kind = {"Content-Type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(body).encode(), headers={**kind, **(headers or {})})


@dataclass
class Gateway:
    """Answers by a script, whose last answer stays; `asked` is every request but those for tokens."""

    script: list[Answer] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    tokens: list[httpx.Request] = field(default_factory=list)
    lasts: int = 900
    clock: FakeClock = field(default_factory=FakeClock)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One answer."""
        request.read()
        return self._answer(request)

    async def later(self, request: httpx.Request) -> httpx.Response:
        """The same for an AsyncClient."""
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            self.tokens.append(request)
            token = {"access_token": f"t{len(self.tokens)}", "token_type": "Bearer", "expires_in": self.lasts}
            return httpx.Response(200, json=token)
        self.asked.append(request)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    def client(self, **more: Any) -> Client:
        """A client of it."""
        http = httpx.Client(transport=httpx.MockTransport(self))
        given = {"retry": STEADY, "clock": self.clock, **more}
        return Client(URL, "cl_1", "s3cret", http=http, **given)

    def async_client(self, **more: Any) -> AsyncClient:
        """An async client of it."""
        http = httpx.AsyncClient(transport=httpx.MockTransport(self.later))
        given = {"retry": STEADY, "clock": LoopClock(self.clock), **more}
        return AsyncClient(URL, "cl_1", "s3cret", http=http, **given)
