"""The in-memory twin of `services.roster.store.Store`."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.roster.domain.activity import Activity, Head
from services.roster.domain.delegations import OPEN, Delegation, DelegationState
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.shared.commands import Duplicate
from tests.fakes.memory import MemoryRepository


class Parties(MemoryRepository[Party]):
    """Handles and client ids are unique."""

    def _same(self, one: Party, other: Party) -> bool:
        clients = {each.client_id for each in one.credentials} & {
            each.client_id for each in other.credentials
        }
        return bool(clients) or (one.handle is not None and one.handle == other.handle)


class _ActivityLog:
    def __init__(self) -> None:
        self.log: dict[str, list[Activity]] = {}
        self.heads: dict[str, Head] = {}
        self._turn = threading.Lock()

    def append_activity(self, entry: Activity) -> None:
        """Adds a linked entry; raises Duplicate where its place, or its event, is taken."""
        with self._turn:
            chain = self.log.setdefault(entry.creator_id, [])
            if any(each.sequence == entry.sequence for each in chain) or self._knows(entry.event_id):
                raise Duplicate(f"{entry.creator_id}:{entry.sequence}")
            chain.append(entry)
            if entry.sequence > self.remembered_head(entry.creator_id).entries:
                self.heads[entry.creator_id] = Head(entry.sequence, entry.hash)

    def _knows(self, event_id: str | None) -> bool:
        return event_id is not None and self.has_activity_of(event_id)

    def has_activity_of(self, event_id: str) -> bool:
        """Whether an event was logged."""
        return any(each.event_id == event_id for chain in list(self.log.values()) for each in list(chain))

    def last_activity(self, creator_id: str) -> Head:
        """The newest entry that stands in the log."""
        chain = self.chain(creator_id)
        return Head(chain[-1].sequence, chain[-1].hash) if chain else Head()

    def remembered_head(self, creator_id: str) -> Head:
        """The newest entry as remembered apart from the log."""
        return self.heads.get(creator_id, Head())

    def activity(self, creator_id: str, actor_id: str, before: int, limit: int) -> list[Activity]:
        """Entries newest first."""
        return [
            each
            for each in reversed(self.chain(creator_id))
            if (not actor_id or each.actor_id == actor_id) and (not before or each.sequence < before)
        ][:limit]

    def chain(self, creator_id: str) -> list[Activity]:
        """The whole log of a creator in ascending order."""
        return sorted(self.log.get(creator_id, ()), key=lambda each: each.sequence)


class _Offers:
    def __init__(self) -> None:
        self.offers: dict[str, tuple[str, bool, int]] = {}

    def open_offers(self, creator_ids: Iterable[str]) -> dict[str, int]:
        """How many offers are pending, by creator; none where a creator is left out."""
        wanted = set(creator_ids)
        pending = [creator for creator, open_, _ in self.offers.values() if open_ and creator in wanted]
        return {creator: pending.count(creator) for creator in pending}

    def put_offer(self, offer_id: str, creator_id: str, pending: bool, version: int) -> None:
        """Notes what an offer is now; an older version changes nothing."""
        if version > self.offers.get(offer_id, ("", False, -1))[2]:
            self.offers[offer_id] = (creator_id, pending, version)

    def drop_offers(self) -> None:
        """Empties the projection."""
        self.offers.clear()


class FakeStore(_ActivityLog, _Offers):
    """Keeps the promises of `services.roster.store.Store`."""

    def __init__(self) -> None:
        _ActivityLog.__init__(self)
        _Offers.__init__(self)
        self.parties = Parties()
        self.delegations: MemoryRepository[Delegation] = MemoryRepository()
        self.rate_cards: MemoryRepository[RateCard] = MemoryRepository()
        self.labels: MemoryRepository[Labels] = MemoryRepository()

    @property
    def repositories(self) -> tuple[MemoryRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.delegations, self.rate_cards, self.labels)

    def ready(self) -> bool:
        """Always."""
        return True

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        holding = [
            each for each in self.parties.all() if client_id in {c.client_id for c in each.credentials}
        ]
        return holding[0] if holding else None

    def standing(self, client_id: str, creator_id: str) -> tuple[Party | None, list[Delegation]]:
        """The party of a client, and its delegations with a creator."""
        party = self.party_of_client(client_id)
        return party, self.delegations_between(party.id, creator_id) if party and creator_id else []

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        wanted, named = set(ids), set(handles)
        return [each for each in self.parties.all() if each.id in wanted or each.handle in named]

    def delegations_between(self, agency_id: str, creator_id: str) -> list[Delegation]:
        """All delegations of the pair, newest first."""
        return [each for each in self._newest_first() if _pair(each) == (agency_id, creator_id)]

    def delegations_of(
        self, party_id: str, state: DelegationState | None, after: str, limit: int
    ) -> list[Delegation]:
        """Up to `limit` delegations of an agency or a creator, newest first, older than id `after`."""
        own = [each for each in self._newest_first() if party_id in _pair(each)]
        wanted = [each for each in own if state in (None, each.state)]
        return [each for each in wanted if not after or each.id < after][:limit]

    def active_delegations(self, agency_id: str) -> list[Delegation]:
        """The agency's delegations in the state active, newest first."""
        own = [each for each in self._newest_first() if each.agency_id == agency_id]
        return [each for each in own if each.state is DelegationState.ACTIVE]

    def expired_delegations(self, now: datetime, limit: int) -> list[Delegation]:
        """Open delegations whose end date has passed."""
        open_ = [each for each in self.delegations.all() if each.state in OPEN]
        return [each for each in open_ if each.expires_at and each.expires_at <= now][:limit]

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, without their history, by creator."""
        found = [self.rate_cards.get(creator_id) for creator_id in set(creator_ids)]
        return {card.id: replace(card, former=()) for card in found if card}

    def labels_of(self, agency_id: str) -> dict[str, Labels]:
        """The agency's labels by creator."""
        own = [each for each in self.labels.all() if each.id.startswith(f"{agency_id}:")]
        return {each.creator_id: each for each in own}

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        creators = [each.id for each in self.parties.all() if each.kind is PartyKind.CREATOR]
        return [each for each in creators if each > creator_id][:limit]

    def _newest_first(self) -> list[Delegation]:
        return self.delegations.all()[::-1]


def _pair(delegation: Delegation) -> tuple[str, str]:
    return delegation.agency_id, delegation.creator_id
