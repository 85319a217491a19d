"""People, invitations and accounts as RPCs, over the fake store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import people_pb2 as pb
from services.shared.access import Identity
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unauthenticated
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import ALL, GATEWAY, Scene

PASSWORD = "three quiet rivers, one bridge"
ADDRESS = "192.0.2.1"


def invited(scene: Scene, email: str = "ana@example.com", **fields: Any) -> pb.NewInvitation:
    request = pb.CreateInvitationRequest(email=email, **({"role": pb.ROLE_OWNER} | fields))
    return scene.call(scene.agency, "PeopleService/CreateInvitation", request)


def token_of(made: pb.NewInvitation) -> str:
    return made.link.rpartition("/")[2]


def accept(scene: Scene, made: pb.NewInvitation, **fields: Any) -> pb.Account:
    given: dict[str, Any] = {
        "name": "Ana",
        "password": PASSWORD,
        "locale": pb.LOCALE_ES,
        "address": ADDRESS,
    } | fields
    request = pb.AcceptInvitationRequest(token=token_of(made), **given)
    return scene.call(GATEWAY, "AccountService/AcceptInvitation", request)


def sign_in(scene: Scene, **fields: Any) -> pb.SignInResponse:
    given: dict[str, Any] = {"email": "ana@example.com", "password": PASSWORD, "address": ADDRESS} | fields
    return scene.call(GATEWAY, "AccountService/SignIn", pb.SignInRequest(**given))


def test_from_an_invitation_to_being_signed_in(scene: Scene) -> None:
    made = invited(scene)
    assert made.link.startswith("/invitations/iv_")
    assert made.invitation.party.name == made.invitation.invited_by_actor.name == "Acme"
    request = pb.GetInvitationRequest(token=token_of(made))
    offered = scene.call(GATEWAY, "AccountService/GetInvitation", request)
    assert (offered.party.name, offered.role, offered.has_account) == ("Acme", pb.ROLE_OWNER, False)
    account = accept(scene, made)
    assert (account.locale, account.memberships[0].party.name) == (pb.LOCALE_ES, "Acme")
    found = sign_in(scene)
    assert (found.outcome, found.person.id) == (pb.SIGN_IN_OUTCOME_SIGNED_IN, account.id)
    assert found.person.memberships[0].party_kind == access_pb2.PARTY_KIND_AGENCY
    refused = sign_in(scene, password="something else")
    assert (refused.outcome, refused.HasField("person")) == (pb.SIGN_IN_OUTCOME_REFUSED, False)
    person = scene.call(GATEWAY, "AccountService/FindPerson", pb.FindPersonRequest(person_id=account.id))
    assert person.email == "ana@example.com"


def test_people_are_listed_changed_and_removed(scene: Scene) -> None:
    accept(scene, invited(scene))
    manager = accept(scene, invited(scene, "bob@example.com", role=pb.ROLE_MANAGER))
    scene.active()
    listed = scene.call(scene.agency, "PeopleService/ListPeople", pb.ListPeopleRequest(page_size=1))
    assert [each.name for each in listed.items] == ["Ana"]
    rest = pb.ListPeopleRequest(page_size=5, cursor=listed.next_cursor)
    (found,) = scene.call(scene.agency, "PeopleService/ListPeople", rest).items
    assert (found.id, found.role) == (manager.id, pb.ROLE_MANAGER)
    change = pb.PatchPersonRequest(
        person_id=manager.id,
        creator_ids=[scene.creator.party_id],
        expected_version=found.version,
        update_mask={"paths": ["creator_ids"]},
    )
    changed = scene.call(scene.agency, "PeopleService/PatchPerson", change)
    assert [each.handle for each in changed.creators] == ["zoe"]
    assert changed.role == pb.ROLE_MANAGER
    with pytest.raises(Stale):
        scene.call(scene.agency, "PeopleService/PatchPerson", change)
    scene.call(scene.agency, "PeopleService/DeletePerson", pb.DeletePersonRequest(person_id=manager.id))
    with pytest.raises(NotFound):
        scene.call(scene.agency, "PeopleService/GetPerson", pb.GetPersonRequest(person_id=manager.id))
    owner = pb.DeletePersonRequest(person_id=listed.items[0].id)
    with pytest.raises(Conflict):
        scene.call(scene.agency, "PeopleService/DeletePerson", owner)


def test_a_limited_person_is_told_of_the_limits_of_others_as_far_as_she_sees_their_creators(
    scene: Scene,
) -> None:
    hers, other = scene.creator.party_id, scene.new_creator("mia")
    scene.active()
    scene.active(creator=other)
    both = {"role": pb.ROLE_MANAGER, "creator_ids": [hers, other.party_id]}
    reader = accept(scene, invited(scene, role=pb.ROLE_MANAGER, creator_ids=[hers]))
    colleague = accept(scene, invited(scene, "bob@example.com", **both))
    elsewhere = {"role": pb.ROLE_VIEWER, "creator_ids": [other.party_id]}
    invited(scene, "eva@example.com", **elsewhere)
    limited = replace(
        scene.agency,
        person_id=reader.id,
        session_id="se_1",
        person_name="Ana",
        role="manager",
        limited_to=frozenset({hers}),
    )

    def told(who: Identity) -> list[tuple[list[str], list[str], bool]]:
        people = scene.call(who, "PeopleService/ListPeople", pb.ListPeopleRequest()).items
        one = scene.call(who, "PeopleService/GetPerson", pb.GetPersonRequest(person_id=colleague.id))
        assert list(one.creator_ids) == list(people[1].creator_ids)
        pending = pb.ListInvitationsRequest(state=pb.INVITATION_STATE_PENDING)
        (waiting,) = scene.call(who, "PeopleService/ListInvitations", pending).items
        shown = [(list(each.creator_ids), [c.handle for c in each.creators], each.limited) for each in people]
        return [*shown, (list(waiting.creator_ids), [], waiting.limited)]

    assert told(limited) == [([hers], ["zoe"], True), ([hers], ["zoe"], True), ([], [], True)]
    assert told(scene.agency) == [
        ([hers], ["zoe"], True),
        ([hers, other.party_id], ["zoe", "mia"], True),
        ([other.party_id], [], True),
    ]


def test_a_foreign_party_reaches_neither_people_nor_invitations(scene: Scene) -> None:
    made = invited(scene)
    account = accept(scene, made)
    pending = invited(scene, "bob@example.com")
    other = Identity("gateway", "ag_other", "agency", "cl_other", ALL)
    for who in (other, scene.creator, OPERATOR):
        for rpc, request in (
            ("GetPerson", pb.GetPersonRequest(person_id=account.id)),
            ("DeletePerson", pb.DeletePersonRequest(person_id=account.id)),
            ("DeleteInvitation", pb.DeleteInvitationRequest(invitation_id=pending.invitation.id)),
        ):
            with pytest.raises(NotFound):
                scene.call(who, f"PeopleService/{rpc}", request)
        assert not scene.call(who, "PeopleService/ListPeople", pb.ListPeopleRequest()).items
        assert not scene.call(who, "PeopleService/ListInvitations", pb.ListInvitationsRequest()).items


def test_the_operator_invites_to_any_party_and_sees_everybody(scene: Scene) -> None:
    request = pb.CreatePartyInvitationRequest(party_id=scene.creator.party_id, email="zoe@example.com")
    made = scene.call(OPERATOR, "PeopleService/CreatePartyInvitation", request)
    assert made.invitation.role == pb.ROLE_CREATOR
    accept(scene, made)
    asked = pb.ListPartyInvitationsRequest(party_id=scene.creator.party_id)
    (listed,) = scene.call(OPERATOR, "PeopleService/ListPartyInvitations", asked).items
    assert listed.state == pb.INVITATION_STATE_ACCEPTED
    everybody = scene.call(OPERATOR, "PeopleService/ListAccounts", pb.ListAccountsRequest())
    assert [each.email for each in everybody.items] == ["zoe@example.com"]
    for who in (scene.agency, scene.creator):
        with pytest.raises(Forbidden):
            scene.call(who, "PeopleService/CreatePartyInvitation", request)
        with pytest.raises(Forbidden):
            scene.call(who, "PeopleService/ListAccounts", pb.ListAccountsRequest())


def test_an_invitation_is_made_once_per_key_and_its_link_comes_again(scene: Scene) -> None:
    request = pb.CreateInvitationRequest(email="ana@example.com", role=pb.ROLE_OWNER)
    first = scene.call(scene.agency, "PeopleService/CreateInvitation", request, key="k")
    assert scene.call(scene.agency, "PeopleService/CreateInvitation", request, key="k") == first
    assert len(scene.store.invitations.all()) == 1


def issue(scene: Scene, owner_id: str) -> pb.IssuedLink:
    request = pb.IssueLinkRequest(id=owner_id)
    return scene.call(Identity("notifications"), "AccountService/IssueLink", request)


def test_a_mail_brings_a_link_of_its_own(scene: Scene) -> None:
    made = invited(scene)
    mailed = issue(scene, made.invitation.id)
    assert (mailed.party_name, mailed.link == made.link) == ("Acme", False)
    token = mailed.link.rpartition("/")[2]
    request = pb.AcceptInvitationRequest(token=token, name="Ana", password=PASSWORD)
    scene.call(GATEWAY, "AccountService/AcceptInvitation", request)
    with pytest.raises(Conflict):
        accept(scene, made)
    with pytest.raises(NotFound):
        issue(scene, made.invitation.id)
    for email in ("ana@example.com", "nobody@example.com"):
        scene.call(GATEWAY, "AccountService/RequestReset", pb.RequestResetRequest(email=email))
    known, unknown = scene.store.resets.all()
    link = issue(scene, known.id).link
    assert link.startswith(f"/oauth/reset/{known.id}.")
    changed = pb.ResetPasswordRequest(token=link.rpartition("/")[2], password="seven loud engines, no driver")
    scene.call(GATEWAY, "AccountService/ResetPassword", changed)
    assert sign_in(scene).outcome == pb.SIGN_IN_OUTCOME_REFUSED
    for owner_id in (unknown.id, known.id, "rs_unknown", "iv_unknown", "pe_1", "$where"):
        with pytest.raises(NotFound):
            issue(scene, owner_id)
    for who in (GATEWAY, scene.agency, Identity("campaigns")):
        with pytest.raises(Forbidden):
            scene.call(who, "AccountService/IssueLink", pb.IssueLinkRequest(id=known.id))


def test_events_of_links_name_no_token(scene: Scene) -> None:
    made = invited(scene)
    scene.call(GATEWAY, "AccountService/RequestReset", pb.RequestResetRequest(email="x@example.com"))
    events = [*scene.store.invitations.events, *scene.store.resets.events]
    assert [each.subject.split(".")[2] for each in events] == ["InvitationMade", "ResetRequested"]
    secret = token_of(made).partition(".")[2].encode()
    assert all(secret not in each.payload for each in events)


def test_only_the_gateway_asks_about_accounts(scene: Scene) -> None:
    made = invited(scene)
    for who in (scene.agency, OPERATOR, Identity("campaigns"), Identity("metrics")):
        for rpc, request in (
            ("SignIn", pb.SignInRequest(email="a", password="b", address="c")),
            ("FindPerson", pb.FindPersonRequest(person_id="pe_1")),
            ("RequestReset", pb.RequestResetRequest(email="ana@example.com")),
            ("GetInvitation", pb.GetInvitationRequest(token=token_of(made))),
            ("FindExternal", pb.FindExternalRequest(issuer="i", subject="s")),
        ):
            with pytest.raises((Forbidden, Unauthenticated)):
                scene.call(who, f"AccountService/{rpc}", request)


def test_a_client_has_no_account(scene: Scene) -> None:
    for who in (scene.agency, scene.creator, OPERATOR):
        for rpc, request in (
            ("GetAccount", pb.GetAccountRequest()),
            ("PatchAccount", pb.PatchAccountRequest(name="x", update_mask={"paths": ["name"]})),
            ("StartSecondFactor", pb.StartSecondFactorRequest(password=PASSWORD)),
            ("ConfirmSecondFactor", pb.ConfirmSecondFactorRequest(code="123456")),
            ("RemoveSecondFactor", pb.RemoveSecondFactorRequest(password=PASSWORD)),
            (
                "ChangePassword",
                pb.ChangePasswordRequest(current_password=PASSWORD, new_password=PASSWORD),
            ),
        ):
            with pytest.raises(Forbidden, match="Only a person"):
                scene.call(who, f"OwnAccountService/{rpc}", request)


def test_hostile_addresses_are_refused_before_anything_is_kept(scene: Scene) -> None:
    split = "ana@example.com\r\nBcc: x@y.z"
    for email in ("", "ana", "ana@", "@example.com", split, "ana@ex ample.com", "añ@x.com"):
        with pytest.raises(Invalid):
            invited(scene, email)
    assert scene.store.invitations.all() == []


def test_a_reset_is_asked_for_in_the_same_way_whoever_there_is(scene: Scene) -> None:
    accept(scene, invited(scene))
    answers = [
        scene.call(GATEWAY, "AccountService/RequestReset", pb.RequestResetRequest(email=email))
        for email in ("ana@example.com", "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    request = pb.ResetPasswordRequest(token="rs_1.x", password=PASSWORD)
    with pytest.raises(NotFound):
        scene.call(GATEWAY, "AccountService/ResetPassword", request)
