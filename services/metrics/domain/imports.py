"""Imports: what they came to, and how one ends or is withdrawn."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.metrics.domain.provenance import Actor
from services.shared import parties as party_names
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound

UNKNOWN = "There is no such import."
MOST_REJECTED = 10_000
"""Rejected rows that a report names; all of them are counted."""


class ImportState(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    FINISHED = "finished"
    BROKEN_OFF = "broken_off"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


class ImporterKind(StrEnum):
    """The kinds of party that import."""

    OPERATOR = "operator"
    AGENCY = "agency"


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not kept. `line` counts physical lines from 1, the header of a CSV included."""

    line: int
    message: str


@dataclass(frozen=True)
class Report:
    """How many rows were new, were known before, and were refused."""

    accepted: int
    duplicates: int
    rejected: tuple[RejectedRow, ...]
    rejected_total: int
    import_id: str = ""


@dataclass
class Rejections:
    """Collects rejected rows, as many as a report names, and counts the rest. Any thread may add."""

    rows: list[RejectedRow] = field(default_factory=list)
    total: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, line: int, message: str) -> None:
        """Notes a rejected row."""
        with self._lock:
            self.total += 1
            if len(self.rows) < MOST_REJECTED:
                self.rows.append(RejectedRow(line, message))

    def stop(self, line: int, message: str) -> None:
        """Notes where reading ended early; a report always names it."""
        with self._lock:
            self.total += 1
            self.rows[MOST_REJECTED - 1 :] = [RejectedRow(line, message)]

    def in_order(self) -> tuple[RejectedRow, ...]:
        """The noted rows by line."""
        return tuple(sorted(self.rows, key=lambda row: row.line))


@dataclass(frozen=True)
class Progress:
    """How far an import has come: batches that are settled, and what became of their rows.

    A batch is settled when it is stored and the grants that it relied upon were seen to hold at its end.
    The rows of batches that never settle, because the process died, are discarded.
    """

    settled: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected_total: int = 0
    note: str = ""


class Tally:
    """Counts what becomes of the rows of an import: in the thread that reads, for any thread to look at."""

    def __init__(self) -> None:
        self.rejections = Rejections()
        self.note = ""
        self._begun = 0
        self._settled = Progress()

    def begin(self) -> int:
        """The number of a batch that will be written."""
        self._begun += 1
        return self._begun - 1

    def settle(self, taken: int, accepted: int) -> None:
        """Counts the oldest unsettled batch: the rows taken in, and those of them that were new."""
        before = self._settled
        # One assignment: who looks at it sees a batch with its counts or neither.
        self._settled = replace(
            before,
            settled=before.settled + 1,
            accepted=before.accepted + accepted,
            duplicates=before.duplicates + taken - accepted,
        )

    @property
    def whole(self) -> bool:
        """Whether every batch that was begun is settled."""
        return self._begun == self._settled.settled

    def report(self, import_id: str) -> Report:
        """What became of the rows."""
        done = self.progress()
        return Report(
            done.accepted, done.duplicates, self.rejections.in_order(), self.rejections.total, import_id
        )

    def progress(self) -> Progress:
        """How far the import has come."""
        return replace(self._settled, rejected_total=self.rejections.total, note=self.note)


@dataclass(frozen=True)
class Import:
    """The record of an import; the counts are those of `Progress`.

    `seen_at` is when the process that runs it last said so. `person_id` is the member of the party who
    imported, empty where a client did.
    """

    id: str
    version: int
    state: ImportState
    party_id: str
    party_kind: ImporterKind
    client_id: str
    source: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    settled: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected_total: int = 0
    note: str = ""
    reason: str = ""
    updated_at: datetime | None = None
    party_name: str = ""
    withdrawn_by_name: str = ""
    person_id: str = ""

    @property
    def party(self) -> party_names.Actor:
        """Who imported, by the name at that time."""
        return party_names.actor(self.party_id, self.party_name)

    @property
    def withdrawn_by_actor(self) -> party_names.Actor | None:
        """Who withdrew it, by the name at that time."""
        return party_names.actor_or_none(self.withdrawn_by, self.withdrawn_by_name)


@dataclass(frozen=True)
class ImportKey:
    """An idempotency key under which a file was imported whole; the answer is remembered with it.

    Apart from the import, whose record is there before anybody knows what was uploaded.
    """

    id: str
    import_id: str
    version: int = 1


def require_access(found: Import | None, by: Actor) -> Import:
    """The import, where it is the party's or the operator asks; NotFound otherwise.

    A file holds rows of any creators, so that a person who may see some of them only reaches the imports
    that she has made herself.
    """
    if found is None or not _reaches(by, found):
        raise NotFound(UNKNOWN, code=ErrorCode.IMPORT_NOT_FOUND)
    return found


def _reaches(by: Actor, found: Import) -> bool:
    if by.kind == ImporterKind.OPERATOR:
        return True
    return found.party_id == by.party_id and (not by.limited or found.person_id == by.person_id)


def end(current: Import, progress: Progress, reason: str, now: datetime) -> Import:
    """The import at the end of its run, broken off where there is a `reason`.

    One that was withdrawn meanwhile stays so: its end is what the withdrawal waits for.
    """
    if current.ended_at is not None:
        return current  # Given up by the worker: what was not settled by then is gone.
    state = ImportState.BROKEN_OFF if reason else ImportState.FINISHED
    return replace(
        current,
        state=state if current.state is ImportState.RUNNING else current.state,
        ended_at=now,
        updated_at=now,
        settled=progress.settled,
        accepted=progress.accepted,
        duplicates=progress.duplicates,
        rejected_total=progress.rejected_total,
        note=progress.note,
        reason=reason,
    )


def abandon(current: Import, now: datetime) -> Import:
    """The import whose process died: broken off, with what had been settled."""
    if current.state is not ImportState.RUNNING:
        return current
    reason = "The import was interrupted; send the file again."
    reason = current.reason or reason
    return replace(current, state=ImportState.BROKEN_OFF, ended_at=now, reason=reason, updated_at=now)


def withdraw(current: Import, by: Actor, now: datetime) -> Import:
    """The import as it is withdrawn; a second time changes nothing."""
    if current.state in (ImportState.WITHDRAWING, ImportState.WITHDRAWN):
        return current
    withdrawing = replace(current, state=ImportState.WITHDRAWING, updated_at=now)
    return replace(withdrawing, withdrawn_by=by.party_id, withdrawn_by_name=by.name)


def finish_withdrawal(current: Import, now: datetime) -> Import:
    """The import when all of its rows are gone."""
    if current.state is not ImportState.WITHDRAWING:
        return current
    ended_at = current.ended_at or now
    state = ImportState.WITHDRAWN
    return replace(current, state=state, withdrawn_at=now, ended_at=ended_at, updated_at=now)
