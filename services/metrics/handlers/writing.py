"""Writes the snapshots of one import, in threads of its own, so that reading goes on meanwhile.

A batch is added under grants that hold, then the accounts in it are marked, known snapshots or not:
importing a file again repairs what a crash left between the two. `handlers.grants` says why no row is
kept that a revocation forbids.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import TracebackType

from services.metrics.domain.imports import Tally
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import Snapshot
from services.metrics.handlers.grants import Grants, Held
from services.metrics.store import Store
from services.shared.clock import Clock

WRITERS = 2
BATCHES_AHEAD = 3
"""Batches that are being written or wait for it; a reader that is faster waits."""

CREATORS_AT_ONCE = 500
"""Whose rows one write holds: leases of more could end before the last was renewed."""

Numbered = tuple[int, Snapshot]
"""A snapshot and the line that it stands on."""


@dataclass(frozen=True)
class Batch:
    """Rows under their accounts, and whose grant each account needs."""

    rows: list[Numbered]
    creators: dict[str, str]


@dataclass(frozen=True)
class About:
    """What a writer says of its rows."""

    id: str
    source: str
    refused: str
    """The reason why rows without a grant are rejected."""


class Writer:
    """Takes batches; `tally` counts the settled ones. `check` raises where nothing may be written."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        grants: Grants,
        about: About,
        tally: Tally,
        check: Callable[[], None],
    ) -> None:
        self._store, self._clock, self._grants, self._about = store, clock, grants, about
        self._tally, self._check = tally, check
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="import")
        self._writes: deque[Future[tuple[int, int]]] = deque()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Waits for the batches under way; raises what went wrong with them, unless reading has failed
        already.

        Batches that nobody has begun to write are dropped then: nobody waits for them any more.
        """
        self._threads.shutdown(cancel_futures=kind is not None)
        if kind is None:
            self._settle(0)
            return
        # Up to one that failed: what comes after it stays unsettled, and the worker discards it.
        while self._writes and (self._writes[0].cancelled() or self._writes[0].exception() is None):
            write = self._writes.popleft()
            self._tally.settle(*((0, 0) if write.cancelled() else write.result()))

    def put(self, batch: Batch) -> None:
        """Hands a batch over; raises what went wrong with an earlier one."""
        self._check()
        for part in _parts(batch):
            self._settle(BATCHES_AHEAD - 1)
            self._writes.append(self._threads.submit(self._write, self._tally.begin(), part))

    def _settle(self, left: int) -> None:
        """Waits until at most so many writes are left, oldest first."""
        while len(self._writes) > left:
            # Looked at before it is taken off: one that failed stays, and so nothing after it is settled.
            self._tally.settle(*self._writes[0].result())
            self._writes.popleft()

    def _write(self, number: int, batch: Batch) -> tuple[int, int]:
        """How many rows were taken in, and how many of them were new."""
        creators = set(batch.creators.values())
        held = self._grants.hold(creators)
        rows = self._granted(batch, held, batch.rows)
        self._check()
        if not rows:
            return 0, 0
        origins = {
            account: self._origin(number, held, creator) for account, creator in batch.creators.items()
        }
        accepted = self._store.add_snapshots([snapshot for _, snapshot in rows], origins)
        taken, lost = rows, set()
        if self._grants.outlived(held):
            taken = self._granted(batch, self._grants.hold(creators), rows)
            lost = _accounts(rows) - _accounts(taken)
            if lost:
                accepted -= self._store.discard_batch(self._about.id, number, lost)
        self._mark(rows, lost)
        return len(taken), accepted

    def _granted(self, batch: Batch, held: Held, rows: list[Numbered]) -> list[Numbered]:
        """The rows whose creators allow it; the others are rejected."""
        if all(answer.allowed for answer in held.answers.values()):
            return rows
        granted = []
        for line, snapshot in rows:
            if held.answers[batch.creators[snapshot.account]].allowed:
                granted.append((line, snapshot))
            else:
                self._tally.rejections.add(line, self._about.refused)
        return granted

    def _origin(self, number: int, held: Held, creator_id: str) -> Origin:
        answer = held.answers[creator_id]
        return Origin(
            self._about.source, self._about.id, number, answer.delegation_id, answer.delegation_version
        )

    def _mark(self, rows: list[Numbered], lost: Collection[str]) -> None:
        now, since = self._clock.now(), _earliest(rows)
        self._store.mark_stale(_accounts(rows) - set(lost), since, now)
        if lost:
            self._store.mark_stale(lost, since, now, withdrawn=True)


def _accounts(rows: list[Numbered]) -> set[str]:
    return {snapshot.account for _, snapshot in rows}


def _earliest(rows: list[Numbered]) -> datetime:
    return min(snapshot.captured_at for _, snapshot in rows)


def _parts(batch: Batch) -> Iterator[Batch]:
    """The batch in parts of at most CREATORS_AT_ONCE grants; whole where one grant is good for all."""
    if len(set(batch.creators.values())) <= CREATORS_AT_ONCE:
        if batch.rows:
            yield batch
        return
    accounts = iter(batch.creators)
    while some := {account: batch.creators[account] for account in islice(accounts, CREATORS_AT_ONCE)}:
        yield Batch([each for each in batch.rows if each[1].account in some], some)
