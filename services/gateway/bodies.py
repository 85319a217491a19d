"""Bodies as the application gets them: whole from the front, or an upload piece by piece."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

from flask import Request
from google.api import httpbody_pb2

from services.shared.codes import ErrorCode
from services.shared.errors import CallboardError, Malformed, TooLarge, UnsupportedMedia
from services.shared.wire import UPLOAD_ENDS

PIECE = 256 << 10
"""The most that one message of an upload holds."""


class Source(Protocol):
    """What an upload is read from."""

    def read(self, size: int = -1) -> bytes:
        """The next piece, nothing at the end; raises an error of the family."""
        ...

    def abort(self) -> None:
        """Ends the reading."""
        ...


def read(request: Request, largest: int | None = None) -> bytes:
    """The whole body, which the front has bounded; raises TooLarge over `largest` bytes."""
    body: bytes = request.environ["wsgi.input"].read()
    if largest is not None and len(body) > largest:
        raise TooLarge(f"The body is over the limit of {largest >> 10} kB.")
    return body


def broken_off() -> Malformed:
    """What the client is told, if it is still connected."""
    return Malformed("The body did not arrive whole.", code=ErrorCode.BODY_INCOMPLETE)


def json_body(request: Request) -> bytes:
    """The body of a request that must be JSON where there is one."""
    body = read(request)
    if body and not _is_json(request.mimetype):
        raise UnsupportedMedia("The body must be JSON: Content-Type: application/json.")
    return body


def _is_json(mimetype: str) -> bool:
    named = mimetype.startswith("application/") and mimetype.endswith("+json")
    return named or mimetype == "application/json"


class Upload(Iterator[httpbody_pb2.HttpBody]):
    """A body as a stream of messages, the first of which says its content type.

    gRPC pulls from a thread of its own, which may still wait for the client when the service has
    answered already; `close` ends that.
    """

    def __init__(self, request: Request) -> None:
        self._source: Source = request.environ["wsgi.input"]
        self._content_type = request.headers.get("Content-Type", "")
        self._begun, self._ended, self._closed = False, False, False
        self._lock = threading.Lock()
        self.error: CallboardError | None = None
        """What was wrong with the body itself, if anything."""

    def __next__(self) -> httpbody_pb2.HttpBody:
        """The next piece, or word that there is none; raises Malformed or TooSlow, which cancels the call."""
        with self._lock:
            piece = b"" if self._closed else self._read()
            # Asked after the reading, which is empty, too, where it was given up: that is no end to tell of.
            if self._ended or self._closed:
                raise StopIteration
            if not piece and self._begun:
                self._ended = True
                return httpbody_pb2.HttpBody(content_type=UPLOAD_ENDS)
            begun, self._begun = self._begun, True
            return httpbody_pb2.HttpBody(content_type="" if begun else self._content_type, data=piece)

    def _read(self) -> bytes:
        try:
            return self._source.read(PIECE)
        except CallboardError as error:
            self.error = error
            raise

    def close(self) -> None:
        """Ends the stream, also for a thread that waits for its next piece."""
        self._closed = True
        self._source.abort()
