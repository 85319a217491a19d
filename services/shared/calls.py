"""The call that a thread is serving: who makes it, under which key, and how long its caller waits.

Apart from the server, because a client needs it too: the gateway, which serves no RPC, knows nothing of
databases and brokers.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass

from services.shared.access import Identity


@dataclass(frozen=True)
class Call:
    """The call that this thread is serving."""

    action: str
    identity: Identity
    request_id: str
    idempotency_key: str
    ends_at: float
    """time.monotonic() at which the caller stops waiting."""


serving: ContextVar[Call] = ContextVar("call")
"""Set by the server for the time of a call."""


def current() -> Call:
    """The call that this thread is serving; LookupError outside of one."""
    return serving.get()


def shaved(seconds: float) -> float:
    """How long a call to another service may take: `seconds`, or what is left of the call being served.

    A little is kept back, so that this process can still answer its own caller.
    """
    call = serving.get(None)
    return seconds if call is None else max(0.05, min(seconds, (call.ends_at - time.monotonic()) * 0.9))


def caller() -> Identity:
    """Who made the call that this thread is serving."""
    return current().identity
