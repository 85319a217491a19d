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
    Report,
    Tally,
)
from services.metrics.domain.provenance import source_of
from services.metrics.handlers.creators import REFUSED, Owners
from services.metrics.handlers.grants import Grants
from services.metrics.handlers.intake import Intake
from services.metrics.handlers.running import Running
from services.metrics.handlers.writing import About, Writer
from services.metrics.parsing import Bounds, Stop, rows
from services.metrics.roster import Importer, Roster
from services.metrics.store import Store
from services.shared.access import Identity
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed

if TYPE_CHECKING:
    from hashlib import _Hash

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
    idempotency key was used for another upload, and Replayed where this upload was imported under the key
    before.
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
        with (
            Writer(store, clock, grants, about, tally, running.check) as writer,
            Intake(clock, owners, writer, tally, about.refused) as intake,
        ):
            stopped = intake.read(found)
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
    """Reads on for a while: a client that is still sending would not see the answer."""
    left = DROPPED_BYTES
    with suppress(Stop):
        while left > 0:
            bounds.check()
            chunk = next(chunks, b"")
            left = left - len(chunk) if chunk else 0
