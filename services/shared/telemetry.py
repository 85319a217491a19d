"""Structured logs: one JSON object a line on standard output, with the request id on every line."""

from __future__ import annotations

import logging
import sys
from typing import Any

import orjson
import structlog

REQUEST_ID_KEY = "request_id"


def configure(process: str, level: str = "info") -> None:
    """Sets up logging for this process; `process` is named on every line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(serializer=_serialize),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _serialize(line: Any, **_: Any) -> bytes:
    return orjson.dumps(line, default=str)


def logger() -> Any:
    """The logger; keyword arguments become fields of the line."""
    return structlog.get_logger()
