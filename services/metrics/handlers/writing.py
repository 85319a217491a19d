"""Writes the snapshots of one import, in threads of its own, so that reading goes on meanwhile.

A batch is added, then the accounts in it are marked, known snapshots or not: importing a file again
repairs what a crash left between the two.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from services.metrics.domain.snapshots import Snapshot
from services.metrics.store import Store
from services.shared.clock import Clock

WRITERS = 2
BATCHES_AHEAD = 3
"""Batches that are being written or wait for it; a reader that is faster waits."""


class Writer:
    """Takes batches; `taken` and `accepted`, those that were new, are right once the context is left."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.taken = 0
        self.accepted = 0
        self._store, self._clock = store, clock
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="import")
        self._writes: deque[Future[int]] = deque()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Waits for the last batches; raises what went wrong with them, unless reading has failed already."""
        self._threads.shutdown()
        if kind is None:
            self._settle(0)

    def put(self, batch: list[Snapshot]) -> None:
        """Hands a batch over; raises what went wrong with an earlier one."""
        if batch:
            self._settle(BATCHES_AHEAD - 1)
            self.taken += len(batch)
            self._writes.append(self._threads.submit(self._write, batch))

    def _settle(self, left: int) -> None:
        """Waits until at most so many writes are left, oldest first."""
        while len(self._writes) > left:
            self.accepted += self._writes.popleft().result()

    def _write(self, batch: list[Snapshot]) -> int:
        added = self._store.add_snapshots(batch)
        accounts = {snapshot.account for snapshot in batch}
        earliest = min(snapshot.captured_at for snapshot in batch)
        self._store.mark_stale(accounts, earliest, self._clock.now())
        return added
