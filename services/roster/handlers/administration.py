"""What the operator sees of parties, and bars or lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.roster import produces
from services.roster.domain import parties as domain
from services.roster.domain.commands import ResumeParty, SuspendParty
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.search import Search, place
from services.roster.handlers.pairs import wait_out_leases
from services.roster.handlers.parties import UNKNOWN_PARTY
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, Replayed, execute
from services.shared.errors import NotFound
from services.shared.events import Fact
from services.shared.paging import Page, PageRequest


def list_parties(store: Store, wanted: Search, page: PageRequest) -> Page[Party]:
    """The parties of a kind that are wanted."""

    def stands(party: Party) -> tuple[object, str]:
        return place(party, wanted.sort)

    return page.cut(store.search_parties(wanted), stands)


def get_party(store: Store, *, kind: PartyKind, party_id: str) -> Party:
    """One party of that kind; raises NotFound."""
    return _of_kind(store.parties.get(party_id), kind)


def suspend_party(store: Store, clock: Clock, command: SuspendParty, invocation: Invocation) -> Party:
    """Bars a party; raises NotFound. When it returns, nothing is served any more that rests on a lease."""

    def decide(party: Party) -> Party:
        return domain.suspend(_of_kind(party, command.kind), command.reason, clock.now())

    with _in_force(store, clock, command.party_id):
        return _execute(store, clock, command.party_id, decide, produces.party_suspended, invocation)


def resume_party(store: Store, clock: Clock, command: ResumeParty, invocation: Invocation) -> Party:
    """Lets a party in again; raises NotFound."""

    def decide(party: Party) -> Party:
        return domain.resume(_of_kind(party, command.kind), clock.now())

    done = _execute(store, clock, command.party_id, decide, produces.party_resumed, invocation)
    store.show_creator(command.party_id)
    return done


@contextmanager
def _in_force(store: Store, clock: Clock, party_id: str) -> Iterator[None]:
    """What was done inside holds everywhere afterwards, also where it was done before, or is a repetition."""
    try:
        yield
    except Replayed:
        _wait(store, clock, party_id)
        raise
    _wait(store, clock, party_id)


def _wait(store: Store, clock: Clock, party_id: str) -> None:
    # Where the process ends before this, the event does it.
    store.show_creator(party_id)
    wait_out_leases(clock)


def _of_kind(party: Party | None, kind: PartyKind) -> Party:
    if party is None or party.kind is not kind:
        raise NotFound(UNKNOWN_PARTY, code=ErrorCode.PARTY_NOT_FOUND)
    return party


def _execute(
    store: Store,
    clock: Clock,
    party_id: str,
    decide: Callable[[Party], Party],
    facts: Callable[[Party], list[Fact]],
    invocation: Invocation,
) -> Party:
    return execute(
        store.parties,
        party_id,
        decide,
        facts,
        invocation,
        clock,
        missing=UNKNOWN_PARTY,
        missing_code=ErrorCode.PARTY_NOT_FOUND,
    )
