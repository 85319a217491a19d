"""Requesting, granting, narrowing, limiting and ending delegations."""

from __future__ import annotations

from services.roster.domain import consent
from services.roster.domain import pairs as domain
from services.roster.domain.commands import (
    AcceptDelegation,
    AlterDelegation,
    DeclineDelegation,
    EndDelegation,
    LimitDelegation,
    RequestDelegation,
    RevokeDelegation,
)
from services.roster.domain.delegations import Delegation, DelegationState, require_access
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import UNKNOWN_CREATOR, Party, PartyKey, PartyKind
from services.roster.handlers.pairs import change_delegation, change_pair, repetitions
from services.roster.store import Store
from services.shared import ids
from services.shared.access import SCOPE_WORDS
from services.shared.clock import Clock
from services.shared.codes import ErrorCode, FieldCode
from services.shared.commands import Invocation, repeatable
from services.shared.errors import NotFound, invalid
from services.shared.paging import Page, PageRequest


def request_delegation(
    store: Store, clock: Clock, command: RequestDelegation, invocation: Invocation
) -> Delegation:
    """An agency asks a creator for scopes.

    Raises Invalid, NotFound for an unknown creator, and Conflict while another request of it is open.
    """
    by, pair = command.by, pair_id(command.by.party_id, command.creator_id)
    asked = tuple(dict.fromkeys(command.scopes))
    with repetitions(store, clock, pair), repeatable(store.pairs, pair, invocation):
        agency, creator = _sides(store, by.party_id, command.creator_id)
        domain.check_request(command.expires_at, clock.now())
    words = {scope: SCOPE_WORDS[scope] for scope in asked}
    text = consent.consent_text(agency.name, creator.name, words, command.purpose, command.expires_at)
    delegation_id = ids.new_id("dg")

    def decide(current: Pair) -> Pair:
        return domain.request(
            current,
            delegation_id,
            by=by,
            scopes=asked,
            purpose=command.purpose,
            text=text,
            expires_at=command.expires_at,
            agency=agency,
            creator=creator,
            now=clock.now(),
        )

    return change_pair(store, clock, pair, delegation_id, decide, invocation, Pair(pair))


def _sides(store: Store, agency_id: str, creator_id: str) -> tuple[Party, Party]:
    parties = {party.id: party for party in store.parties_by([agency_id, creator_id])}
    creator = parties.get(creator_id)
    if creator is None or creator.kind is not PartyKind.CREATOR or creator.suspended:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    return parties[agency_id], creator


def list_delegations(
    store: Store,
    *,
    party: PartyKey,
    state: DelegationState | None,
    page: PageRequest,
    limited_to: frozenset[str] = frozenset(),
) -> Page[Delegation]:
    """The delegations of an agency or a creator; only those by `limited_to`, where there are any."""
    return page.cut(store.delegations_of(party, state, page, limited_to))


def get_delegation(store: Store, *, party_id: str, delegation_id: str) -> Delegation:
    """One delegation of the caller's."""
    return require_access(store.delegation(delegation_id), party_id)


def accept_delegation(
    store: Store, clock: Clock, command: AcceptDelegation, invocation: Invocation
) -> Delegation:
    """The creator grants what was asked for, or a part of it; raises Invalid where that is nothing."""
    scopes = command.scopes
    if scopes is not None and not scopes:
        message = "must name at least one; leave it out to grant all that was asked for, or decline"
        raise invalid("scopes", message, FieldCode.NOT_ONE_OF)

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.accept(
            pair,
            named,
            by=command.by,
            scopes=scopes or (),
            guardrails=command.guardrails,
            now=clock.now(),
        )

    return change_delegation(store, clock, command.delegation_id, decide, invocation)


def decline_delegation(
    store: Store, clock: Clock, command: DeclineDelegation, invocation: Invocation
) -> Delegation:
    """The creator refuses the request."""

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.decline(pair, named, by=command.by, reason=command.reason, now=clock.now())

    return change_delegation(store, clock, command.delegation_id, decide, invocation)


def revoke_delegation(
    store: Store, clock: Clock, command: RevokeDelegation, invocation: Invocation
) -> Delegation:
    """The creator takes back all that is open between her and the agency."""

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.revoke(pair, named, by=command.by, reason=command.reason, now=clock.now())

    return change_delegation(store, clock, command.delegation_id, decide, invocation)


def end_delegation(store: Store, clock: Clock, command: EndDelegation, invocation: Invocation) -> Delegation:
    """The agency gives the delegation, or the request for one, up."""

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.end(pair, named, by=command.by, reason=command.reason, now=clock.now())

    return change_delegation(store, clock, command.delegation_id, decide, invocation)


def alter_delegation(
    store: Store, clock: Clock, command: AlterDelegation, invocation: Invocation
) -> Delegation:
    """The creator takes scopes away, or moves the end."""

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.alter(
            pair,
            named,
            by=command.by,
            terms=command.terms,
            expected_version=command.expected_version,
            now=clock.now(),
        )

    return change_delegation(store, clock, command.delegation_id, decide, invocation)


def limit_delegation(
    store: Store, clock: Clock, command: LimitDelegation, invocation: Invocation
) -> Delegation:
    """The creator changes the limits."""

    def decide(pair: Pair, named: Delegation) -> Pair:
        return domain.limit(
            pair,
            named,
            by=command.by,
            guardrails=command.guardrails,
            expected_version=command.expected_version,
            now=clock.now(),
        )

    return change_delegation(store, clock, command.delegation_id, decide, invocation)
