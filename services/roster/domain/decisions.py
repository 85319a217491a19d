"""Whether a party may act for a creator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.pairs import Pair
from services.shared.codes import ErrorCode

INACTIVE = {
    DelegationState.REQUESTED: ErrorCode.DELEGATION_REQUESTED,
    DelegationState.DECLINED: ErrorCode.DELEGATION_DECLINED,
    DelegationState.REVOKED: ErrorCode.DELEGATION_REVOKED,
    DelegationState.ENDED: ErrorCode.DELEGATION_ENDED,
    DelegationState.EXPIRED: ErrorCode.DELEGATION_EXPIRED,
    DelegationState.SUPERSEDED: ErrorCode.DELEGATION_ENDED,
}
"""Why a party may not act under a delegation, by the state of that."""


CREATOR_SUSPENDED = "creator_suspended"
"""The rule by which nobody acts for a creator whom the operator has suspended."""


@dataclass(frozen=True)
class Decision:
    """Whether a party may act for a creator. `reason` is for the caller to read, `code` for its program.

    `known` is False where the answer must be the same as for a creator that does not exist; `stranger` where
    she has never granted the party anything.
    """

    allowed: bool
    rule: str
    reason: str = ""
    known: bool = True
    delegation: Delegation | None = None
    stranger: bool = False
    code: ErrorCode = ErrorCode.FORBIDDEN


def decide(
    *,
    kind: str,
    party_id: str,
    creator_id: str,
    pair: Pair | None,
    scope: str,
    token_scopes: frozenset[str],
    now: datetime,
    suspended: bool = False,
) -> Decision:
    """Decides on `pair`, which is this agency with this creator; `suspended` is she."""
    if kind == "creator" and party_id == creator_id:
        return _with_token(Decision(True, "own"), scope, token_scopes)
    latest = pair.latest if pair and kind == "agency" else None
    if pair is None or latest is None:
        return Decision(False, "no_delegation", known=False, stranger=True)
    if suspended:
        return Decision(
            False,
            CREATOR_SUSPENDED,
            "The creator is suspended.",
            delegation=latest,
            code=ErrorCode.PARTY_SUSPENDED,
        )
    active = pair.active_at(now)
    if active is None:
        state = latest.state_at(now)
        reason, stranger = f"The delegation is {state}.", not (pair.granted or latest.granted_at)
        return Decision(
            False,
            f"delegation_{state}",
            reason,
            delegation=latest,
            stranger=stranger,
            code=INACTIVE.get(state, ErrorCode.FORBIDDEN),
        )
    if scope not in active.scopes:
        reason = f"The creator has not granted {scope}."
        return Decision(
            False,
            "scope_not_granted",
            reason,
            delegation=active,
            code=ErrorCode.SCOPE_MISSING_IN_DELEGATION,
        )
    return _with_token(Decision(True, "delegation", delegation=active), scope, token_scopes)


def _with_token(decision: Decision, scope: str, token_scopes: frozenset[str]) -> Decision:
    if scope in token_scopes:
        return decision
    return replace(
        decision,
        allowed=False,
        rule="token_scope",
        reason=f"The token does not hold the scope {scope}.",
        code=ErrorCode.SCOPE_MISSING_IN_TOKEN,
    )
