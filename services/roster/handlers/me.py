"""What a caller is told of itself."""

from __future__ import annotations

from services.roster.domain.me import BRAND, CREATOR, CREATOR_SIDE, Me, Waiting
from services.roster.domain.parties import Party, PartyKind
from services.roster.handlers.readable import SCOPE
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound


def get_me(
    store: Store,
    clock: Clock,
    *,
    party_id: str,
    person_id: str = "",
    limited_to: frozenset[str] = frozenset(),
) -> Me:
    """The party, what waits for it, of `limited_to` only, where there are any, and the person who asks."""
    party = store.parties.get(party_id)
    if party is None:
        raise NotFound("There is no such party.", code=ErrorCode.PARTY_NOT_FOUND)
    person = store.people.get(person_id) if person_id else None
    return Me(party, _waiting(store, clock, party, limited_to), person)


def _waiting(store: Store, clock: Clock, party: Party, limited_to: frozenset[str]) -> Waiting:
    match party.kind:
        case PartyKind.AGENCY:
            letting = store.letting(party.id, SCOPE, clock.now())
            barred = store.suspended_of(letting)
            seen = [each for each in letting if not limited_to or each in limited_to]
            creators = [each for each in seen if each not in barred]
            return Waiting(
                delegation_requests=store.requested_of(party.id, limited_to),
                offers=store.waiting_offers([CREATOR_SIDE], creator_ids=creators),
            )
        case PartyKind.CREATOR:
            return Waiting(
                delegation_requests=store.requested_of(party.id),
                offers=store.waiting_offers([CREATOR_SIDE], creator_ids=[party.id]),
                confirmations=store.waiting_offers([CREATOR], creator_ids=[party.id]),
            )
        case PartyKind.BRAND:
            return Waiting(offers=store.waiting_offers([BRAND], brand_id=party.id))
        case _:
            return Waiting()
