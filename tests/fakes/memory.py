"""The in-memory twin of `services.shared.documents.MongoRepository`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from services.shared.commands import Aggregate, Applied, Commit, Duplicate
from services.shared.events import Staged
from services.shared.outbox import Waiting
from services.shared.paging import PageRequest, moment_and_id
from tests.fakes.clock import START

A = TypeVar("A", bound=Aggregate)


class MemoryRepository(Generic[A]):
    """Aggregates of one kind. `unique` names attributes that must differ; a subclass may say more."""

    def __init__(self, unique: Iterable[str] = ()) -> None:
        self.rows: dict[str, A] = {}
        self.outbox: dict[str, list[Staged]] = {}
        self._applied: dict[tuple[str, str], Applied] = {}
        self._unique = tuple(unique)
        self.now: Callable[[], datetime] = lambda: START
        """The database's own clock."""
        self._lock = threading.Lock()

    def all(self) -> list[A]:
        """Every aggregate, in the order of their ids."""
        return [self.rows[key] for key in sorted(self.rows)]

    @property
    def events(self) -> list[Staged]:
        """Every event that was staged and not struck off, oldest first."""
        return [event for staged in self.outbox.values() for event in staged]

    def get(self, aggregate_id: str) -> A | None:
        """The aggregate, or None."""
        return self.rows.get(aggregate_id)

    def insert(self, aggregate: A, commit: Commit) -> None:
        """Writes a new aggregate; raises Duplicate."""
        with self._lock:
            if aggregate.id in self.rows or any(self._same(aggregate, row) for row in self.rows.values()):
                raise Duplicate(aggregate.id)
            self._write(aggregate, commit)

    def replace(self, aggregate: A, expected_version: int, commit: Commit) -> bool:
        """Writes over `expected_version`; False where that is no longer the version, or it is too late."""
        with self._lock:
            current = self.rows.get(aggregate.id)
            if current is None or current.version != expected_version:
                return False
            if commit.until and commit.until <= self.now():
                return False
            self._write(aggregate, commit)
            return True

    def _same(self, one: A, other: A) -> bool:
        """Whether two aggregates cannot stand beside each other; unset values never clash."""
        pairs = ((getattr(one, name), getattr(other, name)) for name in self._unique)
        return any(left == right and left not in (None, "") for left, right in pairs)

    def _write(self, aggregate: A, commit: Commit) -> None:
        self.rows[aggregate.id] = aggregate
        self.outbox.setdefault(aggregate.id, []).extend(commit.events)
        if commit.applied:
            self._applied[aggregate.id, commit.applied.id] = commit.applied

    def recall(self, aggregate_id: str, command_id: str) -> tuple[A | None, Applied | None]:
        """The aggregate, or None; and the command of that id, where the aggregate has applied it."""
        with self._lock:
            return self.rows.get(aggregate_id), self._applied.get((aggregate_id, command_id))

    def waiting(self, limit: int) -> list[Waiting]:
        """Up to `limit` aggregates that carry events."""
        with self._lock:
            carrying = [(key, staged) for key, staged in self.outbox.items() if staged]
            return [Waiting(key, tuple(staged)) for key, staged in carrying[:limit]]

    def published(self, aggregate_id: str, event_ids: Sequence[str]) -> None:
        """Strikes published events off."""
        with self._lock:
            kept = [event for event in self.outbox[aggregate_id] if event.id not in event_ids]
            self.outbox[aggregate_id] = kept


T = TypeVar("T")


def listed(items: Iterable[T], page: PageRequest, changed: str = "updated_at") -> list[T]:
    """The twin of `services.shared.queries.listed`."""

    def place(item: Any) -> tuple[datetime, str]:
        return getattr(item, page.field), item.id

    moment_and_id(page.after)
    found = [each for each in items if page.since is None or getattr(each, changed) >= page.since]
    found.sort(key=place, reverse=page.descending)
    return [each for each in found if page.is_behind(page.place(each))][: page.limit]
