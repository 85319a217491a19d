"""Changing what is open between an agency and a creator: one write of the pair.

What the write has changed gets records of its own right after it, and in any case before the next write; the
worker does it where a process ended in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from services.roster import produces
from services.roster.domain import pairs as rules
from services.roster.domain.delegations import TIMER, UNKNOWN, Actor, Delegation
from services.roster.domain.pairs import Pair, pair_id
from services.roster.store import Store
from services.shared import logs
from services.shared.access import REVOCATION_SECONDS
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, Replayed, execute, internal, itself
from services.shared.due import Due
from services.shared.errors import NotFound

log = logs.logger()


def part(store: Store, clock: Clock, *, by: Actor, creator_id: str) -> None:
    """The agency gives up whatever is open with a creator. Done before, it stays done."""

    def decide(pair: Pair) -> Pair:
        return rules.part(pair, by=by, reason="Taken off the roster.", now=clock.now())

    _execute(store, clock, pair_id(by.party_id, creator_id), decide, internal(by.party_id))
    wait_out_leases(clock)


def expiry(store: Store, clock: Clock) -> Due:
    """Marks delegations whose end date has passed."""

    def decide(pair: Pair) -> Pair:
        return rules.expire(pair, now=clock.now())

    def expire(pair: str) -> None:
        _execute(store, clock, pair, decide, internal(TIMER))

    return Due("expiry", clock, store.overdue_pairs, expire)


def record_changes(store: Store) -> int:
    """Records what processes that ended too early left unrecorded; returns of how many pairs.

    One that fails holds up no other.
    """
    done = 0
    for pair in store.unrecorded_pairs():
        try:
            store.record(pair)
            done += 1
        except Exception:
            log.exception("pair_failed", pair=pair.id)
    return done


def wait_out_leases(clock: Clock) -> None:
    """Lets everything run out that rests on a decision from before the grant was changed."""
    clock.sleep(REVOCATION_SECONDS)


@contextmanager
def repetitions(store: Store, clock: Clock, pair: str) -> Iterator[None]:
    """What a repeated command finds done is recorded, and waited for, as after its first sending.

    That one may have ended anywhere, and may have been answered by nobody.
    """
    try:
        yield
    except Replayed:
        store.record(store.pairs.get(pair) or Pair(pair))
        wait_out_leases(clock)
        raise


def change_delegation(
    store: Store,
    clock: Clock,
    delegation_id: str,
    decide: Callable[[Pair, Delegation], Pair],
    invocation: Invocation,
) -> Delegation:
    """Changes the pair of a delegation. `decide` gets the delegation too, which may have ended long ago."""
    named = store.delegation(delegation_id)
    if named is None:
        raise NotFound(UNKNOWN, code=ErrorCode.DELEGATION_NOT_FOUND)

    def decide_on_record(pair: Pair) -> Pair:
        # Read again when the pair is decided upon: its record is up to it by then.
        return decide(pair, store.delegation(delegation_id) or named)

    pair = pair_id(named.agency_id, named.creator_id)
    return change_pair(store, clock, pair, delegation_id, decide_on_record, invocation)


def change_pair(
    store: Store,
    clock: Clock,
    pair: str,
    delegation_id: str,
    decide: Callable[[Pair], Pair],
    invocation: Invocation,
    blank: Pair | None = None,
) -> Delegation:
    """Changes a pair, which is `blank` before the first request, and returns one of its delegations.

    Whatever is changed of a grant in force is acknowledged only after the leases on it have run out.
    """

    def result(done: Pair) -> Delegation:
        known = (*done.open, *(change.delegation for change in done.changes))
        return next(each for each in known if each.id == delegation_id)

    with repetitions(store, clock, pair):
        done = _execute(store, clock, pair, decide, invocation, result, blank)
    if done.has_changed_a_grant:
        wait_out_leases(clock)
    return result(done)


def _execute(
    store: Store,
    clock: Clock,
    pair: str,
    decide: Callable[[Pair], Pair],
    invocation: Invocation,
    result: Callable[[Pair], Any] = itself,
    blank: Pair | None = None,
) -> Pair:
    """One write of the pair, with the records of the write before it and of its own."""

    def recorded(current: Pair) -> Pair:
        # A write replaces the changes of the one before, which would be lost without a record of their own.
        store.record(current)
        return decide(current)

    done = execute(
        store.pairs,
        pair,
        recorded,
        produces.delegations_changed,
        invocation,
        clock,
        blank=blank,
        missing=UNKNOWN,
        missing_code=ErrorCode.DELEGATION_NOT_FOUND,
        result=result,
    )
    store.record(done)
    return done
