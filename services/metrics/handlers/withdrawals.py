"""Lists imports, withdraws them, and ends those whose process died; the worker removes their rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from services.metrics.domain import imports as domain
from services.metrics.domain.imports import Import, ImporterKind, ImportState
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.commands import Command, execute, internal
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest

SILENT = timedelta(seconds=60)
"""After which an import that has not been heard of is dead: longer than it may write without being heard
of, and the write that it may have begun then can take (`running.SURE_SECONDS` and
`store.rows.WRITE_SECONDS`)."""

PIECE = 5_000
ACCOUNTS = 500
IMPORTS_AT_ONCE = 10

UNKNOWN = "There is no such import."


def list_imports(
    store: Store, *, party_id: str, kind: str, state: ImportState | None, page: PageRequest
) -> Page[Import]:
    """Imports, newest first: all for the operator, its own for another party."""
    after = str(page.after[0]) if page.after else ""
    owner = "" if kind == ImporterKind.OPERATOR else party_id
    found = store.imports_of(owner, state, after, page.size + 1)
    return page.cut(found, lambda each: (each.id,))


def get_import(store: Store, *, party_id: str, kind: str, import_id: str) -> Import:
    """One import; raises NotFound for another party's, unless the operator asks."""
    return _readable(store.imports.get(import_id), party_id, kind)


def withdraw_import(
    store: Store, clock: Clock, *, party_id: str, kind: str, import_id: str, command: Command
) -> Import:
    """Withdraws an import; its rows follow. Raises NotFound as `get_import` does."""
    return execute(
        store.imports,
        import_id,
        lambda current: domain.withdraw(_readable(current, party_id, kind), party_id),
        lambda _: [],
        command,
        clock,
        missing=UNKNOWN,
    )


def _readable(found: Import | None, party_id: str, kind: str) -> Import:
    if found is None or (kind != ImporterKind.OPERATOR and found.party_id != party_id):
        raise NotFound(UNKNOWN)
    return found


def tidy(store: Store, clock: Clock) -> int:
    """Takes imports that died, and those that are withdrawn, a piece further; returns how much it did.

    Nothing that it does is wrong when it is done twice, or by two workers at once.
    """
    silent_since = clock.now() - SILENT
    dead = store.abandoned_imports(silent_since, IMPORTS_AT_ONCE)
    withdrawn = store.withdrawn_imports(silent_since, IMPORTS_AT_ONCE)
    done = sum(_discard(store, clock, each, each.settled, domain.abandoned) for each in dead)
    return done + sum(_discard(store, clock, each, 0, domain.withdrawn) for each in withdrawn)


def _discard(store: Store, clock: Clock, record: Import, settled: int, close: Callable[..., Import]) -> int:
    """Discards some rows from batch `settled` on; when there are none left, notes that it is over."""
    rows = store.discard_rows(record.id, settled, PIECE)
    if rows:
        return rows
    while store.mark_discarded(record.id, clock.now(), ACCOUNTS):
        continue
    execute(
        store.imports,
        record.id,
        lambda current: close(current, clock.now()),
        lambda _: [],
        internal("metrics"),
        clock,
    )
    return 1
