"""Parts of 100 creators in one request against one request for each part."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from tests.e2e.api import delegate
from tests.load.stack import Stack

CREATORS, ROUNDS = 100, 5
PARTS = {"profile": "", "rates": "/rate-card", "metrics": "/metrics", "audience": "/audience"}


def measure(stack: Stack) -> list[str]:
    """Alternates between the two; every reading is asked of roster anew, since leases are short."""
    agency = stack.operator.agency()
    creators = [stack.operator.creator() for _ in range(CREATORS)]
    for creator in creators:
        delegate(agency, creator)
    ids = [creator.id for creator in creators]

    def at_once() -> None:
        body = {"creator_ids": ids, "parts": list(PARTS)}
        items = agency.post("/v1/creators:batchGet", body, status=200)["items"]
        assert not any(item["errors"] for item in items)

    def one_by_one() -> None:
        for creator_id in ids:
            for path in PARTS.values():
                agency.get(f"/v1/creators/{creator_id}{path}")

    rounds = [(_seconds(at_once), _seconds(one_by_one)) for _ in range(ROUNDS)]
    batch, single = (statistics.median(column) for column in zip(*rounds, strict=True))
    seconds = f"{batch:.2f} s in one request, {single:.2f} s in {len(PARTS) * CREATORS}"
    return [f"{len(PARTS)} parts of {CREATORS} creators: {seconds}, ratio {batch / single:.2f}"]


def _seconds(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
