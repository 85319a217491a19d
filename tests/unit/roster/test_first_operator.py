"""The person who is the operator at first."""

from __future__ import annotations

import pytest

from services.roster.domain.parties import Party
from services.roster.domain.people.commands import SignIn
from services.roster.domain.people.roles import Role
from services.roster.handlers.parties import ensure_operator
from services.roster.handlers.people.operators import ensure_person
from services.roster.handlers.people.signing_in import Outcome, sign_in
from services.shared.commands import Commit
from services.shared.errors import Invalid
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.people import SEALS, person

EMAIL, PASSWORD = "operator@callboard.localhost", "w4mLkPz0-vY2_qRt"


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def operator(store: FakeStore) -> Party:
    return ensure_operator(store, FakeClock(), client_id="op_client", client_secret="s" * 43)


def ensure(store: FakeStore, password: str = PASSWORD) -> None:
    ensure_person(store, FakeClock(), party=operator(store), email=EMAIL, password=password)


def test_she_signs_in_with_the_first_password_until_she_has_her_own(store: FakeStore) -> None:
    ensure(store)
    ensure(store, "another one, of a later start")
    (made,) = store.people.all()
    assert [each.role for each in made.memberships] == [Role.OPERATOR]
    form = SignIn(EMAIL, PASSWORD, "", "192.0.2.1")
    assert sign_in(store, FakeClock(), SEALS, form).outcome is Outcome.SIGNED_IN


def test_nobody_becomes_operator_by_having_the_address_already(store: FakeStore) -> None:
    theirs = person(email=EMAIL)
    store.people.insert(theirs, Commit())
    ensure(store)
    assert store.people.all() == [theirs]


def test_a_short_password_is_refused(store: FakeStore) -> None:
    with pytest.raises(Invalid):
        ensure(store, "short")
    assert store.people.all() == []
