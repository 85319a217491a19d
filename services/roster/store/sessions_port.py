"""What use cases ask of the store about applications and sessions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.roster.domain.applications import Application
from services.roster.domain.sessions import Ended, Session
from services.shared.commands import Repository
from services.shared.paging import PageRequest


@dataclass(frozen=True)
class Which:
    """Sessions that are to end: those of which all holds that is said. One of the ids must be."""

    person_id: str = ""
    client_id: str = ""
    parent_id: str = ""
    but: Collection[str] = ()
    """The ids of those that go on."""


class SessionsStore(Protocol):
    """Applications and sessions."""

    @property
    def applications(self) -> Repository[Application]:
        """Applications of parties."""
        ...

    @property
    def sessions(self) -> Repository[Session]:
        """Sign-ins, and applications that were let in."""
        ...

    def applications_page(self, party_id: str, page: PageRequest) -> list[Application]:
        """The applications of a party for a page, and one more."""
        ...

    def count_applications(self, party_id: str) -> int:
        """How many applications a party has."""
        ...

    def remove_application(self, application_id: str) -> None:
        """Removes an application."""
        ...

    def sessions_page(self, person_id: str, now: datetime, page: PageRequest) -> list[Session]:
        """The open sessions of a person for a page, and one more."""
        ...

    def end_sessions(self, which: Which, because: Ended, now: datetime) -> None:
        """Ends sessions. Can be repeated."""
        ...

    def session_is_open(self, session_id: str, person_id: str) -> bool:
        """Whether the session of a token is the person's, was not ended, and is none of those that all ended
        at once, as with a new password.

        Of the session's own end the token's is a bound: no look at a clock. Two documents by their ids.
        """
        ...
