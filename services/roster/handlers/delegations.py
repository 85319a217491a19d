"""Requesting, granting, narrowing, limiting and ending delegations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.roster.domain import consent
from services.roster.domain import pairs as domain
from services.roster.domain.delegations import Actor, Delegation, DelegationState, readable_by
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKind
from services.roster.domain.terms import Terms
from services.roster.handlers.pairs import change_delegation, change_pair, repetitions
from services.roster.handlers.parties import UNKNOWN_CREATOR
from services.roster.store import Store
from services.shared import ids
from services.shared.access import SCOPE_WORDS, check_scopes
from services.shared.clock import Clock
from services.shared.commands import Command, begin, replay
from services.shared.errors import FieldError, Invalid, NotFound
from services.shared.paging import Page, PageRequest


def request_delegation(
    store: Store,
    clock: Clock,
    *,
    by: Actor,
    creator_id: str,
    scopes: tuple[str, ...],
    purpose: str,
    expires_at: datetime | None,
    command: Command,
) -> Delegation:
    """An agency asks a creator for scopes.

    Raises Invalid, NotFound for an unknown creator, and Conflict while another request of it is open.
    """
    pair = pair_id(by.party_id, creator_id)
    with repetitions(store, clock, pair):
        replay(store.pairs, command)  # Before an end date that has passed since can be refused.
    check_scopes(scopes)
    asked = tuple(dict.fromkeys(scopes))
    parties = {party.id: party for party in store.parties_by([by.party_id, creator_id])}
    creator = parties.get(creator_id)
    if creator is None or creator.kind is not PartyKind.CREATOR:
        raise NotFound(UNKNOWN_CREATOR)
    domain.check_request(asked, purpose, expires_at, clock.now())
    words = {scope: SCOPE_WORDS[scope] for scope in asked}
    text = consent.consent_text(parties[by.party_id].name, creator.name, words, purpose, expires_at)
    delegation_id = ids.new_id("dg")

    def ask(current: Pair) -> Pair:
        return domain.request(
            current,
            delegation_id,
            by=by,
            scopes=asked,
            purpose=purpose,
            text=text,
            expires_at=expires_at,
            now=clock.now(),
        )

    begin(store.pairs, Pair(pair))
    return change_pair(store, clock, pair, delegation_id, ask, command)


def list_delegations(
    store: Store, *, party_id: str, state: DelegationState | None, page: PageRequest
) -> Page[Delegation]:
    """The delegations of an agency or a creator, newest first."""
    after = str(page.after[0]) if page.after else ""
    found = store.delegations_of(party_id, state, after, page.size + 1)
    return page.cut(found, lambda delegation: (delegation.id,))


def get_delegation(store: Store, *, party_id: str, delegation_id: str) -> Delegation:
    """One delegation of the caller's."""
    return readable_by(store.delegation(delegation_id), party_id)


def accept_delegation(
    store: Store,
    clock: Clock,
    *,
    by: Actor,
    delegation_id: str,
    scopes: tuple[str, ...] | None,
    guardrails: Guardrails | None,
    command: Command,
) -> Delegation:
    """The creator grants what was asked for, or a part of it; None is what `domain.accept` says."""
    if scopes is not None and not scopes:
        message = "must name at least one; leave it out to grant all that was asked for, or decline"
        raise Invalid(f"scopes: {message}", [FieldError("scopes", message)])
    check_scopes(scopes or ())
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.accept(
            pair, named, by=by, scopes=scopes or (), guardrails=guardrails, now=clock.now()
        ),
        command,
    )


def decline_delegation(
    store: Store, clock: Clock, *, by: Actor, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The creator refuses the request."""
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.decline(pair, named, by=by, reason=reason, now=clock.now()),
        command,
    )


def revoke_delegation(
    store: Store, clock: Clock, *, by: Actor, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The creator takes back all that is open between her and the agency."""
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.revoke(pair, named, by=by, reason=reason, now=clock.now()),
        command,
    )


def end_delegation(
    store: Store, clock: Clock, *, by: Actor, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The agency gives the delegation, or the request for one, up."""
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.end(pair, named, by=by, reason=reason, now=clock.now()),
        command,
    )


def alter_delegation(
    store: Store,
    clock: Clock,
    *,
    by: Actor,
    delegation_id: str,
    terms: Terms,
    expected_version: int | None,
    command: Command,
) -> Delegation:
    """The creator takes scopes away, or moves the end."""
    check_scopes(terms.get("scopes", ()))
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.alter(
            pair, named, by=by, terms=terms, expected_version=expected_version, now=clock.now()
        ),
        command,
    )


def limit_delegation(
    store: Store,
    clock: Clock,
    *,
    by: Actor,
    delegation_id: str,
    guardrails: Callable[[Guardrails], Guardrails],
    expected_version: int | None,
    command: Command,
) -> Delegation:
    """The creator changes the limits; `guardrails` makes the new ones out of those in force."""
    return change_delegation(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.limit(
            pair, named, by=by, guardrails=guardrails, expected_version=expected_version, now=clock.now()
        ),
        command,
    )
