"""Applications and sessions in either store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain import sessions
from services.roster.domain.applications import Application
from services.roster.domain.people.person import Person
from services.roster.domain.sessions import Code, Ended, Exchange, Outcome, Session
from services.roster.handlers.oauth import execute_on
from services.roster.store import Store
from services.roster.store.sessions_port import Which
from services.shared.commands import Commit, internal
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import START, FakeClock
from tests.pages import asked
from tests.unit.roster.test_sessions import CHALLENGE, VERIFIER

LATER = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Two people."""
    for name in ("1", "2"):
        store.people.insert(Person(f"pe_{name}", f"{name}@example.com", name, START, START, START), Commit())


def put(store: Store, name: str, person: str = "1", **fields: Any) -> Session:
    made = replace(
        sessions.new_session(f"se_{name}", f"pe_{person}", START, "192.0.2.1", "Firefox"), **fields
    )
    store.sessions.insert(made, Commit())
    return made


def code(text: str = "co.se_1.x", **fields: Any) -> Code:
    return replace(
        Code(sessions.sha256(text), START + timedelta(minutes=1), "https://x/", CHALLENGE), **fields
    )


def test_a_session_is_read_as_it_was_written(store: Store) -> None:
    made = put(store, "1", client_id="portal", code=code(), scopes=("a", "b"), rotated_at=START)
    assert store.sessions.get("se_1") == made


def test_a_session_is_open_for_its_person_until_it_has_ended(store: Store) -> None:
    put(store, "1")
    assert store.session_is_open("se_1", "pe_1")
    assert not store.session_is_open("se_1", "pe_2")
    assert not store.session_is_open("se_1", "")
    assert not store.session_is_open("se_none", "pe_1")
    store.end_sessions(Which(person_id="pe_1"), Ended.REVOKED, LATER)
    assert not store.session_is_open("se_1", "pe_1")


def test_one_that_waits_for_its_code_is_not_open(store: Store) -> None:
    put(store, "1", client_id="portal", code=code())
    put(store, "2", client_id="portal", code=code(used=True))
    put(store, "3", person="none")
    assert [store.session_is_open(f"se_{each}", "pe_1") for each in "12"] == [False, True]
    assert not store.session_is_open("se_3", "pe_none")


def test_all_that_began_before_a_moment_have_ended(store: Store) -> None:
    put(store, "1")
    put(store, "2", created_at=LATER)
    person = store.people.get("pe_1")
    assert person
    store.people.replace(replace(person, sessions_valid_from=LATER, version=2), 1, Commit())
    assert [store.session_is_open(f"se_{each}", "pe_1") for each in "12"] == [False, True]
    assert [each.id for each in store.sessions_page("pe_1", START, asked("-updated_at"))] == ["se_2"]


def test_a_person_has_a_page_of_her_open_sessions(store: Store) -> None:
    for number in range(3):
        put(store, str(number), updated_at=START + timedelta(minutes=number))
    put(store, "ended", ended_at=START)
    put(store, "waiting", code=code())
    put(store, "over", expires_at=START)
    put(store, "hers", person="2")
    page = store.sessions_page("pe_1", START, asked("-updated_at"))
    assert [each.id for each in page] == ["se_2", "se_1", "se_0"]
    assert [each.id for each in store.sessions_page("pe_1", START, asked("updated_at", 2))] == [
        "se_0",
        "se_1",
    ]
    assert store.sessions_page("pe_none", START, asked("updated_at")) == []


def test_those_end_of_which_all_holds_that_is_said(store: Store) -> None:
    put(store, "1", client_id="portal", parent_id="se_a")
    put(store, "2", client_id="app_1", parent_id="se_a")
    put(store, "3", client_id="portal", parent_id="se_b")
    put(store, "4", person="2", client_id="app_1")

    def ended() -> set[str]:
        found = (store.sessions.get(f"se_{each}") for each in "1234")
        return {each.id for each in found if each and each.ended_at}

    store.end_sessions(Which(parent_id="se_a", client_id="portal"), Ended.SIGNED_OUT, LATER)
    assert ended() == {"se_1"}
    store.end_sessions(Which(client_id="app_1"), Ended.APPLICATION_REMOVED, LATER)
    assert ended() == {"se_1", "se_2", "se_4"}
    store.end_sessions(Which(person_id="pe_1", but={"se_3"}), Ended.ENDED_BY_PERSON, LATER)
    assert ended() == {"se_1", "se_2", "se_4"}
    first = store.sessions.get("se_1")
    assert first
    assert (first.ended_because, first.ended_at, first.version) == (Ended.SIGNED_OUT, LATER, 2)


def test_of_two_exchanges_one_wins_and_ends_nothing_of_its_own(store: Store, clock: FakeClock) -> None:
    put(store, "1", client_id="portal", seed="s", code=code())
    given = Exchange("portal", "co.se_1.x", "https://x/", VERIFIER)
    outcomes: list[Outcome] = []

    def exchange(_: int) -> None:
        seen = Outcome.REFUSED

        def decide(current: Session) -> Session:
            nonlocal seen
            changed, seen = sessions.exchange(current, given, clock.now())
            return changed

        execute_on(store, clock, "se_1", decide, internal("pe_1"))
        outcomes.append(seen)

    concurrently(4, exchange)
    assert outcomes.count(Outcome.GRANTED) == 1
    assert outcomes.count(Outcome.REUSED) == 3
    session = store.sessions.get("se_1")
    assert session
    assert session.ended_because is Ended.CODE_REUSED


def test_of_two_refreshes_one_writes_and_both_have_the_successor(store: Store, clock: FakeClock) -> None:
    first = sessions.first_token(put(store, "0", seed="s"), "co.se_0.x")
    put(store, "1", client_id="portal", seed="s", refresh_hash=sessions.sha256(first.replace("se_0", "se_1")))
    proof = sessions.read_token(first.replace("se_0", "se_1"))
    assert proof
    outcomes: list[Outcome] = []

    def refresh(_: int) -> None:
        seen = Outcome.REFUSED

        def decide(current: Session) -> Session:
            nonlocal seen
            changed, seen = sessions.refresh(current, proof, clock.now())
            return changed

        execute_on(store, clock, "se_1", decide, internal("pe_1"))
        outcomes.append(seen)

    concurrently(4, refresh)
    assert outcomes == [Outcome.GRANTED] * 4
    session = store.sessions.get("se_1")
    assert session
    assert (session.rotations, session.ended_at, session.version) == (1, None, 2)


def application(name: str, party: str = "ag_1", **fields: Any) -> Application:
    return Application(f"app_{name}", party, name, ("https://x/",), START, START, **fields)


def test_a_party_has_a_page_of_its_applications(store: Store) -> None:
    for name in ("1", "2"):
        store.applications.insert(application(name, secret_hash=name), Commit())
    store.applications.insert(application("3", "ag_2"), Commit())
    page = store.applications_page("ag_1", asked("created_at"))
    assert [each.id for each in page] == ["app_1", "app_2"]
    assert [store.count_applications(each) for each in ("ag_1", "ag_2", "ag_3")] == [2, 1, 0]
    store.remove_application("app_1")
    store.remove_application("app_1")
    assert store.applications.get("app_1") is None
    assert [each.id for each in store.applications_page("ag_1", asked("-created_at"))] == ["app_2"]
