"""Applications and sessions in MongoDB."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.roster.domain.applications import Application
from services.roster.domain.sessions import KEPT, Ended, Session
from services.roster.store.session_documents import ApplicationDocument, SessionDocument
from services.roster.store.sessions_port import Which
from services.shared.documents import HISTORY, MongoRepository
from services.shared.lookups import by_id
from services.shared.paging import PageRequest
from services.shared.queries import listed

_OPEN = {"_id": 0, "person_id": 1, "created_at": 1, "ended_at": 1, "code.used": 1}


class SessionQueries:
    """The part of the store that knows applications and sessions."""

    people: MongoRepository[Any]

    def __init__(self) -> None:
        self.applications = MongoRepository(ApplicationDocument, Application)
        self.sessions = MongoRepository(SessionDocument, Session)

    def applications_page(self, party_id: str, page: PageRequest) -> list[Application]:
        """The applications of a party for a page, and one more."""
        rows = self.applications.collection
        found = listed(rows, {"party_id": party_id}, page, "party", HISTORY, sorts=True)
        return [self.applications.load(row) for row in found]

    def count_applications(self, party_id: str) -> int:
        """How many applications a party has."""
        return self.applications.collection.count_documents({"party_id": party_id}, hint="party")

    def remove_application(self, application_id: str) -> None:
        """Removes an application."""
        self.applications.collection.delete_one({"_id": application_id})

    def sessions_page(self, person_id: str, now: datetime, page: PageRequest) -> list[Session]:
        """The open sessions of a person for a page, and one more."""
        valid_from = self._valid_from(person_id)
        if valid_from is None:
            return []
        query = {
            "person_id": person_id,
            "ended_at": None,
            "expires_at": {"$gt": now},
            "created_at": {"$gte": valid_from},
            "code.used": {"$ne": False},
        }
        found = listed(self.sessions.collection, query, page, "person", HISTORY, sorts=True)
        return [self.sessions.load(row) for row in found]

    def end_sessions(self, which: Which, because: Ended, now: datetime) -> None:
        """Ends sessions. Can be repeated."""
        named = {"person_id": which.person_id, "client_id": which.client_id, "parent_id": which.parent_id}
        query: dict[str, Any] = {field: value for field, value in named.items() if value}
        assert query
        query |= {"ended_at": None} | ({"_id": {"$nin": list(which.but)}} if which.but else {})
        ended = {"ended_at": now, "ended_because": because.value, "updated_at": now, "forget_at": now + KEPT}
        self.sessions.collection.update_many(query, {"$set": ended, "$inc": {"version": 1}})

    def session_is_open(self, session_id: str, person_id: str) -> bool:
        """Whether the session of a token is the person's, and was not ended."""
        row = by_id(self.sessions.collection, session_id, _OPEN)
        if row is None or row["person_id"] != person_id or row.get("ended_at") is not None:
            return False
        code, valid_from = row.get("code"), self._valid_from(person_id)
        begun = code is None or bool(code["used"])
        return begun and valid_from is not None and bool(row["created_at"] >= valid_from)

    def _valid_from(self, person_id: str) -> datetime | None:
        """Since when sessions of the person hold; None where there is no such person."""
        row = by_id(self.people.collection, person_id, {"sessions_valid_from": 1})
        return row["sessions_valid_from"] if row else None
