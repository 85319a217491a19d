"""What one client feels of two thousand silent connections, half-sent heads and dripping bodies."""

from __future__ import annotations

import time

from tests.load.stack import Stack
from tests.security.attackers import Watch, slow_clients

SILENT, HALF_SENT, DRIPPING = 2000, 100, 100
REQUESTS = 500


def measure(stack: Stack) -> list[str]:
    """The 99th percentile of the same request without, with, and again without the slow ones."""
    creator = stack.operator.creator()
    path = f"/v1/creators/{creator.id}"
    Watch(path, creator).ask(50)
    before = Watch(path, creator).ask(REQUESTS)
    with slow_clients(creator.base_url, SILENT, HALF_SENT, DRIPPING):
        begun = time.monotonic()
        during = Watch(path, creator).ask(REQUESTS)
        seconds = time.monotonic() - begun
    normal = (before.p99 + Watch(path, creator).ask(REQUESTS).p99) / 2
    failed = f"{len(during.others)} of {REQUESTS} failed, {seconds:.1f} s"
    ratio = during.p99 / normal
    return [
        (
            f"p99 among {SILENT} silent, {HALF_SENT} half-sent and {DRIPPING} dripping clients: "
            f"{during.p99:.1f} ms, normally {normal:.1f}, ratio {ratio:.2f} (at most 2); {failed}"
        )
    ]
