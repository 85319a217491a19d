"""Receipts of delegations."""

from __future__ import annotations

from services.roster.domain.delegations import UNKNOWN, require_access
from services.roster.domain.receipts import Receipt
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound


def get_receipt(store: Store, clock: Clock, *, party_id: str, delegation_id: str) -> Receipt:
    """What was asked, shown, granted and changed of a delegation of the caller's."""
    require_access(store.delegation(delegation_id), party_id)
    changes = store.changes_of(delegation_id)
    if not changes:
        raise NotFound(UNKNOWN, code=ErrorCode.DELEGATION_NOT_FOUND)
    return Receipt(changes[-1].delegation, tuple(changes), clock.now())
