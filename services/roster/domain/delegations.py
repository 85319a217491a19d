"""Delegations: a creator's permission for an agency, and how it comes, changes and ends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.roster.domain.guardrails import UNLIMITED, Guardrails, check_guardrails
from services.shared.errors import Conflict, FieldError, Invalid, NotFound, Problems, Stale

UNKNOWN = "There is no such delegation."
TIMER = "timer"


class DelegationState(StrEnum):
    """Where a delegation stands; the last four are final."""

    REQUESTED = "requested"
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"
    ENDED = "ended"
    EXPIRED = "expired"


OPEN = (DelegationState.REQUESTED, DelegationState.ACTIVE)
FINAL = tuple(state for state in DelegationState if state not in OPEN)


@dataclass(frozen=True)
class Delegation:
    """The record of one permission. It changes state and is never deleted.

    `scopes` are those asked for while requested, those granted from then on.
    """

    id: str
    creator_id: str
    agency_id: str
    state: DelegationState
    scopes: tuple[str, ...]
    requested_scopes: tuple[str, ...]
    purpose: str
    consent_text: str
    consent_hash: str
    requested_at: datetime
    requested_by: str
    guardrails: Guardrails = UNLIMITED
    granted_at: datetime | None = None
    granted_by: str = ""
    granted_with: str = ""
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""
    version: int = 1

    def state_at(self, now: datetime) -> DelegationState:
        """Its state now; a passed end date counts before any timer ran."""
        over = self.expires_at is not None and self.expires_at <= now
        return DelegationState.EXPIRED if over and self.state in OPEN else self.state

    def active_at(self, now: datetime) -> bool:
        """Whether it permits anything now."""
        return self.state_at(now) is DelegationState.ACTIVE


def request(
    delegation_id: str,
    *,
    agency: tuple[str, str],
    creator: tuple[str, str],
    client_id: str,
    scopes: tuple[str, ...],
    purpose: str,
    expires_at: datetime | None,
    now: datetime,
) -> Delegation:
    """A new request. `agency` and `creator` are (id, name); raises Invalid."""
    problems = Problems()
    problems.require(bool(scopes), "scopes", "must name at least one scope")
    problems.text(purpose, "purpose", most=2000)
    problems.require(expires_at is None or expires_at > now, "expires_at", "must be in the future")
    problems.check()
    asked = tuple(dict.fromkeys(scopes))
    text = consent_text(agency[1], creator[1], asked, purpose, expires_at)
    return Delegation(
        id=delegation_id,
        creator_id=creator[0],
        agency_id=agency[0],
        state=DelegationState.REQUESTED,
        scopes=asked,
        requested_scopes=asked,
        purpose=purpose,
        consent_text=text,
        consent_hash=hashlib.sha256(text.encode()).hexdigest(),
        requested_at=now,
        requested_by=client_id,
        expires_at=expires_at,
    )


def consent_text(
    agency: str, creator: str, scopes: tuple[str, ...], purpose: str, expires_at: datetime | None
) -> str:
    """What the creator is shown when she is asked, and what the record keeps."""
    until = f"until {expires_at:%Y-%m-%d %H:%M} UTC" if expires_at else "until you take it back"
    return (
        f"{agency} asks {creator} to let it act in your name on this marketplace {until}. "
        f"Purpose: {purpose} Permissions: {', '.join(scopes)}. "
        "It gets no access to your platform account. You can take this back at any moment."
    )


def accept(
    delegation: Delegation,
    *,
    creator_id: str,
    client_id: str,
    scopes: tuple[str, ...],
    guardrails: Guardrails,
    now: datetime,
) -> Delegation:
    """The creator grants `scopes` (all that were asked for where empty) within `guardrails`."""
    _own(delegation.creator_id, creator_id)
    _in_state(delegation, DelegationState.REQUESTED, "accepted", now)
    foreign = [scope for scope in scopes if scope not in delegation.requested_scopes]
    if foreign:
        message = f"{foreign[0]} was not asked for; grant a subset of the requested scopes"
        raise Invalid(message, [FieldError("scopes", message)])
    check_guardrails(guardrails)
    granted = tuple(scope for scope in delegation.requested_scopes if not scopes or scope in scopes)
    return replace(
        delegation,
        state=DelegationState.ACTIVE,
        scopes=granted,
        guardrails=guardrails,
        granted_at=now,
        granted_by=client_id,
        granted_with="client_credentials",
    )


def decline(delegation: Delegation, *, creator_id: str, reason: str, now: datetime) -> Delegation:
    """The creator refuses a request."""
    _own(delegation.creator_id, creator_id)
    _in_state(delegation, DelegationState.REQUESTED, "declined", now)
    return _finished(delegation, DelegationState.DECLINED, creator_id, reason, now)


def revoke(delegation: Delegation, *, creator_id: str, reason: str, now: datetime) -> Delegation:
    """The creator takes an active delegation back."""
    _own(delegation.creator_id, creator_id)
    _in_state(delegation, DelegationState.ACTIVE, "revoked", now)
    return _finished(delegation, DelegationState.REVOKED, creator_id, reason, now)


def end(delegation: Delegation, *, agency_id: str, reason: str, now: datetime) -> Delegation:
    """The agency gives a delegation, or its request for one, up."""
    _own(delegation.agency_id, agency_id)
    present = delegation.state_at(now)
    if present not in OPEN:
        raise Conflict(f"The delegation is {present}; only an open one can be ended.")
    return _finished(delegation, DelegationState.ENDED, agency_id, reason, now)


def expire(delegation: Delegation, *, now: datetime) -> Delegation:
    """The end date has passed; unchanged where it has not, or where the delegation is over."""
    if delegation.state in FINAL or delegation.state_at(now) is not DelegationState.EXPIRED:
        return delegation
    return _finished(delegation, DelegationState.EXPIRED, TIMER, "The end date has passed.", now)


def put_guardrails(
    delegation: Delegation,
    *,
    creator_id: str,
    guardrails: Guardrails,
    expected_version: int | None,
    now: datetime,
) -> Delegation:
    """The creator replaces the limits of an active delegation."""
    _own(delegation.creator_id, creator_id)
    check_version(delegation.version, expected_version)
    _in_state(delegation, DelegationState.ACTIVE, "limited", now)
    check_guardrails(guardrails)
    return replace(delegation, guardrails=guardrails)


def check_version(current: int, expected: int | None) -> None:
    """Raises Stale where `expected` is given and is not `current`."""
    if expected is not None and expected != current:
        raise Stale(
            f"The present version is {current}, not {expected}; read it again and repeat your change."
        )


def readable_by(delegation: Delegation | None, party_id: str) -> Delegation:
    """The delegation for one of its two parties; NotFound for everybody else."""
    if delegation is None or party_id not in (delegation.agency_id, delegation.creator_id):
        raise NotFound(UNKNOWN)
    return delegation


def _own(owner_id: str, party_id: str) -> None:
    if owner_id != party_id:
        raise NotFound(UNKNOWN)


def _in_state(delegation: Delegation, state: DelegationState, done: str, now: datetime) -> None:
    present = delegation.state_at(now)
    if present is not state:
        raise Conflict(f"The delegation is {present}; only one that is {state} can be {done}.")


def _finished(
    delegation: Delegation, state: DelegationState, by: str, reason: str, now: datetime
) -> Delegation:
    if len(reason) > 2000:
        message = "must have at most 2000 characters"
        raise Invalid(f"reason: {message}", [FieldError("reason", message)])
    return replace(delegation, state=state, ended_at=now, ended_by=by, reason=reason)


@dataclass(frozen=True)
class Changed:
    """A delegation whose record has changed, and when."""

    delegation_id: str
    creator_id: str
    at: datetime


@dataclass(frozen=True)
class Decision:
    """Whether a party may act for a creator. `reason` is for the caller to read.

    `known` is False where the answer must be the same as for a creator that does not exist.
    """

    allowed: bool
    rule: str
    reason: str = ""
    known: bool = True
    delegation: Delegation | None = None


def decide(
    *,
    kind: str,
    party_id: str,
    creator_id: str,
    delegations: list[Delegation],
    scope: str,
    token_scopes: frozenset[str],
    now: datetime,
) -> Decision:
    """Decides on `delegations`, which are all of this agency with this creator, newest first."""
    if kind == "creator" and party_id == creator_id:
        return _with_token(Decision(True, "own"), scope, token_scopes)
    if kind != "agency" or not delegations:
        return Decision(False, "no_delegation", known=False)
    active = [delegation for delegation in delegations if delegation.active_at(now)]
    if not active:
        state = delegations[0].state_at(now)
        return Decision(
            False, f"delegation_{state}", f"The delegation is {state}.", delegation=delegations[0]
        )
    holding = [delegation for delegation in active if scope in delegation.scopes]
    if not holding:
        reason = f"The creator has not granted {scope}."
        return Decision(False, "scope_not_granted", reason, delegation=active[0])
    return _with_token(Decision(True, "delegation", delegation=holding[0]), scope, token_scopes)


def _with_token(decision: Decision, scope: str, token_scopes: frozenset[str]) -> Decision:
    if scope in token_scopes:
        return decision
    return replace(
        decision, allowed=False, rule="token_scope", reason=f"The token does not hold the scope {scope}."
    )
