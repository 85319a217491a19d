"""Invitations, and what somebody who holds a link that is not hers gets out of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from services.roster.domain.parties import PartyKind, Suspension
from services.roster.domain.people.commands import (
    RemovePerson,
    SignIn,
)
from services.roster.domain.people.invitations import InvitationState
from services.roster.domain.people.roles import Role
from services.roster.handlers.people import invitations, memberships
from services.roster.handlers.people.signing_in import Outcome, sign_in
from services.shared.commands import Commit
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import START
from tests.fakes.invocations import Called
from tests.pages import asked
from tests.unit.roster.build import party
from tests.unit.roster.inviting import EMAIL, PASSWORD, Agency
from tests.unit.roster.people import SEALS, membership, person


@pytest.fixture
def agency() -> Agency:
    return Agency()


def test_an_invitation_makes_an_account_and_a_membership(agency: Agency) -> None:
    made = agency.invites(" Ana@Example.com", by="pe_1", creator_ids=("cr_1",))
    assert (made.invitation.email, made.invitation.invited_by_name) == (EMAIL, "pe_1")
    assert agency.offered(made.token).has_account is False
    joined = agency.accepts(made.token)
    assert (joined.email, joined.name, joined.email_proven) == (EMAIL, "Ana", False)
    (held,) = joined.memberships
    assert (held.party_id, held.role, held.creator_ids) == ("ag_1", Role.MANAGER, ("cr_1",))
    signed_in = sign_in(agency.store, agency.clock, SEALS, SignIn(EMAIL, PASSWORD, "", "192.0.2.1"))
    assert signed_in.outcome is Outcome.SIGNED_IN


def test_the_token_is_not_kept(agency: Agency) -> None:
    made = agency.invites()
    secret = made.token.partition(".")[2]
    kept = agency.store.invitations.get(made.invitation.id)
    assert secret not in repr(vars(kept))
    assert secret not in repr(made)
    assert len(secret) >= 43


def test_only_who_decides_about_people_invites(agency: Agency) -> None:
    for by in ("pe_2", "pe_3", "pe_unknown"):
        with pytest.raises(Forbidden):
            agency.invites(by=by)
        with pytest.raises(Forbidden):
            agency.revokes("iv_1", by=by)
    for party_id in ("ag_2", "br_1", "op_1"):
        with pytest.raises(Forbidden):
            agency.invites(by="pe_1", by_party=party_id, party_id=party_id, role=None)


def test_what_cannot_be_invited(agency: Agency) -> None:
    for wrong in (
        {"role": None},
        {"role": Role.OPERATOR},
        {"role": Role.OWNER, "creator_ids": ("cr_1",)},
        {"creator_ids": ("cr_foreign",)},
        {"party_id": "br_1", "role": Role.OWNER},
    ):
        with pytest.raises(Invalid):
            agency.invites(**wrong)
    with pytest.raises(NotFound):
        agency.invites(party_id="ag_unknown")


def test_a_link_is_good_once(agency: Agency) -> None:
    made = agency.invites()
    agency.accepts(made.token)
    for act in (agency.offered, agency.accepts):
        with pytest.raises(Conflict):
            act(made.token)


def accept_with(agency: Agency, token: str, passwords: list[str], number: int) -> Any:
    return agency.accepts(token, passwords[number])


def test_one_of_two_who_accept_at_once_has_the_account() -> None:
    for _ in range(3):
        agency = Agency()
        token = agency.invites().token
        passwords = [f"{PASSWORD} {number}" for number in range(4)]
        results = concurrently(4, partial(accept_with, agency, token, passwords))
        won = [number for number, each in enumerate(results) if not isinstance(each, Exception)]
        assert len(won) == 1
        assert all(isinstance(each, Conflict) for each in results if isinstance(each, Exception))
        (holder,) = [each for each in agency.store.people.all() if each.email == EMAIL]
        assert len(holder.memberships) == 1
        form = SignIn(EMAIL, passwords[won[0]], "", "192.0.2.1")
        assert sign_in(agency.store, agency.clock, SEALS, form).outcome is Outcome.SIGNED_IN


def test_other_tokens_open_nothing(agency: Agency) -> None:
    made, other = agency.invites(), agency.invites("bob@example.com")
    secret = other.token.partition(".")[2]
    own = made.invitation.id
    for token in ("", ".", own, f"{own}.{secret}", made.token + "x", "$where.x"):
        with pytest.raises(NotFound):
            agency.offered(token)
        with pytest.raises(NotFound):
            agency.accepts(token)


def test_a_link_ends_after_seven_days_or_when_it_is_taken_back(agency: Agency) -> None:
    made, revoked = agency.invites(), agency.invites("bob@example.com")
    agency.revokes(revoked.invitation.id)
    with pytest.raises(Conflict, match="revoked"):
        agency.accepts(revoked.token)
    agency.clock.advance(days=7)
    with pytest.raises(Conflict, match="expired"):
        agency.accepts(made.token)
    page = invitations.list_invitations(
        agency.store,
        agency.clock,
        party_id="ag_1",
        person_id="pe_3",
        state=InvitationState.EXPIRED,
        page=asked("created_at"),
    )
    assert [each.state for each in page.items] == [InvitationState.EXPIRED]


def test_an_invitation_of_another_party_is_not_taken_back(agency: Agency) -> None:
    made = agency.invites()
    for invitation_id in (made.invitation.id, "iv_unknown"):
        with pytest.raises(NotFound):
            agency.revokes(invitation_id, party_id="ag_2")
    agency.accepts(made.token)
    with pytest.raises(Conflict):
        agency.revokes(made.invitation.id)


def test_who_holds_a_link_does_not_get_an_account_that_is_there(agency: Agency) -> None:
    hers = person("pe_7", membership("ag_2"), email=EMAIL, password_hash="kept")
    agency.store.people.insert(hers, Commit())
    made = agency.invites(by="pe_1")
    assert agency.offered(made.token).has_account is True
    with pytest.raises(Conflict, match="sign in"):
        agency.accepts(made.token)
    for other in ("pe_1", "pe_3"):
        with pytest.raises(Conflict, match="another address"):
            agency.accepts(made.token, person_id=other)
    with pytest.raises(NotFound):
        agency.accepts(made.token, person_id="pe_unknown")
    assert agency.store.people.get("pe_7") == hers
    joined = agency.accepts(made.token, person_id="pe_7")
    assert [each.party_id for each in joined.memberships] == ["ag_2", "ag_1"]
    assert joined.password_hash == "kept"


def test_who_belongs_already_is_not_lowered_by_an_invitation(agency: Agency) -> None:
    made = agency.invites("pe_1@example.com", Role.VIEWER)
    with pytest.raises(Conflict):
        agency.accepts(made.token, person_id="pe_1")
    assert agency.offered(made.token).invitation.state is InvitationState.PENDING


def test_what_was_broken_off_is_finished_by_the_same_person_alone(agency: Agency) -> None:
    made = agency.invites()
    store = agency.store
    store.claim_email(EMAIL, "pe_7")
    accepted = replace(made.invitation, state=InvitationState.ACCEPTED, accepted_by="pe_7", version=2)
    assert store.invitations.replace(accepted, 1, Commit())
    with pytest.raises(Conflict):
        agency.accepts(made.token, person_id="pe_1")
    assert agency.accepts(made.token).id == "pe_7"
    with pytest.raises(Conflict):
        agency.accepts(made.token)


def test_a_removed_owner_does_not_come_back_by_her_own_invitation(agency: Agency) -> None:
    agency.store.people.insert(person("pe_8"), Commit())
    made = agency.invites(by="pe_8")
    command = RemovePerson("ag_1", "pe_1", "pe_8")
    memberships.remove_person(agency.store, agency.clock, command, Called("ag_1"))
    with pytest.raises(Conflict, match="no longer"):
        agency.accepts(made.token)


def test_nobody_joins_a_suspended_party(agency: Agency) -> None:
    made = agency.invites()
    barred = party("ag_1", PartyKind.AGENCY, suspension=Suspension(START, "late"), version=2)
    assert agency.store.parties.replace(barred, 1, Commit())
    with pytest.raises(Forbidden):
        agency.accepts(made.token)
