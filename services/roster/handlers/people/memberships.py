"""The people of a party: listed, given another role, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from services.roster.domain.parties import PartyKind
from services.roster.domain.people import owners
from services.roster.domain.people.commands import ChangePerson, RemovePerson
from services.roster.domain.people.owners import Departures
from services.roster.domain.people.person import (
    UNKNOWN_PERSON,
    Membership,
    Person,
    belonging,
    change_membership,
    leave_party,
)
from services.roster.domain.people.roles import LIMITABLE, Role
from services.roster.handlers.people import authority
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode, FieldCode
from services.shared.commands import ATTEMPTS, Invocation, execute, internal, repeatable
from services.shared.errors import Conflict, Stale, invalid
from services.shared.paging import Page, PageRequest


def list_people(store: Store, *, party_id: str, person_id: str, page: PageRequest) -> Page[Person]:
    """The people of a party. Raises Forbidden."""
    authority.require(store, party_id=party_id, person_id=person_id, scope=authority.READ)
    return page.cut(store.people_page(page, party_id=party_id))


def list_accounts(store: Store, *, party_id: str, email: str, page: PageRequest) -> Page[Person]:
    """The people of the installation."""
    return page.cut(store.people_page(page, party_id=party_id, email=email))


def get_person(store: Store, *, party_id: str, by_person: str, person_id: str) -> Person:
    """One of the people of a party; raises NotFound, the same for a foreign person and for none."""
    authority.require(store, party_id=party_id, person_id=by_person, scope=authority.READ)
    person = store.people.get(person_id)
    belonging(person, party_id)
    assert person is not None  # Nobody belongs nowhere.
    return person


def change_person(store: Store, clock: Clock, command: ChangePerson, invocation: Invocation) -> Person:
    """Changes what a person is in a party. Raises Forbidden, NotFound, Stale, Invalid and Conflict."""
    authority.require(store, party_id=command.by_party, person_id=command.by_person, scope=authority.WRITE)
    check_roster(store, command.by_party, dict(command.changes).get("creator_ids", ()))

    def decide(person: Person) -> Person:
        present = belonging(person, command.by_party)
        if command.expected_version not in (None, person.version):
            raise Stale("The person has changed in the meantime; read her again.")
        return change_membership(person, _changed(present, command), clock.now())

    return _change(store, clock, command.by_party, command.person_id, decide, invocation)


def remove_person(store: Store, clock: Clock, command: RemovePerson, invocation: Invocation) -> Person:
    """Ends a person's membership of a party. Raises Forbidden, NotFound and Conflict."""
    authority.require(store, party_id=command.by_party, person_id=command.by_person, scope=authority.WRITE)

    def decide(person: Person) -> Person:
        return leave_party(person, command.by_party, clock.now())

    return _change(store, clock, command.by_party, command.person_id, decide, invocation)


def _changed(present: Membership, command: ChangePerson) -> Membership:
    named = dict(command.changes)
    role = named.get("role", present.role)
    if role is None:
        raise invalid("role", "is required", FieldCode.REQUIRED)
    limits = named.get("creator_ids", present.creator_ids if role in LIMITABLE else ())
    return replace(present, role=Role(role), creator_ids=limits)


def check_roster(store: Store, agency_id: str, creator_ids: Iterable[str]) -> None:
    """Raises Invalid where one of them has never been on the agency's roster, or is nobody."""
    wanted = set(creator_ids)
    known = {pair.id.partition(":")[2] for pair in store.pairs_with(agency_id, wanted)} if wanted else set()
    if wanted - known:
        raise invalid("creator_ids", "must be creators of the agency's roster", FieldCode.NOT_ALLOWED)


class _Moved(Exception):
    """The person has changed since her departure as an owner was noted."""


def _change(
    store: Store,
    clock: Clock,
    party_id: str,
    person_id: str,
    decide: Callable[[Person], Person],
    invocation: Invocation,
) -> Person:
    """Changes a person; where she is to be an owner no longer, another one stays."""
    with repeatable(store.people, person_id, invocation):
        for _ in range(ATTEMPTS):
            try:
                return _change_once(store, clock, party_id, person_id, decide, invocation)
            except _Moved:
                continue
    raise Conflict("It is being changed by many at once; try again.", code=ErrorCode.CHANGED_AT_ONCE)


def _change_once(
    store: Store,
    clock: Clock,
    party_id: str,
    person_id: str,
    decide: Callable[[Person], Person],
    invocation: Invocation,
) -> Person:
    present = store.people.get(person_id)
    noted = 0
    if present is not None and _ceases_to_own(present, decide(present), party_id):
        noted = present.version
        _note_departure(store, clock, party_id, person_id, noted)

    def unless_moved(person: Person) -> Person:
        changed = decide(person)
        if _ceases_to_own(person, changed, party_id) and person.version != noted:
            raise _Moved
        return changed

    return execute(
        store.people,
        person_id,
        unless_moved,
        unannounced,
        invocation,
        clock,
        missing=UNKNOWN_PERSON,
        missing_code=ErrorCode.PERSON_NOT_FOUND,
    )


def _ceases_to_own(present: Person, changed: Person, party_id: str) -> bool:
    return _owns(present, party_id) and not _owns(changed, party_id)


def _owns(person: Person, party_id: str) -> bool:
    membership = person.membership_of(party_id)
    return (
        membership is not None and membership.party_kind is PartyKind.AGENCY and membership.role is Role.OWNER
    )


def _note_departure(store: Store, clock: Clock, party_id: str, person_id: str, version: int) -> None:
    """Notes that an owner is about to be so no longer. Raises Conflict where she is the last."""

    def decide(departures: Departures) -> Departures:
        present = store.owners_of(party_id)
        if present.get(person_id) != version:
            raise _Moved
        return owners.depart(departures, present, person_id)

    execute(
        store.departures,
        party_id,
        decide,
        unannounced,
        internal(party_id),
        clock,
        blank=Departures(party_id),
    )
