"""What an import came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

MOST_REJECTED = 10_000
"""Rejected rows that a report names; all of them are counted."""


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


@dataclass
class Rejections:
    """Collects rejected rows, as many as a report names, and counts the rest."""

    rows: list[RejectedRow] = field(default_factory=list)
    total: int = 0

    def add(self, line: int, message: str) -> None:
        """Notes a rejected row."""
        self.total += 1
        if len(self.rows) < MOST_REJECTED:
            self.rows.append(RejectedRow(line, message))

    def in_order(self) -> tuple[RejectedRow, ...]:
        """The noted rows by line."""
        return tuple(sorted(self.rows, key=lambda row: row.line))


@dataclass(frozen=True)
class Import:
    """The receipt of an import that came with an idempotency key."""

    id: str
    version: int
    party_id: str
    at: datetime
    accepted: int
    duplicates: int
    rejected_total: int
