"""What use cases ask of the store about people, invitations, and attempts to prove something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from services.roster.domain.people.invitations import Flood, Invitation, InvitationState
from services.roster.domain.people.owners import Departures
from services.roster.domain.people.person import ExternalIdentity, Person
from services.roster.domain.people.resets import Reset
from services.roster.domain.people.throttling import Taken
from services.shared.commands import Repository
from services.shared.paging import PageRequest


class PeopleStore(Protocol):
    """The part of the store that knows people."""

    @property
    def people(self) -> Repository[Person]:
        """People."""
        ...

    @property
    def invitations(self) -> Repository[Invitation]:
        """Invitations."""
        ...

    @property
    def resets(self) -> Repository[Reset]:
        """Links to new passwords."""
        ...

    @property
    def departures(self) -> Repository[Departures]:
        """Owners who are about to be so no longer, by agency."""
        ...

    def claim_email(self, email: str, person_id: str) -> str:
        """The id of the person whose the address is: `person_id`, unless it was claimed before."""
        ...

    def person_by_email(self, email: str) -> Person | None:
        """The person with that address, in lower case."""
        ...

    def person_by_identity(self, identity: ExternalIdentity) -> Person | None:
        """The person who has that external identity."""
        ...

    def names_of_people(self, person_ids: Iterable[str]) -> dict[str, str]:
        """What these people are called, by id; unknown ones are left out."""
        ...

    def with_second_factor(self) -> Iterator[Person]:
        """Everybody who has a second factor, confirmed or not, in no order. Reads all people."""
        ...

    def people_page(self, page: PageRequest, *, party_id: str = "", email: str = "") -> list[Person]:
        """The people of a party, or with an address, or all, for a page, and one more."""
        ...

    def owners_of(self, party_id: str) -> dict[str, int]:
        """The versions of an agency's owners by their ids."""
        ...

    def invitations_page(
        self, party_id: str, state: InvitationState | None, now: datetime, page: PageRequest
    ) -> list[Invitation]:
        """The invitations of a party for a page, and one more; `state` as it is at that moment."""
        ...

    def flood_of(self, party_id: str, email: str, now: datetime) -> Flood:
        """How much a party has invited, in all and to that address."""
        ...

    def take_attempt(self, key: str, most: float, half_life: timedelta, now: datetime) -> Taken:
        """Counts an attempt, unless there are `most` already: one atomic step."""
        ...

    def return_attempt(self, key: str) -> None:
        """Takes an attempt out of the count again."""
        ...

    def clear_attempts(self, key: str) -> None:
        """Forgets a count."""
        ...

    def note_address(self, person_id: str, address: str, now: datetime) -> None:
        """Notes that a person has signed in from an address; forgotten half a year later."""
        ...

    def knows_address(self, person_id: str, address: str) -> bool:
        """Whether the person has signed in from the address."""
        ...
