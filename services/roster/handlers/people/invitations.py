"""Invitations: made, listed, taken back, read and accepted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from services.roster.domain.parties import YOU_ARE_SUSPENDED, Party, PartyKind
from services.roster.domain.people import invitations as domain
from services.roster.domain.people import tokens
from services.roster.domain.people.commands import AcceptInvitation, Invite, RevokeInvitation
from services.roster.domain.people.invitations import (
    GOOD_FOR,
    INVITATION_PREFIX,
    UNKNOWN_INVITATION,
    Invitation,
    InvitationState,
)
from services.roster.domain.people.person import (
    PERSON_PREFIX,
    UNKNOWN_PERSON,
    Locale,
    Person,
    join_party,
    normal_email,
)
from services.roster.domain.people.roles import check_limits, role_in
from services.roster.domain.people.throttling import network
from services.roster.handlers.parties import UNKNOWN_PARTY
from services.roster.handlers.people import authority, passwords
from services.roster.handlers.people.memberships import check_roster
from services.roster.produces import invitation_made, unannounced
from services.roster.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.codes import ErrorCode, FieldCode
from services.shared.commands import Invocation, create, execute, internal, replay
from services.shared.errors import Conflict, Forbidden, NotFound, invalid
from services.shared.paging import Page, PageRequest

ACCOUNT_EXISTS = "There is an account under this address; sign in, and accept the invitation then."


@dataclass(frozen=True)
class Invited:
    """A new invitation with its token, which is shown this once."""

    invitation: Invitation
    token: str = field(repr=False)


@dataclass(frozen=True)
class Offered:
    """An invitation as whoever holds its token sees it."""

    invitation: Invitation
    has_account: bool


def invite(store: Store, clock: Clock, command: Invite, invocation: Invocation) -> Invited:
    """Invites an address to a party. Raises Forbidden, NotFound, Invalid and TooManyRequests."""
    by = authority.require(
        store, party_id=command.by_party, person_id=command.by_person, scope=authority.WRITE
    )
    invitation_id, now = invocation.new_id(INVITATION_PREFIX), clock.now()
    replay(store.invitations, invitation_id, invocation)
    party, email = _party(store, command.party_id), normal_email(command.email)
    role = role_in(party.kind, command.role)
    check_limits(role, command.creator_ids)
    check_roster(store, party.id, command.creator_ids)
    domain.check_flood(store.flood_of(party.id, email, now))
    token = tokens.new_token(invitation_id)
    invitation = Invitation(
        id=invitation_id,
        party_id=party.id,
        party_kind=PartyKind(party.kind),
        email=email,
        role=role,
        invited_by=command.by_party,
        created_at=now,
        updated_at=now,
        expires_at=now + GOOD_FOR,
        creator_ids=command.creator_ids,
        invited_by_person=command.by_person,
        invited_by_name=by.name if by else "",
        tokens=(tokens.hash_of(token),),
    )

    # Whoever has an account has said what she reads; of others it is what reads who invites.
    reader = store.person_by_email(email) or by
    facts = invitation_made(reader.locale if reader else Locale.EN)

    def result(made: Invitation) -> Invited:
        return Invited(made, token)

    return result(create(store.invitations, invitation, facts, invocation, clock, result=result))


def list_invitations(
    store: Store,
    clock: Clock,
    *,
    party_id: str,
    person_id: str,
    state: InvitationState | None,
    page: PageRequest,
) -> Page[Invitation]:
    """The invitations of a party as they are now. Raises Forbidden."""
    authority.require(store, party_id=party_id, person_id=person_id, scope=authority.READ)
    return invitations_of(store, clock, party_id=party_id, state=state, page=page)


def invitations_of(
    store: Store, clock: Clock, *, party_id: str, state: InvitationState | None, page: PageRequest
) -> Page[Invitation]:
    """The invitations of a party as they are now, for whoever may read them."""
    now = clock.now()
    found = page.cut(store.invitations_page(party_id, state, now, page))
    return replace(found, items=tuple(each.as_of(now) for each in found.items))


def revoke_invitation(
    store: Store, clock: Clock, command: RevokeInvitation, invocation: Invocation
) -> Invitation:
    """Takes an invitation back. Raises Forbidden, NotFound, and Conflict where somebody has accepted it."""
    authority.require(store, party_id=command.by_party, person_id=command.by_person, scope=authority.WRITE)

    def decide(invitation: Invitation) -> Invitation:
        if invitation.party_id != command.by_party:
            raise _unknown()
        return domain.revoke(invitation, clock.now())

    return execute(
        store.invitations,
        command.invitation_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=UNKNOWN_INVITATION,
        missing_code=ErrorCode.INVITATION_NOT_FOUND,
    )


def get_offered(store: Store, clock: Clock, *, token: str) -> Offered:
    """What an invitation says to whoever holds its token. Raises NotFound and Conflict."""
    invitation = _opened(store, clock, token)
    return Offered(invitation, store.person_by_email(invitation.email) is not None)


def issue_token(store: Store, clock: Clock, *, invitation_id: str) -> tuple[Invitation, str]:
    """An invitation with a fresh token for its mail. Raises NotFound where nobody can accept it."""
    token = tokens.new_token(invitation_id)

    def decide(invitation: Invitation) -> Invitation:
        return domain.with_token(invitation, token, clock.now())

    changed = execute(
        store.invitations,
        invitation_id,
        decide,
        unannounced,
        internal("accounts"),
        clock,
        missing=UNKNOWN_INVITATION,
        missing_code=ErrorCode.INVITATION_NOT_FOUND,
    )
    return changed, token


def accept_invitation(store: Store, clock: Clock, command: AcceptInvitation) -> Person:
    """Joins a party. Raises NotFound, Conflict and Invalid."""
    invitation = _opened(store, clock, command.token)
    if command.person_id:
        joined = _join(store, clock, invitation, command.person_id)
    else:
        joined = _register(store, clock, invitation, command)
    if command.address:
        store.note_address(joined.id, network(command.address), clock.now())
    execute(store.invitations, invitation.id, domain.settle, unannounced, internal(joined.id), clock)
    return joined


def _register(store: Store, clock: Clock, invitation: Invitation, command: AcceptInvitation) -> Person:
    """Makes an account under the invited address, unless there is one: that is its person's alone."""
    name, now = command.name.strip(), clock.now()
    if not name:
        raise invalid("name", "is required", FieldCode.REQUIRED)
    passwords.check_strength(command.password, name, invitation.email)
    if store.person_by_email(invitation.email) is not None:
        raise Conflict(ACCOUNT_EXISTS, code=ErrorCode.ACCOUNT_EXISTS)
    person = Person(
        id=store.claim_email(invitation.email, ids.new_id(PERSON_PREFIX)),
        email=invitation.email,
        name=name,
        created_at=now,
        updated_at=now,
        sessions_valid_from=now,
        locale=command.locale or Locale.EN,
        password_hash=passwords.hashed(command.password),
        email_proven=_was_mailed(invitation, command.token),
        memberships=(invitation.membership(now),),
    )
    _accept(store, clock, invitation, person.id)
    return create(
        store.people,
        person,
        unannounced,
        internal(person.id),
        clock,
        taken=ACCOUNT_EXISTS,
        taken_code=ErrorCode.ACCOUNT_EXISTS,
    )


