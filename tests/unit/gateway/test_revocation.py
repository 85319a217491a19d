"""Tokens that their clients revoke or look at, and the metadata that says where."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import roster_pb2
from services.shared.access import SCOPES
from services.shared.errors import TooManyRequests, Unavailable
from tests.unit.gateway.support import SECRET, Stage
from tests.unit.gateway.test_oauth import ask, refusal

CLIENT = ("agency_1", SECRET)
ACTS = ["revoke", "introspect"]


@pytest.fixture
def token(stage: Stage) -> str:
    """A token of the client, as it was issued."""
    return str(ask(stage).json["access_token"])


def send(stage: Stage, act: str, form: dict[str, str], auth: Any = CLIENT) -> Any:
    return stage.http.post(f"/oauth/{act}", data=form, auth=auth)


def test_a_revocation_names_the_token_and_when_it_ends(stage: Stage, token: str) -> None:
    response = send(stage, "revoke", {"token": token, "token_type_hint": "refresh_token"})
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["Cache-Control"] == "no-store"
    sent = stage.roster.last("RevokeToken").request
    assert (sent.client_id, bool(sent.token_id)) == ("agency_1", True)
    assert sent.expires_at.seconds == int(stage.clock.now().timestamp()) + 900


def test_every_token_has_an_id_of_its_own(stage: Stage) -> None:
    for _ in range(2):
        send(stage, "revoke", {"token": ask(stage).json["access_token"]})
    first, second = (call.request.token_id for call in stage.roster.calls if call.rpc == "RevokeToken")
    assert first != second


@pytest.mark.parametrize("given", ["x", "a.b.c", "\u202e", "x" * 5_000])
def test_what_is_no_token_is_revoked_already_and_not_active(stage: Stage, given: str) -> None:
    assert send(stage, "revoke", {"token": given}).status_code == 200
    assert send(stage, "introspect", {"token": given}).json == {"active": False}
    assert not stage.roster.count("RevokeToken") + stage.roster.count("CheckToken")


def test_a_token_that_has_ended_is_not_active(stage: Stage, token: str) -> None:
    stage.clock.advance(seconds=900)
    assert send(stage, "revoke", {"token": token}).status_code == 200
    assert send(stage, "introspect", {"token": token}).json == {"active": False}
    assert not stage.roster.count("RevokeToken") + stage.roster.count("CheckToken")


def test_another_clients_token_is_neither_revoked_nor_shown(stage: Stage, token: str) -> None:
    stranger = ("brand_1", SECRET)
    assert refusal(send(stage, "revoke", {"token": token}, stranger)) == (400, "unauthorized_client")
    assert send(stage, "introspect", {"token": token}, stranger).json == {"active": False}
    assert not stage.roster.count("RevokeToken") + stage.roster.count("CheckToken")


def test_a_client_sees_what_its_token_holds(stage: Stage, token: str) -> None:
    stage.roster.answers["CheckToken"] = roster_pb2.CheckTokenResponse(accepted=True)
    response = send(stage, "introspect", {"token": token})
    said = response.json
    assert response.headers["Cache-Control"] == "no-store"
    assert (said["active"], said["client_id"], said["sub"]) == (True, "agency_1", "agency_1")
    assert set(said["scope"].split()) < set(SCOPES)
    assert said["exp"] == int(stage.clock.now().timestamp()) + 900
    stage.roster.answers["CheckToken"] = roster_pb2.CheckTokenResponse(accepted=False)
    assert send(stage, "introspect", {"token": token}).json == {"active": False}


@pytest.mark.parametrize("act", ACTS)
def test_clients_prove_who_they_are(stage: Stage, token: str, act: str) -> None:
    for auth in (None, ("agency_1", "wrong"), ("", SECRET)):
        response = send(stage, act, {"token": token}, auth)
        assert refusal(response) == (401, "invalid_client")
        assert response.headers["WWW-Authenticate"].startswith("Basic ")
    assert refusal(send(stage, act, {})) == (400, "invalid_request")
    assert stage.http.get(f"/oauth/{act}").status_code == 405


@pytest.mark.parametrize("act", ACTS)
def test_wrong_secrets_are_limited_here_too(stage: Stage, token: str, act: str) -> None:
    tried = [send(stage, act, {"token": token}, ("agency_1", f"guess {n}")).status_code for n in range(11)]
    assert tried[-2:] == [401, 429]


@pytest.mark.parametrize("act", ACTS)
def test_roster_out_of_reach_is_said(stage: Stage, token: str, act: str) -> None:
    for error, expected in (
        (Unavailable("Out of reach."), (503, "temporarily_unavailable")),
        (TooManyRequests("Too many."), (429, "temporarily_unavailable")),
    ):
        stage.roster.answers |= {"RevokeToken": error, "CheckToken": error}
        assert refusal(send(stage, act, {"token": token})) == expected


def test_roster_hears_of_which_token_a_lease_is_for_and_says_that_it_was_revoked(stage: Stage) -> None:
    assert stage.http.get("/v1/roster", headers=stage.headers()).status_code == 200
    assert stage.roster.last("Authorize").request.token_id == "token_1"
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=roster_pb2.DECISION_TOKEN_REVOKED
    )
    other = stage.http.get("/v1/roster", headers={"Authorization": f"Bearer {stage.token(jti='token_2')}"})
    assert (other.status_code, other.json and other.json["code"]) == (401, "token_revoked")
    assert stage.http.get("/v1/roster", headers=stage.headers()).status_code == 200, "its lease holds"
    stage.clock.advance(milliseconds=500)
    assert stage.http.get("/v1/roster", headers=stage.headers()).status_code == 401


def test_the_metadata_says_where_everything_is(stage: Stage) -> None:
    response: Any = stage.http.get("/.well-known/oauth-authorization-server")
    said = response.json
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert said["issuer"] == "http://localhost"
    for name in ("token", "revocation", "introspection"):
        path = said[f"{name}_endpoint"].removeprefix(said["issuer"])
        assert stage.http.post(path).status_code in (400, 401), "it is there"
    assert stage.http.get(said["jwks_uri"].removeprefix(said["issuer"])).status_code == 200
    assert said["grant_types_supported"] == ["client_credentials", "authorization_code", "refresh_token"]
    assert said["response_types_supported"] == ["code"]
    assert said["scopes_supported"] == list(SCOPES)


def test_what_rests_on_a_name_that_the_caller_gave_is_not_kept(stage: Stage) -> None:
    response = stage.http.get("/.well-known/oauth-authorization-server", headers={"Host": "evil.example"})
    assert response.headers["Cache-Control"] == "no-store"
