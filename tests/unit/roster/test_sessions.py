"""Sessions as they begin, go on and end; and a person's own list of them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from protos.roster.v1 import oauth_pb2 as pb
from services.roster.domain import sessions
from services.roster.domain.people.person import Membership, Person
from services.roster.domain.people.roles import Role
from services.roster.domain.sessions import LONGEST, Ended, Outcome, Proof, Session
from services.shared.access import SCOPES, Identity
from services.shared.commands import Commit
from services.shared.errors import Forbidden, NotFound
from tests.fakes.clock import START
from tests.unit.roster.scene import ALL, GATEWAY, Scene

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def session(**fields: Any) -> Session:
    made = sessions.new_session("se_1", "pe_1", START, "192.0.2.1", "Firefox")
    return replace(made, seed="seed", **fields)


def opened() -> tuple[Session, Proof]:
    token = sessions.first_token(session(), "co.se_1.x")
    proof = sessions.read_token(token)
    assert proof
    return session(refresh_hash=sessions.sha256(token)), proof


def following(current: Session, proof: Proof) -> Proof:
    found = sessions.read_token(sessions.next_token(current, proof))
    assert found
    return found


def test_a_session_slides_on_with_its_use_and_ends_in_any_case() -> None:
    current, proof = opened()
    now = START
    while True:
        now += timedelta(days=29)
        current, outcome = sessions.refresh(current, proof, now)
        if outcome is not Outcome.GRANTED:
            break
        assert current.expires_at <= START + LONGEST
        proof = following(current, proof)
    assert now == START + timedelta(days=116)
    assert current.ended_at is None


def test_a_token_follows_from_the_one_before_and_the_seed() -> None:
    current, proof = opened()
    assert sessions.next_token(current, proof) == sessions.next_token(current, proof)
    assert sessions.next_token(replace(current, seed="other"), proof) != sessions.next_token(current, proof)
    assert sessions.next_token(current, following(current, proof)) != sessions.next_token(current, proof)


def test_what_is_kept_gives_no_token_away() -> None:
    current, proof = opened()
    kept = repr(current)
    secret = proof.text.rpartition(".")[2]
    assert secret not in kept
    assert following(current, proof).text.rpartition(".")[2] not in kept


def test_whoever_ends_a_session_first_has_said_why() -> None:
    ended = sessions.end(session(), Ended.SIGNED_OUT, START)
    again = sessions.end(ended, Ended.REVOKED, START + timedelta(days=1))
    assert again is ended


class People:
    """A person of the scene's agency, and her sessions."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        now = scene.clock.now()
        held = (Membership(scene.agency.party_id, "agency", Role.OWNER, now),)  # type: ignore[arg-type]
        person = Person("pe_1", "ana@example.com", "Ana", now, now, now, memberships=held)
        scene.store.people.insert(person, Commit())

    def oauth(self, rpc: str, request: Any, key: str = "") -> Any:
        return self.scene.call(GATEWAY, f"OAuthService/{rpc}", request, key=key)

    def sign_in(self, key: str = "") -> Any:
        request = pb.StartSessionRequest(person_id="pe_1", address="192.0.2.1", user_agent="Firefox")
        return self.oauth("StartSession", request, key)

    def code(self, sign_in: Any, client_id: str = "portal", key: str = "") -> str:
        request = pb.IssueCodeRequest(
            session_id=sign_in.session_id,
            secret=sign_in.secret,
            client_id=client_id,
            party_id=self.scene.agency.party_id,
            redirect_uri="https://x/",
            code_challenge=CHALLENGE,
            scopes=list(SCOPES.values()),
        )
        return str(self.oauth("IssueCode", request, key).code)

    def exchange(self, code: str, key: str = "") -> Any:
        given = {"client_id": "portal", "redirect_uri": "https://x/", "code_verifier": VERIFIER}
        return self.oauth("ExchangeCode", pb.ExchangeCodeRequest(code=code, **given), key)

    def identity(self, grant: Any) -> Identity:
        party = self.scene.agency.party_id
        named = {"person_id": "pe_1", "session_id": grant.session_id}
        return Identity("gateway", party, "agency", "portal", ALL, role="owner", **named)

    def listed(self, grant: Any, **fields: Any) -> Any:
        request = pb.ListSessionsRequest(**fields)
        return self.scene.call(self.identity(grant), "SessionService/ListSessions", request)


@pytest.fixture
def people(scene: Scene) -> People:
    return People(scene)


def test_a_repeated_command_gets_the_first_answer(people: People) -> None:
    """gRPC sends what was unavailable again: that must not pass for a code that is used twice."""
    sign_in = people.sign_in("k1")
    assert people.sign_in("k1") == sign_in
    code = people.code(sign_in, key="k2")
    assert people.code(sign_in, key="k2") == code
    grant = people.exchange(code, "k3")
    assert grant.outcome == pb.GRANT_OUTCOME_GRANTED
    assert people.exchange(code, "k3") == grant
    assert people.exchange(code, "k4").outcome == pb.GRANT_OUTCOME_REUSED


