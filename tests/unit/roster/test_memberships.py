"""Who may say what people are in a party, and that an agency keeps an owner whatever happens at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.commands import ChangePerson, RemovePerson
from services.roster.domain.people.owners import Departure, Departures, depart
from services.roster.domain.people.roles import Role
from services.roster.handlers.people import memberships
from services.shared.commands import Commit, Replayed
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.fakes.roster import FakeStore
from tests.pages import asked
from tests.unit.roster.build import delegation, pair, party
from tests.unit.roster.people import membership, person

OWNER, MANAGER, VIEWER = Role.OWNER, Role.MANAGER, Role.VIEWER


class Agency:
    """An agency with an owner, a manager and a viewer, beside another one."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), FakeClock()
        for party_id in ("ag_1", "ag_2"):
            self.store.parties.insert(party(party_id, PartyKind.AGENCY), Commit())
        self.store.pairs.insert(pair(delegation()), Commit())
        for person_id, role in (("pe_1", OWNER), ("pe_2", MANAGER), ("pe_3", VIEWER)):
            self.add(person_id, role)
        self.add("pe_9", OWNER, "ag_2")

    def add(self, person_id: str, role: Role, party_id: str = "ag_1") -> None:
        self.store.people.insert(person(person_id, membership(party_id, role)), Commit())

    def changes(
        self, person_id: str, by: str = "", version: int | None = None, party_id: str = "ag_1", **to: Any
    ) -> Any:
        command = ChangePerson(party_id, by, person_id, tuple(to.items()), version)
        return memberships.change_person(self.store, self.clock, command, Called(party_id))

    def removes(self, person_id: str, by: str = "", party_id: str = "ag_1", key: str = "") -> Any:
        command = RemovePerson(party_id, by, person_id)
        return memberships.remove_person(self.store, self.clock, command, Called(party_id, key))

    def role_of(self, person_id: str, party_id: str = "ag_1") -> Role | None:
        found = self.store.people.get(person_id)
        held = found.membership_of(party_id) if found else None
        return held.role if held else None


@pytest.fixture
def agency() -> Agency:
    return Agency()


def test_an_owner_and_a_client_change_roles(agency: Agency) -> None:
    assert agency.changes("pe_2", by="pe_1", role=VIEWER).memberships[0].role is VIEWER
    assert agency.changes("pe_2", role=OWNER).memberships[0].role is OWNER
    assert agency.changes("pe_3", creator_ids=("cr_1",)).memberships[0].creator_ids == ("cr_1",)
    assert agency.changes("pe_3", role=OWNER).memberships[0].creator_ids == ()


def test_nobody_else_does(agency: Agency) -> None:
    for by in ("pe_2", "pe_3", "pe_9", "pe_unknown", "ag_1", "$where"):
        with pytest.raises(Forbidden):
            agency.changes("pe_3", by=by, role=OWNER)
        with pytest.raises(Forbidden):
            agency.removes("pe_3", by=by)
    assert agency.role_of("pe_3") is VIEWER


def test_a_manager_does_not_raise_herself(agency: Agency) -> None:
    with pytest.raises(Forbidden):
        agency.changes("pe_2", by="pe_2", role=OWNER)


def test_the_people_of_another_agency_are_unknown(agency: Agency) -> None:
    for person_id in ("pe_9", "pe_unknown", "", "ag_1"):
        with pytest.raises(NotFound):
            agency.changes(person_id, by="pe_1", role=VIEWER)
        with pytest.raises(NotFound):
            agency.removes(person_id, by="pe_1")
        with pytest.raises(NotFound):
            memberships.get_person(agency.store, party_id="ag_1", by_person="pe_1", person_id=person_id)
    listed = memberships.list_people(
        agency.store, party_id="ag_1", person_id="pe_3", page=asked("created_at")
    )
    assert [each.id for each in listed.items] == ["pe_1", "pe_2", "pe_3"]
    with pytest.raises(Forbidden):
        memberships.list_people(agency.store, party_id="ag_2", person_id="pe_3", page=asked("created_at"))


def test_what_a_membership_cannot_be(agency: Agency) -> None:
    for to in (
        {"role": Role.OPERATOR},
        {"role": Role.MEMBER},
        {"role": None},
        {"role": OWNER, "creator_ids": ("cr_1",)},
        {"creator_ids": ("cr_foreign",)},
        {"creator_ids": ("pe_1", "cr_1")},
    ):
        with pytest.raises(Invalid):
            agency.changes("pe_2", **to)
    with pytest.raises(Stale):
        agency.changes("pe_2", version=7, role=VIEWER)
    assert agency.role_of("pe_2") is MANAGER


def test_the_last_owner_stays_one(agency: Agency) -> None:
    for by in ("pe_1", ""):
        with pytest.raises(Conflict, match="last owner"):
            agency.changes("pe_1", by=by, role=MANAGER)
        with pytest.raises(Conflict, match="last owner"):
            agency.removes("pe_1", by=by)
    agency.changes("pe_2", role=OWNER)
    assert agency.changes("pe_1", by="pe_1", role=VIEWER).memberships[0].role is VIEWER
    with pytest.raises(Conflict, match="last owner"):
        agency.removes("pe_2")
    agency.changes("pe_1", role=OWNER)
    agency.removes("pe_2")


def remove_at(agency: Agency, owners: list[str], number: int) -> Any:
    return agency.removes(owners[number])


def test_two_owners_who_remove_each_other_at_once_leave_one() -> None:
    for _ in range(20):
        agency = Agency()
        agency.add("pe_4", OWNER)
        agency.add("pe_5", OWNER)
        owners = ["pe_1", "pe_4", "pe_5"]
        results = concurrently(3, partial(remove_at, agency, owners))
        left = [each for each in owners if agency.role_of(each) is OWNER]
        assert len(left) >= 1, results
        refused = [each for each in results if isinstance(each, Exception)]
        assert all(isinstance(each, Conflict) for each in refused)


def test_a_departure_that_was_broken_off_can_be_tried_again(agency: Agency) -> None:
    agency.changes("pe_2", role=OWNER)
    agency.store.departures.insert(Departures("ag_1", (Departure("pe_1", 1),), 1), Commit())
    with pytest.raises(Conflict):
        agency.removes("pe_2")
    agency.removes("pe_1")
    assert agency.role_of("pe_1") is None
    with pytest.raises(Conflict):
        agency.removes("pe_2")


def test_departures_that_have_happened_or_never_will_do_not_count() -> None:
    noted = Departures("ag_1", (Departure("pe_1", 3), Departure("pe_2", 1)), 4)
    with pytest.raises(Conflict):
        depart(noted, {"pe_1": 3, "pe_4": 1}, "pe_4")
    assert depart(noted, {"pe_1": 4, "pe_4": 1}, "pe_4").leaving == (Departure("pe_4", 1),)
    assert depart(noted, {"pe_1": 3, "pe_4": 1}, "pe_1").leaving == (Departure("pe_1", 3),)


def test_a_removal_keeps_the_account_and_can_be_repeated_under_its_key(agency: Agency) -> None:
    agency.removes("pe_2", key="k")
    with pytest.raises(Replayed):
        agency.removes("pe_2", key="k")
    with pytest.raises(NotFound):
        agency.removes("pe_2")
    assert agency.store.people.get("pe_2") is not None
