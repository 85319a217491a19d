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
from datetime import UTC, datetime
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

    lines = _Lines()
    # Without the local variables of each frame, which may hold secrets.
    traceback = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    structlog.configure(
        processors=[
            add_context,
            structlog.processors.add_log_level,
            structlog.processors.ExceptionRenderer(traceback),
            # As it is: time and bytes are made of it where its place among the others is known.
            lambda _, __, line: ((dict(line),), {}),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


class _Lines:
    """Writes lines to standard output in the order of their timestamps: the plain ones together, a few times
    a second, others at once with all that wait before them.

    A write for every line would wake whoever reads the output thousands of times a second. No write is
    longer than what a pipe takes whole, so that processes which share one never cut each other's lines.

    There is one of it in a process. A line gets its time and its place in the list under one lock, so that
    both orders are the same and no line is put into a list that was taken away already. The list is taken
    away under a second lock that is held until it is written, so that a later one cannot overtake it, and a
    reader of the output who is slow keeps nobody from adding lines.
    """

    FLUSH_SECONDS = 0.2
    MOST_WAITING = 256

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._adding, self._writing = threading.Lock(), threading.Lock()
        threading.Thread(target=self._flush_now_and_then, name="log", daemon=True).start()
        atexit.register(self._flush)

    def _flush_now_and_then(self) -> None:
        while True:
            time.sleep(self.FLUSH_SECONDS)
            self._flush()

    def _add(self, line: dict[str, Any]) -> int:
        """Adds a line; how many wait now."""
        with self._adding:
            line["timestamp"] = _now()
            self._waiting.append(orjson.dumps(line, default=str) + b"\n")
            return len(self._waiting)

    def _write(self, line: dict[str, Any]) -> None:
        if self._add(line) >= self.MOST_WAITING:
            self._flush()

    def _write_now(self, line: dict[str, Any]) -> None:
        self._add(line)
        self._flush()

    def _flush(self) -> None:
        with self._writing:
            with self._adding:
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


def _now() -> str:
    # In one width: at a full second the text would otherwise sort behind those that follow it.
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _put(piece: bytes) -> None:
    while piece:
        piece = piece[os.write(sys.stdout.fileno(), piece) :]


def logger() -> Any:
    """The logger; keyword arguments become fields of the line."""
    return structlog.get_logger()
