"""Pairs and delegations in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from services.roster.domain.delegations import OPEN, Change, Changed, Delegation, DelegationState
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKey
from services.roster.domain.roster import Selection, Standing
from services.shared.commands import Duplicate
from services.shared.due import Position
from services.shared.paging import PageRequest
from tests.fakes.clock import START
from tests.fakes.memory import MemoryRepository, listed


class Delegations:
    def __init__(self) -> None:
        self.pairs: MemoryRepository[Pair] = MemoryRepository()
        self._records: dict[str, Delegation] = {}
        self._changes: dict[str, Change] = {}
        self._changed_at: dict[str, datetime] = {}
        self._touched_at: dict[str, datetime] = {}
        self.database_now: Callable[[], datetime] = lambda: START

    def pairs_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Pair]:
        """The pairs of the agency with these creators."""
        found = (self.pairs.get(pair_id(agency_id, each)) for each in creator_ids)
        return [each for each in found if each]

    def pairs_of(self, creator_id: str) -> list[Pair]:
        """The pairs of the creator with agencies to whom she has granted something that has not ended."""
        active = [each for each in self._records.values() if each.state is DelegationState.ACTIVE]
        ids = [pair_id(each.agency_id, creator_id) for each in active if each.creator_id == creator_id]
        return [pair for each in ids if (pair := self.pairs.get(each))]

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
        self._touched_at[delegation.id] = self.database_now()
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
        self,
        party: PartyKey,
        state: DelegationState | None,
        page: PageRequest,
        limited_to: frozenset[str] = frozenset(),
    ) -> list[Delegation]:
        """The delegations of an agency or a creator for a page, and one more, only by `limited_to` if any."""
        kind, party_id = party
        own = (each for each in self._records.values() if getattr(each, f"{kind}_id") == party_id)
        seen = (each for each in own if not limited_to or each.creator_id in limited_to)
        return listed((each for each in seen if state in (None, each.state)), page)

    def show_creator(self, creator_id: str) -> None:
        """Nothing is copied here."""
        self.touch_lines(creator_id)

    def show_rates(self, creator_id: str) -> None:
        """Nothing is copied here."""
        self.touch_lines(creator_id)

    def touch_lines(self, creator_id: str, agency_id: str = "") -> None:
        """Notes that what rosters show of her, or that of one agency, changes now."""
        for each in self._records.values():
            if each.creator_id == creator_id and agency_id in ("", each.agency_id) and each.state in OPEN:
                self._touched_at[each.id] = self.database_now()

    def on_roster(self, wanted: Selection) -> list[Standing]:
        """At least those that belong on the page: all that are in force."""
        active = [each for each in self._active(wanted.agency_id) if each.active_at(wanted.now)]
        active = [each for each in active if not wanted.limited_to or each.creator_id in wanted.limited_to]
        return [Standing(each, self._touched_at[each.id]) for each in active]

    def _active(self, agency_id: str) -> list[Delegation]:
        own = [each for each in self._newest_first() if each.agency_id == agency_id]
        return [each for each in own if each.state is DelegationState.ACTIVE]

    def active_delegations_with(self, agency_id: str, creator_ids: Iterable[str]) -> list[Delegation]:
        """The agency's delegations in the state active by these creators."""
        wanted = set(creator_ids)
        return [each for each in self._active(agency_id) if each.creator_id in wanted]

    def changed_delegations(self, agency_id: str, after: Position, limit: int) -> list[Changed]:
        """Up to `limit` of the agency's delegations in the order of their last change, behind `after`."""
        own = [each for each in self._newest_first() if each.agency_id == agency_id]
        times = self._changed_at
        rows = [Changed(each.id, each.creator_id, times[each.id]) for each in own if each.id in times]
        ordered = sorted(rows, key=lambda row: (row.at, row.delegation_id))
        return [row for row in ordered if (row.at, row.delegation_id) > after][:limit]

    def is_let(self, agency_id: str, scope: str, now: datetime) -> bool:
        """Whether one creator at least grants the scope to the agency now."""
        return any(each.active_at(now) and scope in each.scopes for each in self._active(agency_id))

    def letting(self, agency_id: str, scope: str, now: datetime) -> list[str]:
        """The creators who grant the scope to the agency now."""
        mine = self._active(agency_id)
        return [each.creator_id for each in mine if each.active_at(now) and scope in each.scopes]

    def requested_of(self, party_id: str, limited_to: frozenset[str] = frozenset()) -> int:
        """How many requests of an agency, or to a creator, are open."""
        mine = [each for each in self._records.values() if party_id in (each.agency_id, each.creator_id)]
        seen = [each for each in mine if not limited_to or each.creator_id in limited_to]
        return sum(each.state is DelegationState.REQUESTED for each in seen)

    def grants_for(
        self, agency_id: str, creator_ids: Iterable[str], scope: str, now: datetime
    ) -> dict[str, tuple[str, int]]:
        """Id and version of the delegations by which these creators grant the scope now."""
        wanted = set(creator_ids)
        return {
            each.creator_id: (each.id, each.version)
            for each in reversed(self._active(agency_id))
            if each.creator_id in wanted and each.active_at(now) and scope in each.scopes
        }

    def _newest_first(self) -> list[Delegation]:
        return [self._records[key] for key in sorted(self._records, reverse=True)]


def _place(delegation: Delegation) -> tuple[str, str, DelegationState]:
    return delegation.agency_id, delegation.creator_id, delegation.state
