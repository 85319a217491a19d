"""People, invitations, and attempts to prove something, in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from services.roster.domain.people.invitations import COUNTED_OVER, Flood, Invitation, InvitationState
from services.roster.domain.people.owners import Departures
from services.roster.domain.people.person import ExternalIdentity, Person
from services.roster.domain.people.resets import Reset
from services.roster.domain.people.roles import Role
from services.roster.domain.people.throttling import Taken, decayed
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository, listed


class People:
    """The twin of `services.roster.store.people.PeopleQueries`."""

    def __init__(self) -> None:
        self.people: MemoryRepository[Person] = MemoryRepository()
        self.invitations: MemoryRepository[Invitation] = MemoryRepository()
        self.resets: MemoryRepository[Reset] = MemoryRepository()
        self.departures: MemoryRepository[Departures] = MemoryRepository()
        self._emails: dict[str, str] = {}
        self._attempts: dict[str, tuple[float, datetime]] = {}
        self._known: set[tuple[str, str]] = set()
        self._counting = threading.Lock()

    @property
    def of_people(self) -> tuple[MemoryRepository[Any], ...]:
        """Those of people whose aggregates carry events."""
        return (self.people, self.invitations, self.resets)

    def claim_email(self, email: str, person_id: str) -> str:
        """The id of the person whose the address is."""
        return self._emails.setdefault(email, person_id)

    def person_by_email(self, email: str) -> Person | None:
        """The person with that address."""
        return next((each for each in self.people.all() if each.email == email), None)

    def person_by_identity(self, identity: ExternalIdentity) -> Person | None:
        """The person who has that external identity."""
        return next((each for each in self.people.all() if identity in each.identities), None)

    def names_of_people(self, person_ids: Iterable[str]) -> dict[str, str]:
        """What these people are called."""
        wanted = set(person_ids)
        return {each.id: each.name for each in self.people.all() if each.id in wanted}

    def with_second_factor(self) -> Iterator[Person]:
        """Everybody who has a second factor."""
        return iter([each for each in self.people.all() if each.factor])

    def people_page(self, page: PageRequest, *, party_id: str = "", email: str = "") -> list[Person]:
        """The people of a party, or with an address, or all."""
        found = [each for each in self.people.all() if not party_id or each.membership_of(party_id)]
        return listed([each for each in found if email in ("", each.email)], page)

    def owners_of(self, party_id: str) -> dict[str, int]:
        """The versions of an agency's owners by their ids."""
        held = ((each, each.membership_of(party_id)) for each in self.people.all())
        return {each.id: each.version for each, part in held if part and part.role is Role.OWNER}

    def invitations_page(
        self, party_id: str, state: InvitationState | None, now: datetime, page: PageRequest
    ) -> list[Invitation]:
        """The invitations of a party."""
        return listed(self._invited(party_id, state, now), page)

    def _invited(self, party_id: str, state: InvitationState | None, now: datetime) -> list[Invitation]:
        own = [each for each in self.invitations.all() if each.party_id == party_id]
        return [each for each in own if state in (None, each.as_of(now).state)]

    def flood_of(self, party_id: str, email: str, now: datetime) -> Flood:
        """How much a party has invited."""
        lately = [each for each in self._invited(party_id, None, now) if each.created_at > now - COUNTED_OVER]
        pending = self._invited(party_id, InvitationState.PENDING, now)
        return Flood(len(pending), len(lately), sum(each.email == email for each in lately))

    def take_attempt(self, key: str, most: float, half_life: timedelta, now: datetime) -> Taken:
        """Counts an attempt, unless there are `most` already."""
        with self._counting:
            count, at = self._attempts.get(key, (0.0, now))
            left = decayed(count, now - at, half_life)
            admitted = left + 1 <= most
            self._attempts[key] = (left + 1 if admitted else left, now)
            return Taken(self._attempts[key][0], admitted)

    def return_attempt(self, key: str) -> None:
        """Takes an attempt out of the count again."""
        with self._counting:
            if key in self._attempts:
                count, at = self._attempts[key]
                self._attempts[key] = (max(0.0, count - 1), at)

    def clear_attempts(self, key: str) -> None:
        """Forgets a count."""
        with self._counting:
            self._attempts.pop(key, None)

    def note_address(self, person_id: str, address: str, now: datetime) -> None:
        """Notes that a person has signed in from an address."""
        self._known.add((person_id, address))

    def knows_address(self, person_id: str, address: str) -> bool:
        """Whether the person has signed in from the address."""
        return (person_id, address) in self._known
