"""The front as a WSGI application, so that tests reach it without a socket: it is told what granian tells."""

from __future__ import annotations

import asyncio
import atexit
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from services.gateway.front.front import Front

PIECE = 256 << 10
LOOP = asyncio.new_event_loop()
atexit.register(LOOP.close)


class Headers:
    """The headers as granian has them: values that are not visible ASCII cannot be had."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    def items(self) -> list[tuple[str, str]]:
        return [
            (name, value) for name, value in self._pairs.items() if value.isascii() and value.isprintable()
        ]

    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self.items() if key == name]


@dataclass
class Transport:
    """What an answer is sent to in pieces."""

    pieces: list[bytes]

    async def send_bytes(self, data: bytes) -> None:
        """Keeps a piece."""
        self.pieces.append(data)


@dataclass
class Protocol:
    """One request's body, and the answer to it. A body that breaks off ends with two empty pieces."""

    source: Any
    left: int | None
    answer: tuple[int, list[tuple[str, str]], bytes] | None = None
    ends: int = 0
    pieces: list[bytes] = field(default_factory=list)
    """What was streamed."""
    transport: Callable[[], object] = lambda: None
    """What the stream is sent to, while anybody holds it: granian ends the answer when nobody does."""

    def __aiter__(self) -> Protocol:
        return self

    async def __anext__(self) -> bytes:
        await asyncio.sleep(0)
        if self.ends:
            self.ends -= 1
            if not self.ends:
                raise StopAsyncIteration
            return b""
        broken = False
        try:
            piece: bytes = self.source.read(PIECE if self.left is None else min(PIECE, self.left))
        except OSError:
            piece, broken = b"", True
        if self.left is not None:
            broken = broken or (not piece and self.left > 0)
            self.left -= len(piece)
        if not piece:
            self.ends = 2 if broken else 1
        return piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Keeps the first answer."""
        assert self.answer is None
        self.answer = (status, headers, body)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport:
        """Keeps the head; what is sent goes to `pieces`."""
        self.response_bytes(status, headers, b"")
        transport = Transport(self.pieces)
        self.transport = weakref.ref(transport)
        return transport


async def exchanged(front: Front, path: str, headers: dict[str, str]) -> int:
    """The status of a GET, among others that are under way on the same event loop."""
    scope, protocol = scope_of("GET", path, "", headers), Protocol(None, 0)
    await front.__rsgi__(scope, protocol)
    assert protocol.answer is not None
    return protocol.answer[0]


def scope_of(
    method: str, path: str, query: str, headers: dict[str, str], peer: str = "127.0.0.1:1"
) -> SimpleNamespace:
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        headers=Headers({name.lower(): value for name, value in headers.items()}),
        client=peer,
        http_version="1.1",
    )


class Wire:
    """What stands where granian would."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        headers = {
            key.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
            for key, value in environ.items()
            if (key.startswith("HTTP_") or key in ("CONTENT_TYPE", "CONTENT_LENGTH")) and value != ""
        }
        # What werkzeug's client leaves out and a real one sends.
        headers |= {"x-request-id": ""} if environ.get("HTTP_X_REQUEST_ID") == "" else {}
        headers |= {"authorization": ""} if environ.get("HTTP_AUTHORIZATION") == "" else {}
        path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        peer = environ.get("callboard.peer", "127.0.0.1:1")
        scope = scope_of(environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], headers, peer)
        length = headers.get("content-length")
        protocol = Protocol(environ["wsgi.input"], int(length) if length else None)
        LOOP.run_until_complete(self._front.__rsgi__(scope, protocol))
        assert protocol.answer is not None
        status, fields, body = protocol.answer
        start_response(f"{status} Status", fields)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
