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

from services.metrics.domain.commands import ImportSnapshots
from services.metrics.domain.imports import Import, ImporterKind, ImportKey, ImportState, Report, Tally
from services.metrics.handlers.creators import REFUSED, Owners
from services.metrics.handlers.grants import Grants
from services.metrics.handlers.intake import Intake
from services.metrics.handlers.running import Running
from services.metrics.handlers.writing import About, Writer
from services.metrics.parsing import Bounds, Stop, rows
from services.metrics.produces import unannounced
from services.metrics.roster import Importer, Roster
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.commands import Invocation, create, replay

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
    command: ImportSnapshots,
    invocation: Invocation,
    *,
    receive: Callable[[], Upload],
    bounds: Bounds,
) -> Report:
    """Imports an upload and says what became of its rows. `receive` is called when the party may import.

    Raises Forbidden where it may not, UnsupportedMedia, Invalid where the header is not usable or the
    idempotency key was used for another upload, and Replayed where this upload was imported under the key
    before.
    """
    grants = Grants(roster, clock, Importer(command.by, command.import_id, invocation.request_id))
    grants.begin()
    upload = receive()
    key = ImportKey(invocation.new_id("ik"), command.import_id)
    sha = hashlib.sha256(upload.content_type.encode())
    if invocation.key:
        upload = replace(upload, chunks=_hashing(upload.chunks, sha))
        if _is_known(store, key, invocation):
            _drain(upload.chunks)
            invocation.request_sha = sha.hexdigest()
            replay(store.import_keys, key.id, invocation)
    found = rows(upload.content_type, upload.chunks, bounds)
    record, tally = _record(command, clock.now()), Tally()
    with Running(store, clock, record, tally) as running:
        owners = Owners(roster, command.by.kind)
        about = About(record.id, record.source, REFUSED[command.by.kind])
        with (
            Writer(store, clock, grants, about, tally, running.check) as writer,
            Intake(clock, owners, writer, tally, about.refused) as intake,
        ):
            stopped = intake.read(found)
        if stopped:
            _drop(upload.chunks, bounds)
        else:
            _drain(upload.chunks)
        running.end(stopped)
    report = tally.report(record.id)
    # One that was not read whole is not remembered under its key: it may be sent again.
    if invocation.key and not stopped:
        invocation.request_sha = sha.hexdigest()
        _remember(store, clock, key, report, invocation)
    return report


def _is_known(store: Store, key: ImportKey, invocation: Invocation) -> bool:
    _, applied = store.import_keys.recall(key.id, invocation.command_id)
    return applied is not None


def _remember(store: Store, clock: Clock, key: ImportKey, report: Report, invocation: Invocation) -> None:
    """Keeps the report for a repetition; raises Replayed where another sending has ended first."""

    def result(_: ImportKey) -> Report:
        return report

    create(store.import_keys, key, unannounced, invocation, clock, result=result)


def _record(command: ImportSnapshots, now: datetime) -> Import:
    by = command.by
    return Import(
        id=command.import_id,
        version=1,
        state=ImportState.RUNNING,
        party_id=by.party_id,
        party_name=by.name,
        party_kind=ImporterKind(by.kind),
        client_id=by.client_id,
        source=by.source,
        started_at=now,
        seen_at=now,
        updated_at=now,
        person_id=by.person_id,
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