def test_a_person_sees_her_sessions_and_which_is_the_present_one(people: People) -> None:
    first, second = people.sign_in(), people.sign_in()
    here = people.exchange(people.code(first))
    people.code(second)
    found = people.listed(here).items
    assert {each.id for each in found} == {first.session_id, second.session_id, here.session_id}
    assert {each.id for each in found if each.current} == {first.session_id, here.session_id}
    (portal,) = (each for each in found if each.client_id)
    assert (portal.application_name, portal.party.name) == ("Callboard", "Acme")
    assert (portal.address, portal.device) == ("192.0.2.1", "Firefox")
    (item,) = people.listed(here, page_size=1).items
    assert people.listed(here, page_size=1).next_cursor
    assert item.id in {each.id for each in found}


def test_a_sign_in_and_the_portal_end_together(people: People) -> None:
    for named in ("sign_in", "portal"):
        sign_in = people.sign_in()
        there, here = people.exchange(people.code(sign_in)), people.exchange(people.code(people.sign_in()))
        session_id = sign_in.session_id if named == "sign_in" else there.session_id
        request = pb.EndOwnSessionRequest(session_id=session_id)
        people.scene.call(people.identity(here), "SessionService/EndOwnSession", request)
        assert not people.scene.store.session_is_open(sign_in.session_id, "pe_1")
        assert not people.scene.store.session_is_open(there.session_id, "pe_1")
        assert people.scene.store.session_is_open(here.session_id, "pe_1")


def test_all_others_end_at_once(people: People) -> None:
    sign_in, elsewhere = people.sign_in(), people.exchange(people.code(people.sign_in()))
    here = people.exchange(people.code(sign_in))
    people.scene.call(people.identity(here), "SessionService/EndOtherSessions", pb.EndOtherSessionsRequest())
    assert {each.id for each in people.listed(here).items} == {sign_in.session_id, here.session_id}
    assert not people.scene.store.session_is_open(elsewhere.session_id, "pe_1")


def test_a_client_has_no_sessions_and_nobody_ends_anothers(people: People) -> None:
    here = people.exchange(people.code(people.sign_in()))
    with pytest.raises(Forbidden, match="Only a person"):
        people.scene.call(people.scene.agency, "SessionService/ListSessions", pb.ListSessionsRequest())
    stranger = replace(people.identity(here), person_id="pe_2")
    for session_id in (here.session_id, "se_none"):
        request = pb.EndOwnSessionRequest(session_id=session_id)
        with pytest.raises(NotFound):
            people.scene.call(stranger, "SessionService/EndOwnSession", request)
    people.scene.call(stranger, "SessionService/EndOtherSessions", pb.EndOtherSessionsRequest())
    assert people.scene.store.session_is_open(here.session_id, "pe_1")
    assert not people.scene.store.session_is_open(here.session_id, "pe_2")


def test_a_code_that_was_not_exchanged_opens_nothing(people: People) -> None:
    people.code(people.sign_in())
    (waiting,) = (each for each in people.scene.store.sessions.all() if each.client_id)
    assert not people.scene.store.session_is_open(waiting.id, "pe_1")


def test_an_application_is_its_partys_alone(scene: Scene) -> None:
    request = pb.CreateApplicationRequest(
        name="Sheets", redirect_uris=["https://x.example/"], confidential=True
    )
    made = scene.call(scene.agency, "ApplicationService/CreateApplication", request, key="k")
    assert scene.call(scene.agency, "ApplicationService/CreateApplication", request, key="k") == made
    kept = repr(scene.store.applications.all())
    assert made.client_secret
    assert made.client_secret not in kept
    for rpc, message in (
        ("GetApplication", pb.GetApplicationRequest(application_id=made.id)),
        ("DeleteApplication", pb.DeleteApplicationRequest(application_id=made.id)),
        ("PatchApplication", pb.PatchApplicationRequest(application_id=made.id, name="Mine now")),
    ):
        with pytest.raises(NotFound):
            scene.call(scene.creator, f"ApplicationService/{rpc}", message)
    assert not scene.call(
        scene.creator, "ApplicationService/ListApplications", pb.ListApplicationsRequest()
    ).items
    named = pb.PatchApplicationRequest(application_id=made.id, name="Sheets 2")
    named.update_mask.paths.append("name")
    changed = scene.call(scene.agency, "ApplicationService/PatchApplication", named)
    assert (changed.name, list(changed.redirect_uris)) == ("Sheets 2", ["https://x.example/"])
    (listed,) = scene.call(
        scene.agency, "ApplicationService/ListApplications", pb.ListApplicationsRequest()
    ).items
    assert listed == changed
