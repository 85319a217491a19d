"""The in-memory twin of the part of roster's store that keeps applications and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.roster.domain.applications import Application
from services.roster.domain.people.person import Person
from services.roster.domain.sessions import Ended, Session, end
from services.roster.store.sessions_port import Which
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository, listed


class Sessions:
    """`services.roster.store.sessions.SessionQueries` in memory."""

    people: MemoryRepository[Person]

    def __init__(self) -> None:
        self.applications: MemoryRepository[Application] = MemoryRepository()
        self.sessions: MemoryRepository[Session] = MemoryRepository()

    def applications_page(self, party_id: str, page: PageRequest) -> list[Application]:
        """The applications of a party for a page, and one more."""
        return listed(self._applications_of(party_id), page)

    def count_applications(self, party_id: str) -> int:
        """How many applications a party has."""
        return len(self._applications_of(party_id))

    def _applications_of(self, party_id: str) -> list[Application]:
        return [each for each in self.applications.all() if each.party_id == party_id]

    def remove_application(self, application_id: str) -> None:
        """Removes an application."""
        self.applications.rows.pop(application_id, None)

    def sessions_page(self, person_id: str, now: datetime, page: PageRequest) -> list[Session]:
        """The open sessions of a person for a page, and one more."""
        own = [each for each in self.sessions.all() if each.is_open(now)]
        return listed([each for each in own if self.session_is_open(each.id, person_id)], page)

    def end_sessions(self, which: Which, because: Ended, now: datetime) -> None:
        """Ends sessions."""
        for each in self.sessions.all():
            ended = end(each, because, now)
            if _fits(each, which) and ended is not each:
                self.sessions.rows[each.id] = replace(ended, version=each.version + 1)

    def session_is_open(self, session_id: str, person_id: str) -> bool:
        """Whether the session of a token is the person's, and was not ended."""
        session, person = self.sessions.get(session_id), self.people.get(person_id)
        if session is None or person is None or session.person_id != person_id or session.ended_at:
            return False
        begun = session.code is None or session.code.used
        return begun and session.created_at >= person.sessions_valid_from


def _fits(session: Session, which: Which) -> bool:
    return (
        which.person_id in ("", session.person_id)
        and which.client_id in ("", session.client_id)
        and which.parent_id in ("", session.parent_id)
        and session.id not in which.but
    )
