"""All that is open between one agency and one creator: at most one request and one active delegation.

The pair is what changes as a whole, in one conditional write. Who holds what is therefore decided at one
place at any moment: a delegation that takes another one's place, and the end of that one, are the same write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.roster.domain.consent import consent_hash
from services.roster.domain.delegations import (
    TIMER,
    UNKNOWN,
    Act,
    Actor,
    Change,
    Delegation,
    DelegationState,
    begin,
    check_version,
    finish,
    record_change,
)
from services.roster.domain.guardrails import UNLIMITED, Guardrails
from services.roster.domain.parties import Party
from services.roster.domain.terms import Terms, check_room, check_terms, differences
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Conflict, FieldError, Invalid, NotFound, Problems
from services.shared.patches import Patch


@dataclass(frozen=True)
class Pair:
    """What is open between the two; `id` is `<agency>:<creator>`, `version` 0 before the first request.

    `ended` is the delegation that ended last, `granted` whether any was ever granted. `changes` are those of
    the latest write, until each has its own record.
    """

    id: str
    requested: Delegation | None = None
    active: Delegation | None = None
    ended: Delegation | None = None
    granted: bool = False
    changes: tuple[Change, ...] = ()
    version: int = 0

    @property
    def open(self) -> tuple[Delegation, ...]:
        """The active delegation, then the request; also where their end date has passed."""
        return tuple(each for each in (self.active, self.requested) if each)

    @property
    def latest(self) -> Delegation | None:
        """The one that says how the two stand: the active one, else the request, else what ended last."""
        return self.active or self.requested or self.ended

    def active_at(self, now: datetime) -> Delegation | None:
        """The delegation that permits something now."""
        return self.active if self.active and self.active.active_at(now) else None

    @property
    def has_changed_a_grant(self) -> bool:
        """Whether the latest write has changed, or ended, what was in force before it."""
        granted = (each.act for each in self.changes if each.delegation.granted_at)
        return any(act is not Act.ACCEPTED for act in granted)

    def after(self, *changes: Change) -> Pair:
        """The pair after these changes, each delegation in the place that its state gives it."""
        pair = self
        for change in changes:
            pair = _placed(pair, change.delegation)
        return replace(pair, changes=changes)


def _placed(pair: Pair, delegation: Delegation) -> Pair:
    """The pair with a delegation in the one place for its state, and in no other."""
    requested, active = (
        None if each and each.id == delegation.id else each for each in (pair.requested, pair.active)
    )
    granted = pair.granted or delegation.granted_at is not None
    left = replace(pair, requested=requested, active=active, granted=granted)
    if delegation.state is DelegationState.REQUESTED:
        return replace(left, requested=delegation)
    if delegation.state is DelegationState.ACTIVE:
        return replace(left, active=delegation)
    return replace(left, ended=delegation)


def pair_id(agency_id: str, creator_id: str) -> str:
    """The id of the pair of two parties."""
    return f"{agency_id}:{creator_id}"


def check_request(expires_at: datetime | None, now: datetime) -> None:
    """Raises Invalid for an end that is past."""
    problems = Problems()
    problems.require(
        expires_at is None or expires_at > now, "expires_at", "must be in the future", FieldCode.TOO_EARLY
    )
    problems.check()


def request(
    pair: Pair,
    delegation_id: str,
    *,
    by: Actor,
    scopes: tuple[str, ...],
    purpose: str,
    text: str,
    expires_at: datetime | None,
    agency: Party,
    creator: Party,
    now: datetime,
) -> Pair:
    """The agency asks. `text` is what the creator is shown. Raises Conflict while a request is open."""
    waiting = pair.requested
    if waiting and waiting.state_at(now) is DelegationState.REQUESTED:
        raise Conflict(
            f"The request {waiting.id} is still open; end it first, or wait for the answer.",
            code=ErrorCode.DELEGATION_REQUEST_OPEN,
        )
    asked = Delegation(
        id=delegation_id,
        creator_id=creator.id,
        agency_id=agency.id,
        agency_name=agency.name,
        creator_handle=creator.handle or "",
        creator_name=creator.name,
        state=DelegationState.REQUESTED,
        scopes=scopes,
        requested_scopes=scopes,
        purpose=purpose,
        consent_text=text,
        consent_hash=consent_hash(text),
        requested_at=now,
        requested_by=by.client_id,
        expires_at=expires_at,
    )
    return pair.after(*_overdue(pair, now), begin(Act.REQUESTED, asked, by, now))


def accept(
    pair: Pair,
    named: Delegation,
    *,
    by: Actor,
    scopes: tuple[str, ...],
    guardrails: Guardrails | None,
    now: datetime,
) -> Pair:
    """The creator grants `scopes` (all that were asked for where empty). An active delegation ends with that.

    Without `guardrails`, those of the delegation that ends stay in force. Raises Conflict and Invalid.
    """
    asked = _standing(pair.requested, named, by, DelegationState.REQUESTED, "accepted", now)
    foreign = [scope for scope in scopes if scope not in asked.requested_scopes]
    if foreign:
        message = f"{foreign[0]} was not asked for; grant a subset of the requested scopes"
        raise Invalid(message, [FieldError("scopes", message, FieldCode.NOT_ONE_OF)])
    earlier = pair.active_at(now)
    inherited = earlier.guardrails if earlier else UNLIMITED
    kept = inherited if guardrails is None else guardrails
    granted = replace(
        asked,
        state=DelegationState.ACTIVE,
        scopes=tuple(scope for scope in asked.requested_scopes if not scopes or scope in scopes),
        guardrails=kept,
        granted_at=now,
        granted_by=by.client_id,
        granted_with=by.authenticated_with,
    )
    reason = f"The creator has granted {asked.id} in its place."
    superseded = [finish(Act.SUPERSEDED, earlier, by, now, reason)] if earlier else []
    return pair.after(*_overdue(pair, now), *superseded, record_change(Act.ACCEPTED, by, now, granted))


def decline(pair: Pair, named: Delegation, *, by: Actor, reason: str, now: datetime) -> Pair:
    """The creator refuses a request; an active delegation stays. Raises Conflict."""
    asked = _standing(pair.requested, named, by, DelegationState.REQUESTED, "declined", now)
    return pair.after(finish(Act.DECLINED, asked, by, now, reason))


def revoke(pair: Pair, named: Delegation, *, by: Actor, reason: str, now: datetime) -> Pair:
    """The creator takes back all that is open between the two, whichever of it she names. Raises Conflict."""
    _require_access(named.creator_id, by)
    _named_open(pair, named, "revoked", now)
    return _all_ended(pair, Act.REVOKED, by, reason, now)


def end(pair: Pair, named: Delegation, *, by: Actor, reason: str, now: datetime) -> Pair:
    """The agency gives up the active delegation and any request, or the request where it names that."""
    _require_access(named.agency_id, by)
    given_up = _named_open(pair, named, "ended", now)
    if given_up.state is DelegationState.REQUESTED:
        return pair.after(finish(Act.ENDED, given_up, by, now, reason))
    return _all_ended(pair, Act.ENDED, by, reason, now)


def part(pair: Pair, *, by: Actor, reason: str, now: datetime) -> Pair:
    """The agency gives up whatever is open; unchanged where nothing is."""
    if all(each.state_at(now) is DelegationState.EXPIRED for each in pair.open):
        return pair
    return _all_ended(pair, Act.ENDED, by, reason, now)


def expire(pair: Pair, *, now: datetime) -> Pair:
    """Ends what has passed its end date; unchanged where nothing has."""
    overdue = _overdue(pair, now)
    return pair.after(*overdue) if overdue else pair


def alter(
    pair: Pair, named: Delegation, *, by: Actor, terms: Terms, expected_version: int | None, now: datetime
) -> Pair:
    """The creator takes scopes away from the active delegation, or moves its end.

    Unchanged where all is as wanted already. Raises Stale, Conflict, and Invalid for more than is held now.
    """
    active = _standing(pair.active, named, by, DelegationState.ACTIVE, "changed", now)
    check_version(active.version, expected_version)
    check_terms(active, terms, now)
    left = tuple(scope for scope in active.scopes if scope in terms.get("scopes", active.scopes))
    ends = terms.get("expires_at", active.expires_at)
    if (left, ends) == (active.scopes, active.expires_at):
        return pair
    check_room(active)
    said = differences(active, left, ends)
    altered = replace(active, scopes=left, expires_at=ends)
    return pair.after(record_change(Act.CHANGED, by, now, altered, said))


def limit(
    pair: Pair,
    named: Delegation,
    *,
    by: Actor,
    guardrails: Guardrails | Patch[Guardrails],
    expected_version: int | None,
    now: datetime,
) -> Pair:
    """The creator changes the limits of the active delegation: all of them, or those named.

    Unchanged where they are as wanted already. Raises Stale, Conflict and Invalid.
    """
    active = _standing(pair.active, named, by, DelegationState.ACTIVE, "limited", now)
    check_version(active.version, expected_version)
    if isinstance(guardrails, Patch):
        guardrails = guardrails.applied_to(active.guardrails)
    if guardrails == active.guardrails:
        return pair
    check_room(active)
    return pair.after(record_change(Act.GUARDRAILS_CHANGED, by, now, replace(active, guardrails=guardrails)))


def _require_access(owner_id: str, by: Actor) -> None:
    if owner_id != by.party_id:
        raise NotFound(UNKNOWN, code=ErrorCode.DELEGATION_NOT_FOUND)


def _standing(
    place: Delegation | None, named: Delegation, by: Actor, state: DelegationState, done: str, now: datetime
) -> Delegation:
    """The delegation in a place of the pair, where it is the one that the creator named; Conflict if not."""
    _require_access(named.creator_id, by)
    if place and place.id == named.id and place.state_at(now) is state:
        return place
    raise Conflict(
        f"The delegation is {named.state_at(now)}; only one that is {state} can be {done}.",
        code=ErrorCode.DELEGATION_STATE_NOT_ALLOWED,
    )


def _named_open(pair: Pair, named: Delegation, done: str, now: datetime) -> Delegation:
    found = [each for each in pair.open if each.id == named.id]
    if not found or found[0].state_at(now) is DelegationState.EXPIRED:
        raise Conflict(
            f"The delegation is {named.state_at(now)}; only an open one can be {done}.",
            code=ErrorCode.DELEGATION_STATE_NOT_ALLOWED,
        )
    return found[0]


def _overdue(pair: Pair, now: datetime) -> list[Change]:
    over = (each for each in pair.open if each.state_at(now) is DelegationState.EXPIRED)
    reason = "The end date has passed."
    return [finish(Act.EXPIRED, each, Actor(TIMER), now, reason) for each in over]


def _all_ended(pair: Pair, act: Act, by: Actor, reason: str, now: datetime) -> Pair:
    # The active one last, so that it is what has ended last: what was in force a moment ago.
    standing = (each for each in pair.open[::-1] if each.state_at(now) is not DelegationState.EXPIRED)
    return pair.after(*_overdue(pair, now), *(finish(act, each, by, now, reason) for each in standing))
