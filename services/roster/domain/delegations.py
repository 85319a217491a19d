"""Delegations: a creator's permission for an agency, the record of it, and the record of its changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.roster.domain.guardrails import UNLIMITED, Guardrails
from services.roster.domain.parties import PartyName
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound, Stale

UNKNOWN = "There is no such delegation."
TIMER = "timer"


class DelegationState(StrEnum):
    """Where a delegation stands; all but the first two are final."""

    REQUESTED = "requested"
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"
    ENDED = "ended"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


OPEN = (DelegationState.REQUESTED, DelegationState.ACTIVE)
FINAL = tuple(state for state in DelegationState if state not in OPEN)


class Act(StrEnum):
    """What somebody did to a delegation. The last five end it, in the state of the same name."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    GUARDRAILS_CHANGED = "guardrails_changed"
    DECLINED = "declined"
    REVOKED = "revoked"
    ENDED = "ended"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Actor:
    """Who does something: a party (or `timer`), by which client, and how that proved who it is."""

    party_id: str
    client_id: str = ""
    authenticated_with: str = ""


@dataclass(frozen=True)
class Delegation:
    """The record of one permission. It changes state and is never deleted.

    `scopes` are those asked for while requested, those granted from then on. `version` counts its changes.
    The names are those by which the two were called when the creator was asked.
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
    agency_name: str = ""
    creator_handle: str = ""
    creator_name: str = ""
    version: int = 1
    updated_at: datetime | None = None

    @property
    def names(self) -> dict[str, PartyName]:
        """What the two were called when the creator was asked, by id."""
        agency = PartyName(self.agency_id, self.agency_name)
        creator = PartyName(self.creator_id, self.creator_name, self.creator_handle)
        return {agency.id: agency, creator.id: creator}

    def state_at(self, now: datetime) -> DelegationState:
        """Its state now; a passed end date counts before any timer ran."""
        over = self.expires_at is not None and self.expires_at <= now
        return DelegationState.EXPIRED if over and self.state in OPEN else self.state

    def active_at(self, now: datetime) -> bool:
        """Whether it permits anything now."""
        return self.state_at(now) is DelegationState.ACTIVE


@dataclass(frozen=True)
class Change:
    """One change of a delegation, with the delegation as it was afterwards.

    `id` is `<delegation>:<version>`; `reason` says why it ended, or what has changed.
    """

    id: str
    act: Act
    at: datetime
    by: Actor
    reason: str
    delegation: Delegation


def begin(act: Act, delegation: Delegation, by: Actor, now: datetime) -> Change:
    """The change with which a delegation begins."""
    return _change(act, delegation, by, now, "")


def record_change(act: Act, by: Actor, now: datetime, after: Delegation, why: str = "") -> Change:
    """The change that makes `after`, whose version counts up with it, out of what the delegation was."""
    return _change(act, replace(after, version=after.version + 1), by, now, why)


def _change(act: Act, after: Delegation, by: Actor, now: datetime, why: str) -> Change:
    return Change(f"{after.id}:{after.version:06d}", act, now, by, why, replace(after, updated_at=now))


def finish(act: Act, delegation: Delegation, by: Actor, now: datetime, reason: str) -> Change:
    """The end of an open delegation by `act`."""
    state = DelegationState(act.value)
    after = replace(delegation, state=state, ended_at=now, ended_by=by.party_id, reason=reason)
    return record_change(act, by, now, after, reason)


def check_version(current: int, expected: int | None) -> None:
    """Raises Stale where `expected` is given and is not `current`."""
    if expected is not None and expected != current:
        raise Stale(
            f"The present version is {current}, not {expected}; read it again and repeat your change."
        )


def require_access(delegation: Delegation | None, party_id: str) -> Delegation:
    """The delegation for one of its two parties; NotFound for everybody else."""
    if delegation is None or party_id not in (delegation.agency_id, delegation.creator_id):
        raise NotFound(UNKNOWN, code=ErrorCode.DELEGATION_NOT_FOUND)
    return delegation


def require_reached(delegation: Delegation, limited_to: frozenset[str]) -> None:
    """Raises NotFound where a person may see some creators only, and not this one's."""
    if limited_to and delegation.creator_id not in limited_to:
        raise NotFound(UNKNOWN, code=ErrorCode.DELEGATION_NOT_FOUND)


@dataclass(frozen=True)
class Changed:
    """A delegation whose record has changed, and when."""

    delegation_id: str
    creator_id: str
    at: datetime
