"""Request bodies: JSON read whole within the limit, uploads passed on piece by piece."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

from flask import Request
from google.api import httpbody_pb2
from gunicorn.http.errors import ParseException

from services.shared.errors import Malformed, TooLarge, UnsupportedMedia

LARGEST = 8 << 20
PIECE = 256 << 10
STALLED_SECONDS = 30.0
"""How long a client may stay silent in the middle of a body."""

DRAINED_BYTES = 32 << 20
DRAINED_SECONDS = 5.0

_SOCKET = "gunicorn.socket"
_INPUT = "wsgi.input"

Environ = dict[str, Any]


def _has_body(environ: Environ) -> bool:
    return bool(environ.get("CONTENT_LENGTH")) or "HTTP_TRANSFER_ENCODING" in environ


def _patience(environ: Environ, seconds: float) -> None:
    """Sees to it that a client which stops sending does not hold a thread for ever."""
    if _SOCKET in environ:
        environ[_SOCKET].settimeout(seconds)


def read(request: Request, largest: int = LARGEST) -> bytes:
    """The whole body; raises TooLarge over `largest` bytes, Malformed where it does not arrive whole."""
    expected = request.content_length
    if not expected and not request.environ.get("HTTP_TRANSFER_ENCODING"):
        return b""
    body = b""
    if expected is None or expected <= largest:
        _patience(request.environ, STALLED_SECONDS)
        body = _receive(request.environ, largest + 1 if expected is None else expected)
    if max(len(body), expected or 0) > largest:
        raise TooLarge(f"The body is over the limit of {largest >> 10} kB.")
    if expected is not None and len(body) < expected:
        raise broken_off()
    return body


def broken_off() -> Malformed:
    """What the client is told, should it still listen."""
    return Malformed("The body did not arrive whole.")


def _receive(environ: Environ, size: int) -> bytes:
    try:
        received: bytes = environ[_INPUT].read(size)
    except (OSError, ParseException) as error:
        raise broken_off() from error
    return received


def json_body(request: Request) -> bytes:
    """The body of a request that must be JSON where there is one."""
    body = read(request)
    if body and not _is_json(request.mimetype):
        raise UnsupportedMedia("The body must be JSON: Content-Type: application/json.")
    return body


def _is_json(mimetype: str) -> bool:
    named = mimetype.startswith("application/") and mimetype.endswith("+json")
    return named or mimetype == "application/json"


def drain(environ: Environ) -> None:
    """Reads on, for a while, so that a client which is still sending gets to reading its answer."""
    if not _has_body(environ):
        return
    ends, left = time.monotonic() + DRAINED_SECONDS, DRAINED_BYTES
    try:
        while left > 0 and (seconds := ends - time.monotonic()) > 0:
            _patience(environ, seconds)
            piece = environ[_INPUT].read(PIECE)
            if not piece:
                return
            left -= len(piece)
    except (OSError, ParseException):
        return


class Upload(Iterator[httpbody_pb2.HttpBody]):
    """A body as a stream of messages, the first of which says its content type.

    gRPC pulls from a thread of its own, which may still wait for the client when the service has
    answered already; `close` ends that before anybody else touches the connection.
    """

    def __init__(self, request: Request) -> None:
        self._environ: Environ = request.environ
        _patience(self._environ, STALLED_SECONDS)
        self._expected = request.content_length
        self._content_type = request.headers.get("Content-Type", "")
        self._received, self._begun, self._closed = 0, False, False
        self._lock = threading.Lock()
        self.broken = False

    def __next__(self) -> httpbody_pb2.HttpBody:
        """The next piece; raises Malformed where the client broke off, which cancels the call."""
        with self._lock:
            piece = b"" if self._closed else self._read()
            if not piece and self._begun:
                raise StopIteration
            begun, self._begun = self._begun, True
            return httpbody_pb2.HttpBody(content_type="" if begun else self._content_type, data=piece)

    def _read(self) -> bytes:
        try:
            piece = _receive(self._environ, PIECE)
        except Malformed:
            self.broken = True
            raise
        self._received += len(piece)
        self.broken = not piece and self._expected is not None and self._received < self._expected
        if self.broken:
            raise broken_off()
        return piece

    def close(self) -> None:
        """Ends the stream. Where gRPC's thread is still reading, nobody else does from here on."""
        self._closed = True
        free = self._lock.acquire(timeout=DRAINED_SECONDS)
        if free:
            self._lock.release()
        if self.broken or not free:
            self._environ[_INPUT] = io.BytesIO()
