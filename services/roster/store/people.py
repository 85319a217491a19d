"""People, invitations, and attempts to prove something, in MongoDB."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.roster.domain.people.invitations import (
    COUNTED_OVER,
    Flood,
    Invitation,
    InvitationState,
)
from services.roster.domain.people.owners import Departures
from services.roster.domain.people.person import ExternalIdentity, Person
from services.roster.domain.people.resets import Reset
from services.roster.domain.people.roles import Role
from services.roster.domain.people.throttling import Taken
from services.roster.store.people_documents import (
    AttemptsDocument,
    DeparturesDocument,
    EmailDocument,
    InvitationDocument,
    KnownAddressDocument,
    PersonDocument,
    ResetDocument,
)
from services.shared.documents import HISTORY, UNCONFIRMED, MongoRepository
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed

Query = dict[str, Any]


class PeopleQueries:
    """The part of the store that knows people."""

    def __init__(self) -> None:
        self.people = MongoRepository(PersonDocument, Person)
        self.invitations = MongoRepository(InvitationDocument, Invitation)
        self.resets = MongoRepository(ResetDocument, Reset)
        self.departures = MongoRepository(DeparturesDocument, Departures)

    @property
    def of_people(self) -> tuple[MongoRepository[Any], ...]:
        """Those of people whose aggregates carry events."""
        return (self.people, self.invitations, self.resets)

    def claim_email(self, email: str, person_id: str) -> str:
        """The id of the person whose the address is: `person_id`, unless it was claimed before.

        A claim is never changed: a person whose address was claimed by a process that then died gets the id
        of that claim.
        """
        emails = EmailDocument._get_collection()
        try:
            emails.insert_one({"_id": email, "person_id": person_id})
            return person_id
        except DuplicateKeyError:
            # Never removed, so that it is there to be read.
            return str(emails.find_one({"_id": email})["person_id"])

    def person_by_email(self, email: str) -> Person | None:
        """The person with that address, in lower case."""
        return next(self.people.find({"email": email}, limit=1), None)

    def person_by_identity(self, identity: ExternalIdentity) -> Person | None:
        """The person who has that external identity."""
        named = {"issuer": identity.issuer, "subject": identity.subject}
        return next(self.people.find({"identities": {"$elemMatch": named}}, limit=1), None)

    def names_of_people(self, person_ids: Iterable[str]) -> dict[str, str]:
        """What these people are called, by id; unknown ones are left out."""
        wanted = list(person_ids)
        if not wanted:
            return {}
        rows = self.people.collection.find({"_id": {"$in": wanted}}, {"name": 1})
        return {row["_id"]: row["name"] for row in rows}

    def with_second_factor(self) -> Iterator[Person]:
        """Everybody who has a second factor, confirmed or not, in no order. Reads all people."""
        return self.people.find({"factor.secret": {"$exists": True}})

    def people_page(self, page: PageRequest, *, party_id: str = "", email: str = "") -> list[Person]:
        """The people of a party, or with an address, or all, for a page, and one more."""
        query: Query = {"memberships.party_id": party_id} if party_id else {}
        query |= {"email": email} if email else {}
        orders = ("party", "party_updated") if party_id else ("created", "updated")
        index, sorts = ("email", True) if email else index_of(page, *orders)
        rows = listed(self.people.collection, query, page, index, HISTORY, sorts=sorts)
        return [self.people.load(row) for row in rows]

    def owners_of(self, party_id: str) -> dict[str, int]:
        """The versions of an agency's owners by their ids."""
        owner = {"party_id": party_id, "role": Role.OWNER.value}
        rows = self.people.collection.find({"memberships": {"$elemMatch": owner}}, {"version": 1})
        return {row["_id"]: row["version"] for row in rows}

    def invitations_page(
        self, party_id: str, state: InvitationState | None, now: datetime, page: PageRequest
    ) -> list[Invitation]:
        """The invitations of a party for a page, and one more; `state` as it is at that moment."""
        query = {"party_id": party_id, **_in_state(state, now)}
        index, sorts = index_of(page, "party", "party_updated")
        rows = listed(self.invitations.collection, query, page, index, HISTORY, sorts=sorts)
        return [self.invitations.load(row) for row in rows]

    def flood_of(self, party_id: str, email: str, now: datetime) -> Flood:
        """How much a party has invited, in all and to that address."""
        count, own = self.invitations.collection.count_documents, {"party_id": party_id}
        lately: Query = {**own, "created_at": {"$gt": now - COUNTED_OVER}}
        return Flood(
            pending=count({**own, **_in_state(InvitationState.PENDING, now)}),
            made=count(lately),
            to_address=count({**lately, "email": email}),
        )

    def take_attempt(self, key: str, most: float, half_life: timedelta, now: datetime) -> Taken:
        """Counts an attempt, unless there are `most` already: one atomic step."""
        attempts = AttemptsDocument._get_collection()
        stages = _taking(most, half_life, now)
        for _ in range(2):  # Where another begins the count at the same moment, it is there the second time.
            try:
                row = attempts.find_one_and_update(
                    {"_id": key}, stages, upsert=True, return_document=ReturnDocument.AFTER
                )
                break
            except DuplicateKeyError:
                continue
        else:
            return Taken(most, admitted=False)
        return Taken(row["count"], row["admitted"])

    def return_attempt(self, key: str) -> None:
        """Takes an attempt out of the count again."""
        less = {"$max": [0.0, {"$subtract": ["$count", 1.0]}]}
        AttemptsDocument._get_collection().update_one({"_id": key}, [{"$set": {"count": less}}])

    def clear_attempts(self, key: str) -> None:
        """Forgets a count."""
        AttemptsDocument._get_collection().delete_one({"_id": key})

    def note_address(self, person_id: str, address: str, now: datetime) -> None:
        """Notes that a person has signed in from an address; forgotten half a year later."""
        known = KnownAddressDocument._get_collection().with_options(write_concern=UNCONFIRMED)
        known.update_one({"_id": _known(person_id, address)}, {"$set": {"at": now}}, upsert=True)

    def knows_address(self, person_id: str, address: str) -> bool:
        """Whether the person has signed in from the address."""
        wanted = {"_id": _known(person_id, address)}
        return KnownAddressDocument._get_collection().find_one(wanted) is not None


def _known(person_id: str, address: str) -> str:
    return f"{person_id}:{hashlib.sha256(address.encode()).hexdigest()}"


def _in_state(state: InvitationState | None, now: datetime) -> Query:
    """What is in a state at a moment: that one has expired is not kept."""
    if state is None:
        return {}
    if state is InvitationState.EXPIRED:
        return {"state": InvitationState.PENDING.value, "expires_at": {"$lte": now}}
    if state is InvitationState.PENDING:
        return {"state": state.value, "expires_at": {"$gt": now}}
    return {"state": state.value}


def _taking(most: float, half_life: timedelta, now: datetime) -> list[Query]:
    """The count as it has decayed, with one more where there is room."""
    milliseconds = {"$max": [0, {"$subtract": [now, {"$ifNull": ["$at", now]}]}]}
    halved = {"$pow": [0.5, {"$divide": [milliseconds, half_life.total_seconds() * 1000]}]}
    left = {"$multiply": [{"$ifNull": ["$count", 0.0]}, halved]}
    room = {"$lte": [{"$add": ["$count", 1.0]}, most]}
    return [
        {"$set": {"count": left, "at": now}},
        {"$set": {"admitted": room}},
        {"$set": {"count": {"$cond": ["$admitted", {"$add": ["$count", 1.0]}, "$count"]}}},
    ]
