"""Traces: one from the HTTP request through gRPC, MongoDB, outbox and NATS to the consumers.

They are sent by OTLP where OTLP_ENDPOINT says whither. Where it does not, nothing of OpenTelemetry is even
imported, and every function here does nothing. What a trace holds never includes a token, the values of
a query, or an address with a password.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from services.shared.otel import Tracing

TRACEPARENT = "traceparent"
"""The key under which W3C Trace Context travels, in gRPC metadata and in NATS headers."""

_tracing: Tracing | None = None
_NOTHING: AbstractContextManager[None] = nullcontext()


def configure(process: str, endpoint: str, ratio: float, *, edge: bool = False) -> None:
    """Begins to trace this process where there is an `endpoint`. To be called after any fork.

    `ratio` of the traces are kept. An `edge` decides so by itself, whatever its callers say of theirs.
    """
    global _tracing  # noqa: PLW0603 (a process has one tracing, as it has one log)
    if endpoint:
        from services.shared.otel import Tracing  # noqa: PLC0415 (costs time and memory; see above)

        _tracing = Tracing(process, endpoint, ratio, edge=edge)


def are_made() -> bool:
    """Whether this process is traced."""
    return _tracing is not None


def shutdown() -> None:
    """Sends what has not been sent yet, for a few seconds at most, and ends."""
    if _tracing:
        _tracing.shutdown()


def traceparent() -> str:
    """The present span as it travels; empty where there is none."""
    return _tracing.traceparent() if _tracing else ""


def ids() -> dict[str, str]:
    """trace_id and span_id for a line of the log; empty where nothing is traced."""
    return _tracing.ids() if _tracing else {}


def publishing(subject: str, headers: MutableMapping[str, str]) -> AbstractContextManager[None]:
    """The span of a publication, a child of the one that `headers` name; they are made to name itself."""
    return _tracing.publishing(subject, headers) if _tracing else _NOTHING


def consuming(durable: str, subject: str, headers: Mapping[str, str]) -> AbstractContextManager[None]:
    """The span of a delivery, a child of the publication."""
    return _tracing.consuming(durable, subject, headers) if _tracing else _NOTHING


def failed(error: Exception) -> None:
    """Marks the present span as failed."""
    if _tracing:
        _tracing.failed(error)


def interceptors() -> list[Any]:
    """What a gRPC server puts before all else."""
    return _tracing.interceptors() if _tracing else []


def channel(plain: Any) -> Any:
    """A gRPC channel whose calls are traced."""
    return _tracing.channel(plain) if _tracing else plain


def instrument(app: Any) -> None:
    """Traces the requests of a Flask application, those of probes excepted."""
    if _tracing:
        _tracing.instrument(app)
