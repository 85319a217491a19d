"""People, invitations, and attempts to prove something, in either store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.people.invitations import Flood, InvitationState
from services.roster.domain.people.owners import Departure, Departures
from services.roster.domain.people.person import ExternalIdentity, Locale, SecondFactor
from services.roster.domain.people.roles import Role
from services.shared.commands import Commit
from tests.contracts.roster.concurrently import concurrently
from tests.contracts.roster.test_queries import ids, keep
from tests.fakes.clock import START
from tests.pages import asked
from tests.unit.roster.people import invitation, membership, person, reset

HALF_LIFE = timedelta(minutes=15)
HOUR = timedelta(hours=1)
HOSTILE = ["$where", "{'$gt': ''}", "", "a\u202e@example.com", "pe_1@example.com ", ".*@example.com"]


def test_what_is_kept_of_people_reads_back_as_it_was(store: Any) -> None:
    whole = person(
        "pe_1",
        membership("ag_1", Role.MANAGER, "cr_1", "cr_2"),
        membership("op_1"),
        locale=Locale.ES,
        time_zone="Europe/Madrid",
        password_hash="$argon2id$…",
        email_proven=True,
        factor=SecondFactor("SECRET", confirmed=True, last_step=2**40, recovery_codes=("0" * 64,)),
        identities=(ExternalIdentity("https://issuer.example.com", "1"),),
    )
    keep(store.people, whole)
    assert store.people.get("pe_1") == whole
    invited = invitation(creator_ids=("cr_1",), tokens=("1" * 64,), invited_by_name="Zoë")
    keep(store.invitations, invited)
    assert store.invitations.get("iv_1") == invited
    keep(store.resets, reset(tokens=("2" * 64,)))
    assert store.resets.get("rs_1") == reset(tokens=("2" * 64,))
    leaving = Departures("ag_1", (Departure("pe_1", 3),), 1)
    keep(store.departures, leaving)
    assert store.departures.get("ag_1") == leaving


def test_everybody_with_a_second_factor(store: Any) -> None:
    sealed, waiting = SecondFactor("SEALED", confirmed=True), SecondFactor("SECRET")
    keep(store.people, person("pe_1", factor=sealed), person("pe_2"), person("pe_3", factor=waiting))
    assert {each.id: each.factor for each in store.with_second_factor()} == {"pe_1": sealed, "pe_3": waiting}


def test_an_address_is_of_one_person(store: Any) -> None:
    claimed = concurrently(8, lambda number: store.claim_email("ana@example.com", f"pe_{number}"))
    assert len(set(claimed)) == 1
    assert store.claim_email("ana@example.com", "pe_9") == claimed[0]
    assert store.claim_email("bob@example.com", "pe_9") == "pe_9"


def test_a_person_by_her_address_or_by_who_she_is_elsewhere(store: Any) -> None:
    hers = ExternalIdentity("https://issuer.example.com", "1")
    keep(store.people, person("pe_1", identities=(hers,)), person("pe_2"))
    assert store.person_by_email("pe_2@example.com").id == "pe_2"
    for text in HOSTILE:
        assert store.person_by_email(text) is None
    assert store.person_by_identity(hers).id == "pe_1"
    assert store.person_by_identity(replace(hers, issuer="https://other.example.com")) is None
    assert store.person_by_identity(replace(hers, subject="2")) is None


def test_pages_of_people_are_of_one_party(store: Any) -> None:
    made = [
        person(
            f"pe_{number}",
            membership("ag_1" if number % 2 else "ag_2", Role.VIEWER),
            created_at=START + timedelta(hours=number),
            updated_at=START + timedelta(hours=10 - number),
        )
        for number in range(6)
    ]
    keep(store.people, *made)
    assert ids(store.people_page(asked("created_at"), party_id="ag_1")) == ["pe_1", "pe_3", "pe_5"]
    assert ids(store.people_page(asked("-updated_at"), party_id="ag_2")) == ["pe_0", "pe_2", "pe_4"]
    behind = asked("created_at", after=(made[1].created_at, "pe_1"))
    assert ids(store.people_page(behind, party_id="ag_1")) == ["pe_3", "pe_5"]
    fresh = asked("created_at", since=START + timedelta(hours=7))
    assert ids(store.people_page(fresh, party_id="ag_1")) == ["pe_1", "pe_3"]
    assert ids(store.people_page(asked("-created_at", 3))) == ["pe_5", "pe_4", "pe_3"]
    assert ids(store.people_page(asked("created_at"), email="pe_3@example.com")) == ["pe_3"]
    assert ids(store.people_page(asked("created_at"), party_id="ag_2", email="pe_3@example.com")) == []
    for text in HOSTILE[:2]:
        assert store.people_page(asked("created_at"), party_id=text) == []


def test_owners_are_those_of_the_agency(store: Any) -> None:
    keep(
        store.people,
        person("pe_1"),
        person("pe_2", membership("ag_1", Role.MANAGER), membership("ag_2")),
        person("pe_3", membership("ag_2", Role.VIEWER), membership("ag_1")),
    )
    assert store.people.replace(person("pe_3", membership("ag_1"), version=2), 1, Commit())
    assert store.owners_of("ag_1") == {"pe_1": 1, "pe_3": 2}
    assert store.owners_of("ag_2") == {"pe_2": 1}
    assert store.owners_of("ag_9") == {}


def test_pages_of_invitations_by_what_has_become_of_them(store: Any) -> None:
    now = START + timedelta(days=8)
    keep(
        store.invitations,
        invitation("iv_1"),
        invitation("iv_2", created_at=START + HOUR, expires_at=now + HOUR),
        invitation("iv_3", created_at=START + 2 * HOUR, state=InvitationState.ACCEPTED),
        invitation("iv_4", created_at=START + 3 * HOUR, state=InvitationState.REVOKED),
        invitation("iv_5", party_id="ag_2"),
    )
    page = asked("created_at")
    by_state = {state: ids(store.invitations_page("ag_1", state, now, page)) for state in InvitationState}
    assert by_state == {
        InvitationState.EXPIRED: ["iv_1"],
        InvitationState.PENDING: ["iv_2"],
        InvitationState.ACCEPTED: ["iv_3"],
        InvitationState.REVOKED: ["iv_4"],
    }
    every = store.invitations_page("ag_1", None, now, asked("-created_at", 3))
    assert ids(every) == ["iv_4", "iv_3", "iv_2"]


def test_how_much_a_party_has_invited(store: Any) -> None:
    now = START + timedelta(days=1)
    keep(
        store.invitations,
        invitation("iv_1"),
        invitation("iv_2", created_at=START + HOUR, email="bob@example.com"),
        invitation("iv_3", created_at=START + HOUR, state=InvitationState.REVOKED),
        invitation("iv_4", created_at=START + HOUR, party_id="ag_2"),
    )
    assert store.flood_of("ag_1", "ana@example.com", now) == Flood(pending=2, made=2, to_address=1)
    assert store.flood_of("ag_3", "ana@example.com", now) == Flood(0, 0, 0)


def test_attempts_are_counted_up_to_the_limit_and_decay(store: Any) -> None:
    def take(minutes: int, key: str = "a") -> Any:
        return store.take_attempt(key, 2, HALF_LIFE, START + timedelta(minutes=minutes))

    assert [take(0).admitted for _ in range(4)] == [True, True, False, False]
    assert take(0, "b").admitted
    assert take(14).admitted is False
    halved = take(15)
    assert (halved.admitted, halved.count) == (True, pytest.approx(2))
    store.return_attempt("a")
    assert take(15).count == pytest.approx(2)
    store.clear_attempts("a")
    assert take(15).count == pytest.approx(1)
    for _ in range(3):
        store.return_attempt("a")
    assert take(15).count == pytest.approx(1)
    store.return_attempt("unknown")
    store.clear_attempts("unknown")
    assert take(0).count == pytest.approx(2), "a clock that is behind adds no time"


def test_attempts_at_once_are_no_more_than_one_after_the_other(store: Any) -> None:
    taken = concurrently(16, lambda _: store.take_attempt("a", 5, HALF_LIFE, START))
    assert sum(each.admitted for each in taken) <= 5
    assert sum(each.admitted for each in taken) >= 1


def test_addresses_from_which_somebody_has_signed_in(store: Any) -> None:
    store.note_address("pe_1", "192.0.2.1", START)
    store.note_address("pe_1", "192.0.2.1", START)
    known = [("pe_1", "192.0.2.1"), ("pe_1", "192.0.2.2"), ("pe_2", "192.0.2.1")]
    assert [store.knows_address(*each) for each in known] == [True, False, False]
