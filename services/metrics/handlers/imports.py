"""Imports snapshots from a stream, in batches: memory does not grow with the upload.

Rows are read in the calling thread while others write the batches before.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from services.metrics.domain.imports import (
    Import,
    ImporterKind,
    ImportState,
    Rejections,
    Report,
    Tally,
)
from services.metrics.domain.provenance import source_of
from services.metrics.domain.snapshots import BadRow, latest_capture, snapshot_of
from services.metrics.handlers.creators import REFUSED, Owners
from services.metrics.handlers.grants import Grants
from services.metrics.handlers.running import Running
from services.metrics.handlers.writing import About, Batch, Numbered, Writer
from services.metrics.parsing import Bounds, Row, Stop, rows
from services.metrics.roster import Importer, Roster
from services.metrics.store import Store
from services.shared.access import Identity
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed

if TYPE_CHECKING:
    from hashlib import _Hash

BATCH = 5_000
BATCH_SECONDS = 0.5
"""After which a batch is written though more rows would fit: a slow upload's rows are not kept waiting."""

MOST_UNREADABLE = 1_000_000
"""Rows that cannot be read, after which nobody means the rest to be."""

DROPPED_BYTES = 256 << 20
"""What is read on after an import was stopped."""


@dataclass(frozen=True)
class Upload:
    """What is imported: its content type, and its bytes as they come."""

    content_type: str
    chunks: Iterator[bytes]


def import_snapshots(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    import_id: str,
    identity: Identity,
    receive: Callable[[], Upload],
    bounds: Bounds,
    command: Command,
) -> Report:
    """Imports an upload and says what became of its rows. `receive` is called when the party may import.

    Raises Forbidden where it may not, UnsupportedMedia, Invalid where the header is not usable or the
    idempotency key was used for another upload, and Replayed where this upload was imported under the key before.
    """
    grants = Grants(roster, clock, Importer(identity, import_id, command.request_id))
    grants.begin()
    upload = receive()
    sha = hashlib.sha256(upload.content_type.encode())
    if command.key:
        upload = replace(upload, chunks=_hashing(upload.chunks, sha))
        if applied := store.imports.applied(command.id):
            _drain(upload.chunks)
            raise Replayed(replace(command, request_sha=sha.hexdigest()).open(applied))
    found = rows(upload.content_type, upload.chunks, bounds)
    record, tally = _record(import_id, identity, clock.now()), Tally()
    with Running(store, clock, record, tally) as running:
        owners = Owners(roster, identity.kind)
        about = About(record.id, record.source, REFUSED[identity.kind])
        with Writer(store, clock, grants, about, tally, running.check) as writer:
            stopped = _read(_Reader(found, clock, tally), owners, REFUSED[identity.kind], writer)
        progress = tally.progress()
        report = Report(
            progress.accepted,
            progress.duplicates,
            tally.rejections.in_order(),
            tally.rejections.total,
            import_id,
        )
        if stopped:
            # Not read whole, and so not remembered under its key: it may be sent again.
            _drop(upload.chunks, bounds)
            running.end(stopped, replace(command, key=""), report)
        else:
            _drain(upload.chunks)
            running.end("", replace(command, request_sha=sha.hexdigest()), report)
    return report


def _record(import_id: str, identity: Identity, now: datetime) -> Import:
    return Import(
        id=import_id,
        version=1,
        state=ImportState.RUNNING,
        party_id=identity.party_id,
        party_kind=ImporterKind(identity.kind),
        client_id=identity.client_id,
        source=source_of(identity.kind, identity.party_id),
        started_at=now,
        seen_at=now,
    )


def _hashing(chunks: Iterator[bytes], sha: _Hash) -> Iterator[bytes]:
    for chunk in chunks:
        sha.update(chunk)
        yield chunk


def _drain(chunks: Iterator[bytes]) -> None:
    """Reads to the end what the parser has left, so that the whole upload is hashed."""
    deque(chunks, maxlen=0)


def _drop(chunks: Iterator[bytes], bounds: Bounds) -> None:
    """Reads on for a while what will not be imported: a client that is still sending would not see the answer."""
    left = DROPPED_BYTES
    with suppress(Stop):
        while left > 0:
            bounds.check()
            chunk = next(chunks, b"")
            left = left - len(chunk) if chunk else 0


def _read(reader: _Reader, owners: Owners, refused: str, writer: Writer) -> str:
    """Hands all rows to the writer; returns why it did not read to the end, empty where it did."""
    for batch in reader.batches():
        writer.put(_addressed(batch, owners, refused, reader.tally.rejections))
    return reader.stopped


class _Reader:
    """Makes batches out of rows; `stopped` says why it ended early, where it did."""

    def __init__(self, found: Iterator[Row], clock: Clock, tally: Tally) -> None:
        self.tally = tally
        self.stopped = ""
        self._unreadable = 0
        self._found, self._clock = found, clock
        self._latest = latest_capture(clock.now())

    def batches(self) -> Iterator[list[Numbered]]:
        """Rows that can be read, when there are BATCH of them or the oldest has waited for BATCH_SECONDS."""
        batch: list[Numbered] = []
        due = self._clock.monotonic() + BATCH_SECONDS
        for line, cells in self._found:
            try:
                if isinstance(cells, BadRow):
                    raise cells
                batch.append((line, snapshot_of(cells, self._latest)))
            except BadRow as bad:
                if self._refuse(line, bad):
                    break
            if len(batch) >= BATCH or self._clock.monotonic() >= due:
                self._note(batch)
                yield batch
                batch = []
                due = self._clock.monotonic() + BATCH_SECONDS
                self._latest = latest_capture(self._clock.now())
        self._note(batch)
        yield batch

    def _refuse(self, line: int, bad: BadRow) -> bool:
        """Notes a row that cannot be read; whether reading ends with it."""
        self._unreadable += 1
        if self._unreadable > MOST_UNREADABLE:
            bad = Stop(f"more than {MOST_UNREADABLE:,} rows cannot be read")
        if not isinstance(bad, Stop):
            self.tally.rejections.add(line, bad.message)
            return False
        self.stopped = bad.message
        self.tally.rejections.stop(line, bad.message)
        return True

    def _note(self, batch: list[Numbered]) -> None:
        if not self.tally.note and batch:
            self.tally.note = batch[0][1].note or ""


def _addressed(batch: list[Numbered], owners: Owners, refused: str, rejections: Rejections) -> Batch:
    """The rows under their accounts; those of creators whom nobody knows are rejected."""
    owner_of = owners.of({snapshot.account for _, snapshot in batch})
    kept = []
    for line, snapshot in batch:
        owner = owner_of.get(snapshot.account)
        if owner is None:
            rejections.add(line, refused)
        else:
            same = owner.account == snapshot.account
            kept.append((line, snapshot if same else snapshot._replace(account=owner.account)))
    return Batch(kept, {owner.account: owner.creator_id for owner in owner_of.values()})
