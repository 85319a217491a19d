"""`make bench`: starts a Callboard of its own and measures it. Options: `python -m tests.load --help`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from tests.load import (
    audit,
    batch,
    cost,
    deliveries,
    hot_get,
    imports,
    inbox,
    latency,
    listeners,
    memory,
    portal_pages,
    portal_roster,
    roster_page,
    slow_clients,
    tokens,
    transcoding,
    writes,
)
from tests.load.stack import Stack, started

MEASURES: dict[str, Callable[[Stack], list[str]]] = {
    "transcoding": transcoding.measure,
    "idle": memory.idle,
    "hot-get": hot_get.measure,
    "list": hot_get.measure_list,
    "batch": batch.measure,
    "slow-clients": slow_clients.measure,
    "tokens": tokens.measure,
    "import": imports.measure,
    "latency": latency.measure,
    "listeners": listeners.measure,
    "deliveries": deliveries.measure,
    "inbox": inbox.measure,
    "memory": memory.mixed,
    "roster-page": roster_page.measure,
    "portal-pages": portal_pages.measure,
    "portal-roster": portal_roster.measure,
    "offers": cost.offers,
    "writes": writes.measure,
    "cost": cost.measure,
    "audit": audit.measure,
}


def main() -> None:
    """Runs the measures that were asked for and prints one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("measures", nargs="*", default=list(MEASURES), help=f"of {', '.join(MEASURES)}")
    parser.add_argument(
        "--gigabyte", action="store_true", help="also import 1 GB and watch the memory (minutes)"
    )
    given = parser.parse_args()
    with started() as stack:
        print(f"make up, warm: {stack.seconds_up:.1f} s (at most 20)", flush=True)
        for name in given.measures:
            print("\n".join(MEASURES[name](stack)), flush=True)
        if given.gigabyte:
            print("\n".join(memory.gigabyte(stack)), flush=True)


if __name__ == "__main__":
    main()
