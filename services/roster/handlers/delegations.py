"""Requesting, granting, narrowing, limiting and ending delegations.

Each is one write of the pair. What it has changed gets records of its own right after it, and in any case
before the next write; the worker does it where a process ended in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from services.roster import facts
from services.roster.domain import consent
from services.roster.domain import pairs as domain
from services.roster.domain.delegations import TIMER, UNKNOWN, Actor, Delegation, DelegationState, readable_by
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair, Terms, pair_id
from services.roster.domain.parties import PartyKind
from services.roster.handlers.parties import UNKNOWN_CREATOR
from services.roster.store import Store
from services.shared import ids, telemetry
from services.shared.access import LEASE_SECONDS, SCOPE_WORDS, check_scopes
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed, begin, execute, internal, replay
from services.shared.errors import FieldError, Invalid, NotFound
from services.shared.paging import Page, PageRequest

log = telemetry.logger()


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

    def ask(pair: Pair) -> Pair:
        return domain.request(
            pair,
            delegation_id,
            by=by,
            scopes=asked,
            purpose=purpose,
            text=text,
            expires_at=expires_at,
            now=clock.now(),
        )

    pair = Pair(pair_id(by.party_id, creator_id))
    begin(store.pairs, pair)
    return _changed(store, clock, pair.id, delegation_id, ask, command)


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
    return _change(
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
    return _change(
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
    return _change(
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
    return _change(
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
    return _change(
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
    return _change(
        store,
        clock,
        delegation_id,
        lambda pair, named: domain.limit(
            pair, named, by=by, guardrails=guardrails, expected_version=expected_version, now=clock.now()
        ),
        command,
    )


def part(store: Store, clock: Clock, *, by: Actor, creator_id: str) -> None:
    """The agency gives up whatever is open with a creator. Done before, it stays done."""

    def decide(pair: Pair) -> Pair:
        store.record(pair)
        return domain.part(pair, by=by, reason="Taken off the roster.", now=clock.now())

    pair = pair_id(by.party_id, creator_id)
    store.record(_execute(store, clock, pair, decide, internal(by.party_id)))
    wait_out_leases(clock)


def expire_delegations(store: Store, clock: Clock) -> int:
    """Marks delegations whose end date has passed; returns of how many pairs; a failing one holds up none."""
    return _for_each(
        store.overdue_pairs(clock.now()),
        lambda pair: store.record(
            _execute(
                store,
                clock,
                pair.id,
                lambda current: _expired(store, clock, current),
                internal(TIMER),
            )
        ),
    )


def _expired(store: Store, clock: Clock, pair: Pair) -> Pair:
    store.record(pair)
    return domain.expire(pair, now=clock.now())


def record_changes(store: Store) -> int:
    """Records what processes that ended too early left unrecorded; returns of how many pairs."""
    return _for_each(store.unrecorded_pairs(), store.record)


def _for_each(pairs: Iterable[Pair], act: Callable[[Pair], None]) -> int:
    done = 0
    for pair in pairs:
        try:
            act(pair)
            done += 1
        except Exception:
            log.exception("pair_failed", pair=pair.id)
    return done


def wait_out_leases(clock: Clock) -> None:
    """Lets the longest lease run out that was given before the grant was changed."""
    clock.sleep(LEASE_SECONDS)


def _change(
    store: Store,
    clock: Clock,
    delegation_id: str,
    decide: Callable[[Pair, Delegation], Pair],
    command: Command,
) -> Delegation:
    """Changes the pair of a delegation. `decide` gets the delegation too, which may have ended long ago."""
    named = store.delegation(delegation_id)
    if named is None:
        raise NotFound(UNKNOWN)
    pair = pair_id(named.agency_id, named.creator_id)
    return _changed(store, clock, pair, delegation_id, lambda p: decide(p, _named(store, named)), command)


def _named(store: Store, delegation: Delegation) -> Delegation:
    """The record now: `_changed` has brought it up to the pair that is decided upon."""
    return store.delegation(delegation.id) or delegation


def _changed(
    store: Store,
    clock: Clock,
    pair: str,
    delegation_id: str,
    decide: Callable[[Pair], Pair],
    command: Command,
) -> Delegation:
    """Changes a pair and returns one of its delegations.

    Whatever is changed of a grant in force is acknowledged only after the leases on it have run out. So is
    the repetition of a command: its first sending may have been answered by nobody.
    """

    def recorded(current: Pair) -> Pair:
        store.record(current)
        return decide(current)

    def result(done: Pair) -> Delegation:
        return next(each for each in _delegations(done) if each.id == delegation_id)

    try:
        done = _execute(store, clock, pair, recorded, command, result)
    except Replayed:
        store.record(store.pairs.get(pair) or Pair(pair))
        wait_out_leases(clock)
        raise
    store.record(done)
    if done.has_changed_a_grant:
        wait_out_leases(clock)
    return result(done)


def _delegations(pair: Pair) -> Iterable[Delegation]:
    return (*pair.open, *(change.delegation for change in pair.changes))


def _execute(
    store: Store,
    clock: Clock,
    pair: str,
    decide: Callable[[Pair], Pair],
    command: Command,
    result: Callable[[Pair], Delegation] | None = None,
) -> Pair:
    encoded = {"result": result} if result else {}
    return execute(
        store.pairs, pair, decide, facts.delegations_changed, command, clock, missing=UNKNOWN, **encoded
    )
