"""What roster has allowed, for as long as it may be relied upon; asked for once, however many need it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from cachetools import LRUCache

from services.gateway.clients import Backend
from services.shared.access import Identity
from services.shared.client import DEADLINE_SECONDS
from services.shared.clock import Clock
from services.shared.errors import CallboardError, Unavailable


@dataclass(frozen=True)
class Lease:
    """An identity that may be asserted: here until `until` of the monotonic clock, to services until `ends`.

    `scope` is what its assertions for readings are good for.
    """

    identity: Identity
    scope: str
    until: float
    ends: datetime
    _signed: dict[str, str] = field(default_factory=dict)

    def assertion_for(self, backend: Backend) -> str:
        """Signed proof for readings of a service; signed once."""
        signed = self._signed.get(backend.name)
        # Two threads may sign at once: both proofs are good, and the later one is kept.
        if signed is None:
            signed = self._signed[backend.name] = backend.reading(self.identity, self.scope, self.ends)
        return signed


class Leases:
    """The leases in force, by what they were asked for."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._kept: LRUCache[Hashable, Lease] = LRUCache(most)
        self._asking: dict[Hashable, Future[Lease]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], Lease]) -> tuple[Lease, bool]:
        """The lease for `key`, and whether it was there; raises what `ask` raises.

        One thread asks, and whoever comes meanwhile waits for its answer, be it an error. None waits for
        ever: asking has a deadline. An answer that took so long that it has run out is of no use to those
        who waited, who ask for themselves then.
        """
        mine: Future[Lease] = Future()
        with self._lock:
            lease = self._kept.get(key)
            if lease is not None and self._in_force(lease):
                return lease, True
            asked = self._asking.setdefault(key, mine)
        if asked is mine:
            return self._ask(key, mine, ask), False
        lease = _answer_of(asked)
        return (lease, True) if self._in_force(lease) else (ask(), False)

    async def held(self, key: Hashable) -> Lease | None:
        """The lease for `key` that is in force, or that a thread is just asking for; None where neither is.

        Raises what that thread is answered. For an event loop, which is not held up.
        """
        with self._lock:
            lease, asked = self._kept.get(key), self._asking.get(key)
        if asked is not None and (lease is None or not self._in_force(lease)):
            lease = await _answer_to(asked)
        return lease if lease is not None and self._in_force(lease) else None

    def forget(self, key: Hashable, lease: Lease) -> None:
        """Has roster asked anew for `key`, unless somebody did already."""
        with self._lock:
            if self._kept.get(key) is lease:
                del self._kept[key]

    def _ask(self, key: Hashable, mine: Future[Lease], ask: Callable[[], Lease]) -> Lease:
        try:
            lease = ask()
        except BaseException as error:
            # Whoever comes from here on asks anew; whoever waits already gets this answer.
            with self._lock:
                del self._asking[key]
            # Those who wait get what roster has answered; of any other error only that there is no answer.
            known = error if isinstance(error, CallboardError) else _unanswered()
            mine.set_exception(known)
            raise
        with self._lock:
            self._kept[key] = lease
            del self._asking[key]
        mine.set_result(lease)
        return lease

    def _in_force(self, lease: Lease) -> bool:
        return self._clock.monotonic() < lease.until


def _answer_of(asked: Future[Lease]) -> Lease:
    try:
        return asked.result(timeout=DEADLINE_SECONDS + 1)
    except TimeoutError as error:
        raise _unanswered() from error


async def _answer_to(asked: Future[Lease]) -> Lease:
    # Shielded: whoever goes away must not take the answer with him that others wait for.
    answer = asyncio.shield(asyncio.wrap_future(asked))
    try:
        return await asyncio.wait_for(answer, DEADLINE_SECONDS + 1)
    except TimeoutError as error:
        raise _unanswered() from error


def _unanswered() -> Unavailable:
    return Unavailable("Nobody could say whether this is allowed; try again in a moment.")