def _was_mailed(invitation: Invitation, token: str) -> bool:
    """Whether the token went to the address alone: the first was shown to whoever has invited."""
    return not tokens.is_one_of(token, invitation.tokens[:1])


def _join(store: Store, clock: Clock, invitation: Invitation, person_id: str) -> Person:
    """Makes a person who has signed in, under the invited address, a member."""
    person = store.people.get(person_id)
    if person is None:
        raise NotFound(UNKNOWN_PERSON, code=ErrorCode.PERSON_NOT_FOUND)
    if person.email != invitation.email:
        raise Conflict(
            "The invitation was made to another address; sign in under that one.",
            code=ErrorCode.OTHER_ADDRESS_INVITED,
        )
    if person.membership_of(invitation.party_id):
        if invitation.accepted_by == person_id:
            return person
        raise Conflict("You belong to the party already.", code=ErrorCode.ALREADY_MEMBER)
    _accept(store, clock, invitation, person_id)

    def decide(each: Person) -> Person:
        return join_party(each, invitation.membership(clock.now()), clock.now())

    return execute(store.people, person_id, decide, unannounced, internal(person_id), clock)


def _accept(store: Store, clock: Clock, invitation: Invitation, person_id: str) -> None:
    def decide(each: Invitation) -> Invitation:
        return domain.accept(each, person_id, clock.now())

    execute(store.invitations, invitation.id, decide, unannounced, internal(person_id), clock)


def _opened(store: Store, clock: Clock, token: str) -> Invitation:
    """The invitation that the token opens, while whoever has made it may still invite."""
    found = store.invitations.get(tokens.owner_of(token))
    invitation = domain.opened(found, token, clock.now())
    by = invitation.invited_by_person
    if by and not authority.may(store.people.get(by), invitation.invited_by):
        raise Conflict(
            "Whoever has made the invitation may do so no longer; ask for another one.",
            code=ErrorCode.INVITATION_CLOSED,
        )
    if _party(store, invitation.party_id).suspended:
        raise Forbidden(YOU_ARE_SUSPENDED, code=ErrorCode.PARTY_SUSPENDED)
    return invitation


def _party(store: Store, party_id: str) -> Party:
    party = store.parties.get(party_id)
    if party is None:
        raise NotFound(UNKNOWN_PARTY, code=ErrorCode.PARTY_NOT_FOUND)
    return party


def _unknown() -> NotFound:
    return NotFound(UNKNOWN_INVITATION, code=ErrorCode.INVITATION_NOT_FOUND)
