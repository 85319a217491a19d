"""Imports snapshots from a stream, in batches: memory does not grow with the upload.

Rows are read in the calling thread while others write the batches before.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from services.metrics.domain.imports import Import, Rejections, Report
from services.metrics.domain.snapshots import BadRow, Snapshot, latest_capture, snapshot_of
from services.metrics.handlers.creators import UNKNOWN, Accounts, accounts_for
from services.metrics.handlers.writing import Writer
from services.metrics.parsing import Row, rows
from services.metrics.roster import Importer, Roster
from services.metrics.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed, create

if TYPE_CHECKING:
    from hashlib import _Hash

BATCH = 5_000

Numbered = tuple[int, Snapshot]
"""A snapshot and the line that it stands on."""


def import_snapshots(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    importer: Importer,
    content_type: str,
    chunks: Iterator[bytes],
    command: Command,
) -> Report:
    """Imports an upload and says what became of its rows.

    Raises UnsupportedMedia, Invalid where the header is not usable or the idempotency key was used for
    another upload, and Replayed where this upload was imported under the key before.
    """
    if not command.key:
        return _import(store, clock, roster, importer, content_type, chunks)
    sha = hashlib.sha256(content_type.encode())
    hashed = _hashing(chunks, sha)
    if applied := store.imports.applied(command.id):
        _drain(hashed)
        raise Replayed(replace(command, request_sha=sha.hexdigest()).open(applied))
    report = _import(store, clock, roster, importer, content_type, hashed)
    _drain(hashed)
    _keep_receipt(store, clock, report, replace(command, request_sha=sha.hexdigest()))
    return report


def _hashing(chunks: Iterator[bytes], sha: _Hash) -> Iterator[bytes]:
    for chunk in chunks:
        sha.update(chunk)
        yield chunk


def _drain(chunks: Iterator[bytes]) -> None:
    """Reads to the end what the parser has left, so that the whole upload is hashed."""
    deque(chunks, maxlen=0)


def _keep_receipt(store: Store, clock: Clock, report: Report, command: Command) -> None:
    receipt = Import(
        id=ids.new_id("im"),
        version=1,
        party_id=command.actor,
        at=clock.now(),
        accepted=report.accepted,
        duplicates=report.duplicates,
        rejected_total=report.rejected_total,
    )
    create(store.imports, receipt, lambda _: [], command, clock, result=lambda _: report)


def _import(
    store: Store, clock: Clock, roster: Roster, importer: Importer, content_type: str, chunks: Iterator[bytes]
) -> Report:
    rejections = Rejections()
    accounts = accounts_for(importer, roster)
    unknown = UNKNOWN[importer.identity.kind]
    with Writer(store, clock) as writer:
        for batch in _batches(rows(content_type, chunks), latest_capture(clock.now()), rejections):
            writer.put(_addressed(batch, accounts, unknown, rejections))
    return Report(writer.accepted, writer.taken - writer.accepted, rejections.in_order(), rejections.total)


def _batches(found: Iterator[Row], latest: datetime, rejections: Rejections) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    for line, cells in found:
        try:
            if isinstance(cells, BadRow):
                raise cells
            batch.append((line, snapshot_of(cells, latest)))
        except BadRow as bad:
            rejections.add(line, bad.message)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _addressed(
    batch: list[Numbered], accounts: Accounts, unknown: str, rejections: Rejections
) -> list[Snapshot]:
    """The snapshots under their accounts; those of creators who may not be imported are rejected."""
    account_of = accounts({snapshot.account for _, snapshot in batch})
    kept = []
    for line, snapshot in batch:
        account = account_of.get(snapshot.account)
        if account is None:
            rejections.add(line, unknown)
        else:
            kept.append(snapshot if account == snapshot.account else snapshot._replace(account=account))
    return kept
