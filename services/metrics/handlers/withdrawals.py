"""Lists imports, withdraws them, and ends those whose process died; the worker removes their rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from services.metrics.domain import imports as domain
from services.metrics.domain.commands import WithdrawImport
from services.metrics.domain.imports import Import, ImporterKind, ImportState
from services.metrics.domain.provenance import Actor
from services.metrics.produces import unannounced
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, execute, internal
from services.shared.paging import Page, PageRequest

SILENT = timedelta(seconds=60)
"""After which an import that has not been heard of is dead: longer than it may write without being heard
of, and the write that it may have begun then can take (`running.SURE_SECONDS` and
`store.rows.WRITE_SECONDS`)."""

PIECE = 5_000
ACCOUNTS = 500
IMPORTS_AT_ONCE = 10


def list_imports(store: Store, *, by: Actor, state: ImportState | None, page: PageRequest) -> Page[Import]:
    """Imports: all for the operator, its own for another party, hers for a person who is limited."""
    owner = "" if by.kind == ImporterKind.OPERATOR else by.party_id
    return page.cut(store.imports_of(owner, state, page, by.person_id if by.limited else ""))


def get_import(store: Store, *, by: Actor, import_id: str) -> Import:
    """One import; raises NotFound where it is not among those that `list_imports` shows."""
    return domain.require_access(store.imports.get(import_id), by)


def withdraw_import(store: Store, clock: Clock, command: WithdrawImport, invocation: Invocation) -> Import:
    """Withdraws an import; its rows follow. Raises NotFound as `get_import` does."""

    def decide(current: Import) -> Import:
        return domain.withdraw(domain.require_access(current, command.by), command.by, clock.now())

    return execute(
        store.imports,
        command.import_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=domain.UNKNOWN,
        missing_code=ErrorCode.IMPORT_NOT_FOUND,
    )


def tidy(store: Store, clock: Clock) -> int:
    """Takes imports that died, and those that are withdrawn, a piece further; returns how much it did.

    Nothing that it does is wrong when it is done twice, or by two workers at once.
    """
    silent_since = clock.now() - SILENT
    dead = store.abandoned_imports(silent_since, IMPORTS_AT_ONCE)
    withdrawn = store.withdrawn_imports(silent_since, IMPORTS_AT_ONCE)
    done = sum(_discard(store, clock, each, each.settled, domain.abandon) for each in dead)
    return done + sum(_discard(store, clock, each, 0, domain.finish_withdrawal) for each in withdrawn)


def _discard(
    store: Store, clock: Clock, record: Import, settled: int, close: Callable[[Import, datetime], Import]
) -> int:
    """Discards some rows from batch `settled` on; when there are none left, notes that it is over."""
    rows = store.discard_rows(record.id, settled, PIECE)
    if rows:
        return rows
    while store.mark_discarded(record.id, clock.now(), ACCOUNTS):
        continue

    def decide(current: Import) -> Import:
        return close(current, clock.now())

    execute(store.imports, record.id, decide, unannounced, internal("metrics"), clock)
    return 1
