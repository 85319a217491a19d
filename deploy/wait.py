"""Waiting for something to become true, always with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def until(
    probe: Callable[[], Result],
    seconds: float,
    *,
    every: float = 0.05,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """Call `probe` until it returns something true or the time is over; return its last answer."""
    deadline = clock() + seconds
    while not (result := probe()) and clock() < deadline:
        sleep(every)
    return result
