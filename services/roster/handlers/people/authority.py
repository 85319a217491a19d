"""Whether whoever asks may decide about the people of a party."""

from __future__ import annotations

from services.roster.domain.people.person import Person
from services.roster.store import Store
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden

READ, WRITE = "marketplace.people.read", "marketplace.people.write"


def require(store: Store, *, party_id: str, person_id: str, scope: str) -> Person | None:
    """The person who asks, None for a client, which counts as an owner. Raises Forbidden.

    Her role is looked up, whatever her token says: it may be older than her role.
    """
    if not person_id:
        return None
    person = store.people.get(person_id)
    if person is None or not may(person, party_id, scope):
        raise Forbidden("Your role does not allow this; ask an owner.", code=ErrorCode.ROLE_NOT_ALLOWED)
    return person


def may(person: Person | None, party_id: str, scope: str = WRITE) -> bool:
    """Whether the person's role in the party allows it now."""
    membership = person.membership_of(party_id) if person else None
    return membership is not None and scope in membership.scopes
