"""Requesting, granting, limiting and ending delegations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.roster import facts
from services.roster.domain import delegations as domain
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import PartyKind
from services.roster.handlers.parties import UNKNOWN_CREATOR
from services.roster.store import Store
from services.shared import ids
from services.shared.access import REVOCATION_SECONDS, check_scopes
from services.shared.clock import Clock
from services.shared.commands import Command, create, execute, internal, replay
from services.shared.due import Due
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def request_delegation(
    store: Store,
    clock: Clock,
    *,
    agency_id: str,
    client_id: str,
    creator_id: str,
    scopes: tuple[str, ...],
    purpose: str,
    expires_at: datetime | None,
    command: Command,
) -> Delegation:
    """An agency asks a creator for scopes; raises Invalid, and NotFound for an unknown creator."""
    replay(store.delegations, command)  # Before an end date that has passed since can be refused.
    check_scopes(scopes)
    parties = {party.id: party for party in store.parties_by([agency_id, creator_id])}
    creator = parties.get(creator_id)
    if creator is None or creator.kind is not PartyKind.CREATOR:
        raise NotFound(UNKNOWN_CREATOR)
    requested = domain.request(
        ids.new_id("dg"),
        agency=(agency_id, parties[agency_id].name),
        creator=(creator_id, creator.name),
        client_id=client_id,
        scopes=scopes,
        purpose=purpose,
        expires_at=expires_at,
        now=clock.now(),
    )
    return create(store.delegations, requested, facts.delegation_moved, command, clock)


def list_delegations(
    store: Store, *, party_id: str, state: DelegationState | None, page: PageRequest
) -> Page[Delegation]:
    """The delegations of an agency or a creator, newest first."""
    after = str(page.after[0]) if page.after else ""
    found = store.delegations_of(party_id, state, after, page.size + 1)
    return page.cut(found, lambda delegation: (delegation.id,))


def get_delegation(store: Store, *, party_id: str, delegation_id: str) -> Delegation:
    """One delegation of the caller's."""
    return domain.readable_by(store.delegations.get(delegation_id), party_id)


def accept_delegation(
    store: Store,
    clock: Clock,
    *,
    creator_id: str,
    client_id: str,
    delegation_id: str,
    scopes: tuple[str, ...],
    guardrails: Guardrails,
    command: Command,
) -> Delegation:
    """The creator grants what was asked for, or a part of it."""
    check_scopes(scopes)
    return _move(
        store,
        clock,
        delegation_id,
        lambda current: domain.accept(
            current,
            creator_id=creator_id,
            client_id=client_id,
            scopes=scopes,
            guardrails=guardrails,
            now=clock.now(),
        ),
        command,
    )


def decline_delegation(
    store: Store, clock: Clock, *, creator_id: str, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The creator refuses the request."""
    return _move(
        store,
        clock,
        delegation_id,
        lambda current: domain.decline(current, creator_id=creator_id, reason=reason, now=clock.now()),
        command,
    )


def revoke_delegation(
    store: Store, clock: Clock, *, creator_id: str, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The creator takes the delegation back. `wait_out_leases` before this is acknowledged."""
    return _move(
        store,
        clock,
        delegation_id,
        lambda current: domain.revoke(current, creator_id=creator_id, reason=reason, now=clock.now()),
        command,
    )


def end_delegation(
    store: Store, clock: Clock, *, agency_id: str, delegation_id: str, reason: str, command: Command
) -> Delegation:
    """The agency gives the delegation up. `wait_out_leases` before this is acknowledged."""
    return _move(
        store,
        clock,
        delegation_id,
        lambda current: domain.end(current, agency_id=agency_id, reason=reason, now=clock.now()),
        command,
    )


def put_guardrails(
    store: Store,
    clock: Clock,
    *,
    creator_id: str,
    delegation_id: str,
    guardrails: Guardrails,
    expected_version: int | None,
    command: Command,
) -> Delegation:
    """The creator replaces the limits. Commands ask for the grant anew, so they hold at once."""
    return execute(
        store.delegations,
        delegation_id,
        lambda current: domain.put_guardrails(
            current,
            creator_id=creator_id,
            guardrails=guardrails,
            expected_version=expected_version,
            now=clock.now(),
        ),
        facts.guardrails_changed,
        command,
        clock,
        missing=domain.UNKNOWN,
    )


def expiry(store: Store, clock: Clock) -> Due:
    """Marks delegations whose end date has passed."""

    def expire(delegation_id: str) -> None:
        _move(
            store,
            clock,
            delegation_id,
            lambda current: domain.expire(current, now=clock.now()),
            internal(domain.TIMER),
        )

    return Due("expiry", clock, store.expired_delegations, expire)


def wait_out_leases(clock: Clock) -> None:
    """Lets everything run out that rests on a decision from before the grant was marked as ended.

    Waits for the whole of it also when a repetition of the command finds the grant marked: the first
    sending may have been answered by nobody.
    """
    clock.sleep(REVOCATION_SECONDS)


def _move(
    store: Store,
    clock: Clock,
    delegation_id: str,
    decide: Callable[[Delegation], Delegation],
    command: Command,
) -> Delegation:
    return execute(
        store.delegations,
        delegation_id,
        decide,
        facts.delegation_moved,
        command,
        clock,
        missing=domain.UNKNOWN,
    )
