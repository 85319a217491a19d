"""A process that accepts many offers at once, as one replica of the service: `URL FIRST LAST CAP`."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from services.campaigns.domain.commands import AcceptOffer
from services.campaigns.domain.offers import Path
from services.campaigns.handlers.offers import accept_offer
from services.campaigns.store import MongoStore
from services.shared.clock import SystemClock
from services.shared.commands import internal
from services.shared.errors import Conflict, Forbidden
from tests.fakes.campaigns import FakeRoster
from tests.unit.campaigns.build import agency


def main() -> None:
    """Says when it is ready, begins at a line of input, and prints how many became active."""
    url, first, last, cap = sys.argv[1], *map(int, sys.argv[2:])
    store, clock, by = MongoStore(url), SystemClock(), agency(max_active_campaigns=cap)

    def accept(number: int) -> bool:
        path = Path(f"of_{number}", creator_id="cr_1")
        offer = store.offers.get(path.offer_id)
        assert offer is not None
        command = AcceptOffer(by, path, 1, offer.current_hash)
        try:
            accept_offer(store, clock, FakeRoster(), command, internal(by.id))
        except (Conflict, Forbidden):
            return False
        return True

    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(25) as pool:
        print(sum(pool.map(accept, range(first, last))), flush=True)


if __name__ == "__main__":
    main()
