"""Waiting for what happens after the answer: until it holds, never for a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SECONDS = 120.0
"""Enough for a process to start on a machine that is busy; only a test that fails waits so long."""


def eventually(
    probe: Callable[[], T | None],
    *,
    seconds: float = SECONDS,
    error: type[BaseException] = AssertionError,
) -> T:
    """The first truthy result of `probe`, which may raise `error` until then; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            last = probe()
        except (AssertionError, error) as caught:
            last = caught
        else:
            if last:
                return last
        time.sleep(0.05)
    raise AssertionError(f"still not so after {seconds} s; last: {last!r}")
