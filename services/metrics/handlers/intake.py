"""Gathers the rows of an import into batches, and hands those over: when they are full, and twice a second.

Many rows are written at once because that is fast; but a client may send a row and then nothing for a
minute, while the thread that reads waits for it. So another thread hands over what has come.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType

from services.metrics.domain.imports import Tally
from services.metrics.domain.snapshots import BadRow, latest_capture, snapshot_of
from services.metrics.handlers.creators import Owners
from services.metrics.handlers.writing import Batch, Numbered, Writer
from services.metrics.parsing import Row, Stop
from services.shared.clock import Clock

BATCH = 5_000
FLUSH_SECONDS = 0.5

MOST_UNREADABLE = 1_000_000
"""Rows that cannot be read, after which nobody means the rest to be."""


class Intake:
    """Takes rows in the thread that calls `read`. The context ends when everything is handed over."""

    def __init__(self, clock: Clock, owners: Owners, writer: Writer, tally: Tally, refused: str) -> None:
        self._clock, self._owners, self._writer = clock, owners, writer
        self._tally, self._refused = tally, refused
        self._rows: list[Numbered] = []
        self._latest = latest_capture(clock.now())
        self._turn = threading.Lock()
        self._failure: BaseException | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._flush, name="import-flush", daemon=True)

    def __enter__(self) -> Intake:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Hands over what is left, unless reading failed."""
        self._over.set()
        self._thread.join()
        if kind is None:
            self._hand_over()

    def read(self, found: Iterator[Row]) -> str:
        """Takes all rows; returns why it did not come to their end, empty where it did."""
        unreadable = 0
        for line, cells in found:
            try:
                if isinstance(cells, BadRow):
                    raise cells
                self._rows.append((line, snapshot_of(cells, self._latest)))
            except BadRow as bad:
                unreadable += 1
                stop = bad if isinstance(bad, Stop) or unreadable <= MOST_UNREADABLE else _too_many()
                if isinstance(stop, Stop):
                    self._tally.rejections.stop(line, stop.message)
                    return stop.message
                self._tally.rejections.add(line, bad.message)
            if len(self._rows) >= BATCH:
                self._hand_over()
        return ""

    def _flush(self) -> None:
        while not self._over.wait(FLUSH_SECONDS):
            try:
                self._hand_over()
            except BaseException as error:  # Whatever it is, the thread that reads raises it.
                self._failure = error
                return

    def _hand_over(self) -> None:
        with self._turn:
            if self._failure is not None:
                raise self._failure
            # The other thread may append meanwhile, and only append: each of these steps leaves its rows
            # alone.
            count = len(self._rows)
            batch = self._rows[:count]
            del self._rows[:count]
            if batch:
                self._tally.note = self._tally.note or batch[0][1].note or ""
                self._writer.put(self._addressed(batch))
            self._latest = latest_capture(self._clock.now())

    def _addressed(self, batch: list[Numbered]) -> Batch:
        """The rows under their accounts; those of creators whom nobody knows are rejected."""
        owner_of = self._owners.of({snapshot.account for _, snapshot in batch})
        kept = []
        for line, snapshot in batch:
            owner = owner_of.get(snapshot.account)
            if owner is None:
                self._tally.rejections.add(line, self._refused)
            else:
                same = owner.account == snapshot.account
                kept.append((line, snapshot if same else snapshot._replace(account=owner.account)))
        return Batch(kept, {owner.account: owner.creator_id for owner in owner_of.values()})


def _too_many() -> Stop:
    return Stop(f"more than {MOST_UNREADABLE:,} rows cannot be read")
