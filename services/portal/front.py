"""The ASGI application: live streams on the event loop, every page in a thread, its form read before.

A form that comes slowly holds no thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from flask import Flask

from services.portal.config import Settings
from services.portal.gateway import Gateway
from services.portal.live import Receive, Send, Streams
from services.portal.security import raw_headers
from services.portal.session import Session, Sessions
from services.shared.clock import Clock

Scope = dict[str, Any]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


READ_ON = 8
"""How many times what a form may have is read before its sender is left."""


class Front:
    """What granian calls for each request."""

    def __init__(
        self, app: Flask, sessions: Sessions, gateway: Gateway, settings: Settings, clock: Clock
    ) -> None:
        self._pages = cast(Application, WSGIMiddleware(cast(Any, app), workers=settings.threads))
        self._sessions, self._settings, self._clock = sessions, settings, clock
        self._cookie = "__Host-callboard" if settings.secure else "callboard"
        self.streams = Streams(gateway, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
        elif scope["path"] == "/live":
            await self._live(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                body = await self._body(receive)
        except TimeoutError:
            await self._refuse(send, 408)
            return
        if body is None:
            await self._refuse(send, 413)
            return
        await self._pages(scope, _again(body), send)

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole of it; None where it is too large.

        Some of what is too much is read all the same, and thrown away: a browser that still sends would not
        hear the refusal.
        """
        limit, pieces, size = self._settings.body_limit, [], 0
        while size <= limit * READ_ON:
            message = await receive()
            piece = message.get("body", b"")
            size += len(piece)
            if size <= limit:
                pieces.append(piece)
            if not message.get("more_body"):
                return b"".join(pieces) if size <= limit else None
        return None

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        session = self._session(headers.get(b"cookie", b"").decode("latin1"))
        left = session.ends_at - self._clock.now().timestamp() if session else 0
        if session is None or left <= 0:
            await self._refuse(send, 401)
        elif headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
            await self._refuse(send, 403)
        elif self.streams.full(session):
            await self._refuse(send, 503)
        else:
            await self.streams.serve(session, left, receive, send)

    async def _refuse(self, send: Send, status: int) -> None:
        """An answer without a page."""
        headers = [*raw_headers(self._settings), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _session(self, header: str) -> Session | None:
        try:
            morsel = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return None
        return self._sessions.read(morsel.value) if morsel else None


def _again(body: bytes) -> Receive:
    """Gives a body that was read already; then nothing, as of a browser that waits."""
    messages: Iterable[dict[str, Any]] = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in messages:
            return message
        return await asyncio.Future()

    return receive
