"""The in-memory twin of `services.roster.store.Store`."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.roster.domain.activity import Activity, Checkpoint
from services.roster.domain.delegations import OPEN, Changed, Delegation, DelegationState
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.rates import RateCard
from services.roster.domain.refusals import Tallied, Tally
from services.roster.domain.roster import Labels
from services.shared.clock import rfc3339
from services.shared.hashchain import Head
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
        self.signed: list[Checkpoint] = []
        self.up_to: datetime | None = None
        self._written: list[tuple[datetime, str]] = []
        self._turn = threading.Lock()

    def append_activities(self, entries: Sequence[Activity], now: datetime) -> list[Activity]:
        """Adds linked entries; returns those whose place was taken, leaves out those of a known event."""
        with self._turn:
            return [entry for entry in entries if not self._placed(entry, now)]

    def _placed(self, entry: Activity, now: datetime) -> bool:
        chain = self.log.setdefault(entry.creator_id, [])
        if any(each.sequence == entry.sequence for each in chain):
            return False
        known = entry.event_id and any(each.event_id == entry.event_id for each in chain)
        if not known:
            chain.append(entry)
            self._written.append((now, entry.creator_id))
        return True

    def heads(self, creator_ids: Collection[str]) -> dict[str, Head]:
        """The newest entry of each creator's log; those without one are left out."""
        chains = {creator_id: self._chain(creator_id) for creator_id in creator_ids}
        return {name: Head(chain[-1].sequence, chain[-1].hash) for name, chain in chains.items() if chain}

    def activity(self, creator_id: str, actor_id: str, before: int, limit: int) -> list[Activity]:
        """Entries newest first."""
        return [
            each
            for each in reversed(self._chain(creator_id))
            if (not actor_id or each.actor_id == actor_id) and (not before or each.sequence < before)
        ][:limit]

    def records(self, creator_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Entries as the API shows them, ascending."""
        return [each.record() for each in self._chain(creator_id) if each.sequence > after][:limit]

    def _chain(self, creator_id: str) -> list[Activity]:
        return sorted(self.log.get(creator_id, ()), key=lambda each: each.sequence)

    def written_since(self, after: datetime, until: datetime, limit: int) -> list[tuple[datetime, str]]:
        """When entries were written, and in whose log."""
        return sorted(each for each in self._written if after < each[0] <= until)[:limit]

    def append_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Adds a checkpoint; the same one twice is one."""
        if checkpoint not in self.signed:
            self.signed.append(checkpoint)

    def checkpoints(
        self, creator_id: str, before: tuple[int, str] | None, limit: int, sequence: int | None = None
    ) -> list[Checkpoint]:
        """Checkpoints, newest first."""
        place = {id(each): (each.sequence, rfc3339(each.at)) for each in self.signed}
        own = [each for each in self.signed if each.creator_id == creator_id]
        wanted = [each for each in own if sequence in (None, each.sequence)]
        older = [each for each in wanted if before is None or place[id(each)] < before]
        return sorted(older, key=lambda each: place[id(each)], reverse=True)[:limit]

    def checkpoint_hashes(self, creator_id: str, after: int, until: int) -> list[tuple[int, str]]:
        """Sequence and hash of the checkpoints above one sequence and up to another."""
        own = [each for each in self.signed if each.creator_id == creator_id]
        return sorted((each.sequence, each.hash) for each in own if after < each.sequence <= until)

    def checkpoints_up_to(self) -> datetime | None:
        """Until when everything that was written has been looked at."""
        return self.up_to

    def put_checkpoints_up_to(self, at: datetime) -> None:
        """Notes it; it never goes back."""
        self.up_to = max(at, self.up_to or at)


class _Refusals:
    def __init__(self) -> None:
        self.tallies: dict[str, dict[str, Any]] = {}
        self._counting = threading.Lock()

    def note_refusal(self, tally: Tally, entry: Activity) -> bool:
        """Whether the refusal has to be logged now; otherwise it has been counted."""
        with self._counting:
            blank = {"callers": [], "count": 0, "ends_at": tally.ends_at, "latest": None, "closed": False}
            row = self.tallies.setdefault(tally.id, blank)
            if row["closed"]:
                return True
            if entry.actor_id not in row["callers"] and len(row["callers"]) < tally.most:
                row["callers"].append(entry.actor_id)
                return True
            row["count"] += 1
            row["latest"] = entry
            return False

    def ended_tallies(self, now: datetime, limit: int) -> list[str]:
        """Tallies whose window has passed, those that ended first to begin with."""
        ended = [(row["ends_at"], name) for name, row in self.tallies.items() if row["ends_at"] <= now]
        return [name for _, name in sorted(ended)][:limit]

    def close_tally(self, tally_id: str) -> Tallied:
        """What a tally has counted; from now on nothing is added to it."""
        row = self.tallies.get(tally_id)
        if row is None:
            return Tallied(tally_id, 0, None)
        row["closed"] = True
        return Tallied(tally_id, row["count"], row["latest"])

    def drop_tally(self, tally_id: str) -> None:
        """Forgets a tally."""
        self.tallies.pop(tally_id, None)


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


class FakeStore(_ActivityLog, _Refusals, _Offers):
    """Keeps the promises of `services.roster.store.Store`."""

    def __init__(self) -> None:
        _ActivityLog.__init__(self)
        _Refusals.__init__(self)
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

    def delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """All delegations of the agency with these creators, newest first."""
        pairs = {(agency_id, creator_id) for creator_id in creator_ids}
        return [each for each in self._newest_first() if _pair(each) in pairs]

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

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators."""
        wanted = set(creator_ids)
        return [each for each in self.active_delegations(agency_id) if each.creator_id in wanted]

    def changed_delegations(self, agency_id: str, after: tuple[datetime, str], limit: int) -> list[Changed]:
        """Up to `limit` of the agency's delegations in the order of their last change, behind `after`."""
        own = [each for each in self.delegations.all() if each.agency_id == agency_id]
        times = self.delegations.changed_at
        rows = [Changed(each.id, each.creator_id, times[each.id]) for each in own if each.id in times]
        ordered = sorted(rows, key=lambda row: (row.at, row.delegation_id))
        return [row for row in ordered if (row.at, row.delegation_id) > after][:limit]

    def expired_delegations(
        self, now: datetime, after: tuple[datetime, str] | None, limit: int
    ) -> list[tuple[datetime, str]]:
        """End date and id of open delegations whose end date has passed, the oldest first."""
        open_ = [each for each in self.delegations.all() if each.state in OPEN]
        rows = sorted((each.expires_at, each.id) for each in open_ if each.expires_at)
        return [row for row in rows if row[0] <= now and (after is None or row > after)][:limit]

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
