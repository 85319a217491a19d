"""The in-memory twin of `services.roster.store.Store`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.roster.domain.activity import Activity, Head
from services.roster.domain.delegations import OPEN, Change, Changed, Delegation, DelegationState
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.shared.commands import Duplicate
from services.shared.due import Position
from tests.fakes.clock import START
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


class _Delegations:
    def __init__(self) -> None:
        self.pairs: MemoryRepository[Pair] = MemoryRepository()
        self._records: dict[str, Delegation] = {}
        self._changes: dict[str, Change] = {}
        self._changed_at: dict[str, datetime] = {}
        self.database_now: Callable[[], datetime] = lambda: START

    def record(self, pair: Pair) -> None:
        """Gives each change of a pair's latest write its records."""
        for change in pair.changes:
            self._changes.setdefault(change.id, change)
            self._bring_up(change.delegation)
        with self.pairs._lock:
            current = self.pairs.get(pair.id)
            if current and current.version == pair.version:
                self.pairs.rows[pair.id] = replace(current, changes=())

    def _bring_up(self, delegation: Delegation) -> None:
        recorded = self._records.get(delegation.id)
        if recorded and recorded.version >= delegation.version:
            return
        others = (each for each in self._records.values() if each.id != delegation.id)
        same = [each for each in others if _place(each) == _place(delegation)]
        if same and delegation.state in OPEN:
            raise Duplicate(delegation.id)
        self._records[delegation.id] = delegation
        if delegation.granted_at:
            self._changed_at[delegation.id] = self.database_now()

    def unrecorded_pairs(self) -> Iterator[Pair]:
        """The pairs with changes that have no records of their own yet."""
        return iter([each for each in self.pairs.all() if each.changes])

    def overdue_pairs(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Passed end dates with the id of the pair, the oldest first, behind `after`."""
        rows = [(one.expires_at, pair.id) for pair in self.pairs.all() for one in pair.open if one.expires_at]
        return [row for row in sorted(rows) if row[0] <= now and (after is None or row > after)][:limit]

    def delegation(self, delegation_id: str) -> Delegation | None:
        """The record of a delegation."""
        return self._records.get(delegation_id)

    def changes_of(self, delegation_id: str) -> list[Change]:
        """The recorded changes of a delegation, oldest first."""
        own = [each for each in self._changes.values() if each.delegation.id == delegation_id]
        return sorted(own, key=lambda each: each.id)

    def delegations_of(
        self, party_id: str, state: DelegationState | None, after: str, limit: int
    ) -> list[Delegation]:
        """Up to `limit` delegations of an agency or a creator, newest first, older than id `after`."""
        own = [each for each in self._newest_first() if party_id in (each.agency_id, each.creator_id)]
        wanted = [each for each in own if state in (None, each.state)]
        return [each for each in wanted if not after or each.id < after][:limit]

    def active_delegations(self, agency_id: str) -> list[Delegation]:
        """The agency's delegations in the state active, newest first."""
        own = [each for each in self._newest_first() if each.agency_id == agency_id]
        return [each for each in own if each.state is DelegationState.ACTIVE]

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators."""
        wanted = set(creator_ids)
        return [each for each in self.active_delegations(agency_id) if each.creator_id in wanted]

    def changed_delegations(self, agency_id: str, after: Position, limit: int) -> list[Changed]:
        """Up to `limit` of the agency's delegations in the order of their last change, behind `after`."""
        own = [each for each in self._newest_first() if each.agency_id == agency_id]
        times = self._changed_at
        rows = [Changed(each.id, each.creator_id, times[each.id]) for each in own if each.id in times]
        ordered = sorted(rows, key=lambda row: (row.at, row.delegation_id))
        return [row for row in ordered if (row.at, row.delegation_id) > after][:limit]

    def is_let(self, agency_id: str, scope: str, now: datetime) -> bool:
        """Whether one creator at least grants the scope to the agency now."""
        return any(
            each.active_at(now) and scope in each.scopes for each in self.active_delegations(agency_id)
        )

    def grants_for(
        self, agency_id: str, creator_ids: Iterable[str], scope: str, now: datetime
    ) -> dict[str, tuple[str, int]]:
        """Id and version of the delegations by which these creators grant the scope now."""
        wanted = set(creator_ids)
        return {
            each.creator_id: (each.id, each.version)
            for each in reversed(self.active_delegations(agency_id))
            if each.creator_id in wanted and each.active_at(now) and scope in each.scopes
        }

    def _newest_first(self) -> list[Delegation]:
        return [self._records[key] for key in sorted(self._records, reverse=True)]


def _place(delegation: Delegation) -> tuple[str, str, DelegationState]:
    return delegation.agency_id, delegation.creator_id, delegation.state


class _Rates:
    def __init__(self) -> None:
        self.rate_cards: MemoryRepository[RateCard] = MemoryRepository()
        self._former: dict[tuple[str, int], RateCard] = {}

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, by creator."""
        found = [self.rate_cards.get(creator_id) for creator_id in set(creator_ids)]
        return {card.id: card for card in found if card}

    def keep_rate_card(self, card: RateCard) -> None:
        """Keeps a card that is in force for the time when it is not; done before, it stays done."""
        self._former.setdefault((card.id, card.version), card)

    def former_rate_cards(self, creator_id: str, below: int, limit: int) -> list[RateCard]:
        """Up to `limit` kept cards of versions under `below`, newest first."""
        found = [
            card for (owner, version), card in self._former.items() if owner == creator_id and version < below
        ]
        return sorted(found, key=lambda each: each.version, reverse=True)[:limit]


class FakeStore(_Delegations, _Rates, _ActivityLog, _Offers):
    """Keeps the promises of `services.roster.store.Store`."""

    def __init__(self) -> None:
        _ActivityLog.__init__(self)
        _Offers.__init__(self)
        _Delegations.__init__(self)
        _Rates.__init__(self)
        self.parties = Parties()
        self.labels: MemoryRepository[Labels] = MemoryRepository()

    @property
    def repositories(self) -> tuple[MemoryRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.pairs, self.rate_cards, self.labels)

    def ready(self) -> bool:
        """Always."""
        return True

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        holding = [
            each for each in self.parties.all() if client_id in {c.client_id for c in each.credentials}
        ]
        return holding[0] if holding else None

    def standing(self, client_id: str, creator_id: str) -> tuple[Party | None, Pair | None]:
        """The party of a client, and its pair with a creator."""
        party = self.party_of_client(client_id)
        return party, self.pairs.get(pair_id(party.id, creator_id)) if party and creator_id else None

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        wanted, named = set(ids), set(handles)
        return [each for each in self.parties.all() if each.id in wanted or each.handle in named]

    def labels_of(self, agency_id: str) -> dict[str, Labels]:
        """The agency's labels by creator."""
        own = [each for each in self.labels.all() if each.id.startswith(f"{agency_id}:")]
        return {each.creator_id: each for each in own}

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        creators = [each.id for each in self.parties.all() if each.kind is PartyKind.CREATOR]
        return [each for each in creators if each > creator_id][:limit]
