"""Doing the same in several threads at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def concurrently(threads: int, act: Callable[[int], Any]) -> list[Any]:
    """The result, or the exception, of `act` in each thread; all begin at the same moment."""
    start = Barrier(threads)

    def run(number: int) -> Any:
        start.wait()
        try:
            return act(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
