"""The terms of a delegation in force, which a creator can narrow and whose end she can move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from services.roster.domain.delegations import Delegation
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Conflict, Problems

MOST_CHANGES = 200
"""Changes of one delegation, so that a receipt can hold all of them; ending it is always possible."""


class Terms(TypedDict, total=False):
    """What is to be changed of a delegation's scopes and end; what is missing stays."""

    scopes: tuple[str, ...]
    expires_at: datetime | None


def check_terms(active: Delegation, terms: Terms, now: datetime) -> None:
    """Raises Invalid for terms that are empty, past, or more than is held now."""
    problems = Problems()
    problems.require(bool(terms), "body", "must name scopes, expires_at, or both", FieldCode.REQUIRED)
    scopes = terms.get("scopes", active.scopes)
    problems.require(
        bool(scopes), "scopes", "must keep at least one; to take all back, revoke", FieldCode.TOO_FEW_ITEMS
    )
    for scope in scopes:
        held = scope in active.scopes
        problems.require(
            held, "scopes", f"{scope} is not held now; the agency must ask for it", FieldCode.NOT_ONE_OF
        )
    ends = terms.get("expires_at")
    problems.require(ends is None or ends > now, "expires_at", "must be in the future", FieldCode.TOO_EARLY)
    problems.check()


def check_room(active: Delegation) -> None:
    """Raises Conflict for a delegation that has changed too often to be changed again."""
    if active.version >= MOST_CHANGES:
        raise Conflict(
            f"It was changed {MOST_CHANGES} times; revoke it and have the agency ask anew.",
            code=ErrorCode.LIMIT_REACHED,
        )


def differences(active: Delegation, scopes: Iterable[str], ends: datetime | None) -> str:
    """What has changed, as the log and the receipt tell it."""
    taken = [scope for scope in active.scopes if scope not in scopes]
    said = [f"Taken away: {', '.join(taken)}."] if taken else []
    if ends != active.expires_at:
        said.append(f"Ends at {ends:%Y-%m-%d %H:%M} UTC." if ends else "Has no end date any more.")
    return " ".join(said)
