"""Invitations: that somebody may join a party, by a link that is good once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.person import Membership
from services.roster.domain.people.roles import Role
from services.roster.domain.people.tokens import is_one_of
from services.roster.domain.people.tokens import with_token as add_token
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound, TooManyRequests

INVITATION_PREFIX = "iv"
UNKNOWN_INVITATION = "There is no such invitation, or its link is no longer good."
GOOD_FOR = timedelta(days=7)

MOST_PENDING = 100
"""Invitations of one party that wait at a time."""
COUNTED_OVER = timedelta(days=1)
MOST_A_DAY = 200
"""Invitations that one party makes in a day."""
MOST_TO_ONE = 3
"""Invitations that one party makes to one address in a day."""


class InvitationState(StrEnum):
    """What has become of an invitation. That one has expired is not kept: it follows from the time."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Invitation:
    """That whoever holds a token of it may join a party; only SHA-256 of the tokens is kept.

    `accepted_by` is the person who has accepted; when her membership is there, it is `settled`.
    """

    id: str
    party_id: str
    party_kind: PartyKind
    email: str
    role: Role
    invited_by: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    creator_ids: tuple[str, ...] = ()
    invited_by_person: str = ""
    invited_by_name: str = ""
    tokens: tuple[str, ...] = field(default=(), repr=False)
    state: InvitationState = InvitationState.PENDING
    accepted_by: str = ""
    settled: bool = False
    version: int = 1

    def as_of(self, now: datetime) -> Invitation:
        """The invitation as it is shown at that moment."""
        if self.state is InvitationState.PENDING and self.expires_at <= now:
            return replace(self, state=InvitationState.EXPIRED)
        return self

    def membership(self, now: datetime) -> Membership:
        """What whoever accepts it becomes."""
        return Membership(self.party_id, self.party_kind, self.role, now, self.creator_ids)


@dataclass(frozen=True)
class Flood:
    """How many invitations of a party are pending, and were made in the last day: all, and to one address."""

    pending: int
    made: int
    to_address: int


def check_flood(flood: Flood) -> None:
    """Raises TooManyRequests where the party has invited enough."""
    for count, most, what in (
        (flood.pending, MOST_PENDING, "that wait for an answer; take some back"),
        (flood.made, MOST_A_DAY, "in a day"),
        (flood.to_address, MOST_TO_ONE, "to one address in a day"),
    ):
        if count >= most:
            raise TooManyRequests(f"A party makes at most {most} invitations {what}.")


def opened(invitation: Invitation | None, token: str, now: datetime) -> Invitation:
    """The invitation, where the token opens it; NotFound for every other token, and Conflict where it is
    closed, which only who holds a token is told."""
    if invitation is None or not is_one_of(token, invitation.tokens):
        raise NotFound(UNKNOWN_INVITATION, code=ErrorCode.INVITATION_NOT_FOUND)
    state = invitation.as_of(now).state
    unsettled = state is InvitationState.ACCEPTED and not invitation.settled
    if state is not InvitationState.PENDING and not unsettled:
        raise Conflict(f"The invitation is {state}; ask for another one.", code=ErrorCode.INVITATION_CLOSED)
    return invitation


def accept(invitation: Invitation, person_id: str, now: datetime) -> Invitation:
    """The invitation, accepted by that person; itself where she was held up in doing so. Raises Conflict."""
    if invitation.state is InvitationState.ACCEPTED and not invitation.settled:
        if invitation.accepted_by == person_id:
            return invitation
        raise Conflict("Another person has accepted the invitation.", code=ErrorCode.INVITATION_CLOSED)
    state = invitation.as_of(now).state
    if state is not InvitationState.PENDING:
        raise Conflict(f"The invitation is {state}; ask for another one.", code=ErrorCode.INVITATION_CLOSED)
    accepted = InvitationState.ACCEPTED
    return replace(invitation, state=accepted, accepted_by=person_id, updated_at=now)


def with_token(invitation: Invitation, token: str, now: datetime) -> Invitation:
    """The invitation with one more token; raises NotFound where it is not pending."""
    if invitation.as_of(now).state is not InvitationState.PENDING:
        raise NotFound(UNKNOWN_INVITATION, code=ErrorCode.INVITATION_NOT_FOUND)
    return replace(invitation, tokens=add_token(invitation.tokens, token))


def settle(invitation: Invitation) -> Invitation:
    """The invitation, of which nothing is left to be done."""
    return invitation if invitation.settled else replace(invitation, settled=True)


def revoke(invitation: Invitation, now: datetime) -> Invitation:
    """The invitation, taken back; itself where that is so, or too late by itself. Raises Conflict."""
    if invitation.state is InvitationState.ACCEPTED:
        raise Conflict("Somebody has accepted the invitation.", code=ErrorCode.INVITATION_CLOSED)
    if invitation.state is InvitationState.REVOKED:
        return invitation
    return replace(invitation, state=InvitationState.REVOKED, updated_at=now)
