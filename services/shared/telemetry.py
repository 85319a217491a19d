"""Structured logs: one JSON object a line on standard output, with the request id on every line."""

from __future__ import annotations

import atexit
import logging
import os
import select
import sys
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import orjson
import structlog

from services.shared import traces

_request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def request(request_id: str) -> Iterator[None]:
    """Names the request on every line that is logged within, in this thread and those it asks."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def configure(process: str, level: str = "info") -> None:
    """Sets up logging for this process; `process` is named on every line."""

    def add_context(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line["process"] = process
        if request_id := _request_id.get():
            line["request_id"] = request_id
        line.update(traces.ids())
        return line

    # Without the local variables of each frame, which may hold secrets.
    traceback = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    structlog.configure(
        processors=[
            add_context,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(traceback),
            structlog.processors.JSONRenderer(serializer=_serialize),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


class _Lines:
    """Writes lines to standard output: the plain ones together, a few times a second, others at once.

    A write for every line would wake whoever reads the output thousands of times a second. No write is
    longer than what a pipe takes whole, so that processes which share one never cut each other's lines.
    """

    FLUSH_SECONDS = 0.2
    MOST_WAITING = 256

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._flush_now_and_then, name="log", daemon=True).start()
        atexit.register(self._flush)

    def _flush_now_and_then(self) -> None:
        while True:
            time.sleep(self.FLUSH_SECONDS)
            self._flush()

    def _write(self, line: bytes) -> None:
        self._waiting.append(line + b"\n")
        if len(self._waiting) >= self.MOST_WAITING:
            self._flush()

    def _write_now(self, line: bytes) -> None:
        self._waiting.append(line + b"\n")
        self._flush()

    def _flush(self) -> None:
        with self._lock:
            lines, self._waiting = self._waiting, []
            piece = b""
            for line in lines:
                if len(piece) + len(line) > select.PIPE_BUF:
                    _put(piece)
                    piece = b""
                piece += line
            _put(piece)

    debug = info = _write
    warning = error = critical = exception = _write_now


def _put(piece: bytes) -> None:
    while piece:
        piece = piece[os.write(sys.stdout.fileno(), piece) :]


def _serialize(line: Any, **_: Any) -> bytes:
    return orjson.dumps(line, default=str)


def logger() -> Any:
    """The logger; keyword arguments become fields of the line."""
    return structlog.get_logger()
