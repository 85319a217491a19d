"""Attempts that are counted before they are looked at."""

from __future__ import annotations

from services.roster.domain.people.throttling import Limit, wait_of
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.errors import TooManyRequests


def take(store: Store, clock: Clock, limit: Limit, *parts: str) -> int:
    """Counts an attempt; the seconds to wait where there were too many of them, and it is not counted."""
    taken = store.take_attempt(limit.key(*parts), limit.most, limit.half_life, clock.now())
    return 0 if taken.admitted else wait_of(limit, taken.count)


def give_back(store: Store, limit: Limit, *parts: str) -> None:
    """Takes an attempt out of the count, because it was right."""
    store.return_attempt(limit.key(*parts))


def require(store: Store, clock: Clock, limit: Limit, *parts: str) -> None:
    """Counts an attempt; raises TooManyRequests where there were too many."""
    wait = take(store, clock, limit, *parts)
    if wait:
        raise TooManyRequests(
            f"Too much went wrong lately; try again in {wait} seconds.", headers={"Retry-After": str(wait)}
        )
