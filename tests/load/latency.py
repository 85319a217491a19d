"""Profile metrics of one creator: latency with many stored snapshots against few."""

from __future__ import annotations

import statistics
import time

from tests.e2e.api import Actor, unique
from tests.load.imports import generated, timed_upload
from tests.load.stack import Stack

FEW, MANY = 10_000, 1_000_000
REQUESTS = 400


def measure(stack: Stack) -> list[str]:
    """The same creator is asked for before and after the bulk of the snapshots has come."""
    prefix = unique("latency")
    timed_upload(stack.operator, generated(prefix, FEW, creators=50))
    creator = stack.operator.creator(f"{prefix}_7")
    few = _median(creator)
    seconds = timed_upload(stack.operator, generated(unique("bulk"), MANY - FEW, creators=2_000))
    many = _median(creator)
    figures = (
        f"{few:.2f} ms with {FEW} snapshots, {many:.2f} ms with {MANY}, ratio {many / few:.2f} (at most 1.3)"
    )
    return [f"profile metrics: {figures}; the bulk came in {seconds:.0f} s"]


def _median(creator: Actor) -> float:
    """Milliseconds of the median answer."""
    taken = []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        creator.get(f"/v1/creators/{creator.id}/metrics")
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
