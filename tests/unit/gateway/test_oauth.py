"""The token endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from services.shared.contracts import usable_scopes
from services.shared.errors import Internal, Unavailable
from tests.unit.gateway.support import SECRET, Stage

FORM = {"grant_type": "client_credentials"}


def ask(stage: Stage, form: dict[str, str] = FORM, auth: Any = ("agency_1", SECRET), **more: Any) -> Any:
    """Asks for a token."""
    return stage.http.post("/oauth/token", data=form, auth=auth, **more)


def refusal(response: Any) -> tuple[int, str]:
    """The status and code of a refusal, which must be a problem too and never be kept."""
    body = response.json
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert body["detail"] == body["error_description"]
    assert body["request_id"] == response.headers["X-Request-Id"]
    return response.status_code, body["error"]


def test_a_client_gets_a_token_that_works(stage: Stage) -> None:
    response = ask(stage)
    body = response.json
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert body["scope"].split() == list(usable_scopes("agency"))
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    assert stage.http.get("/v1/roster", headers=headers).status_code == 200
    identity = stage.roster.identity("ListRoster")
    assert (identity.party_id, identity.kind, identity.client_id) == ("agency_1", "agency", "agency_1")


def test_the_secret_may_be_in_the_form(stage: Stage) -> None:
    assert ask(stage, {**FORM, "client_id": "brand_1", "client_secret": SECRET}, auth=None).status_code == 200


def test_a_token_holds_the_scopes_asked_for(stage: Stage) -> None:
    asked = "marketplace.rates.read marketplace.profile.read marketplace.rates.read"
    body = ask(stage, {**FORM, "scope": asked}).json
    assert body["scope"] == "marketplace.profile.read marketplace.rates.read"
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    stage.http.get("/v1/creators/cr_1", headers=headers)
    assert len(stage.roster.last("Authorize").request.token_scopes) == 2


@pytest.mark.parametrize(
    "scope",
    [
        "account.read",
        "video.upload",
        "marketplace.profile.read account.write",
        "MARKETPLACE.PROFILE.READ",
        "user.info.basic",
        " ",
    ],
)
def test_there_is_no_scope_beyond_the_marketplace(stage: Stage, scope: str) -> None:
    assert refusal(ask(stage, {**FORM, "scope": scope})) == (400, "invalid_scope")
    assert not stage.roster.calls


@pytest.mark.parametrize(
    ("form", "auth", "expected"),
    [
        (FORM, ("agency_1", "wrong"), (401, "invalid_client")),
        (FORM, ("agency_1", ""), (401, "invalid_client")),
        (FORM, ("", SECRET), (401, "invalid_client")),
        (FORM, None, (401, "invalid_client")),
        ({**FORM, "client_id": "agency_1"}, None, (401, "invalid_client")),
        ({**FORM, "client_id": "a", "client_secret": SECRET}, ("agency_1", SECRET), (400, "invalid_request")),
        ({}, ("agency_1", SECRET), (400, "invalid_request")),
        ({"grant_type": "password"}, ("agency_1", SECRET), (400, "unsupported_grant_type")),
        ({"grant_type": "implicit"}, ("agency_1", SECRET), (400, "unsupported_grant_type")),
        ({"grant_type": "authorization_code"}, ("agency_1", SECRET), (400, "invalid_request")),
        ({"grant_type": "refresh_token"}, ("agency_1", SECRET), (400, "invalid_request")),
    ],
)
def test_a_refusal_has_the_code_of_the_standard(
    stage: Stage, form: dict[str, str], auth: Any, expected: tuple[int, str]
) -> None:
    content_type = "application/x-www-form-urlencoded"
    response = ask(stage, form, auth, content_type=content_type)
    assert refusal(response) == expected
    basic = response.headers.get("WWW-Authenticate", "").startswith("Basic ")
    assert basic == (expected[0] == 401)


@pytest.mark.parametrize(
    "authorization", ["Basic", "Basic !!!", "Basic /w==", "Bearer x", "Digest a=b", "Basic Og=="]
)
def test_a_broken_authorization_is_no_client(stage: Stage, authorization: str) -> None:
    response = ask(stage, auth=None, headers={"Authorization": authorization})
    assert refusal(response) == (401, "invalid_client")


def test_the_body_must_be_a_form(stage: Stage) -> None:
    response = stage.http.post("/oauth/token", json=FORM, auth=("agency_1", SECRET))
    assert refusal(response) == (400, "invalid_request")


def test_a_form_has_a_limit(stage: Stage) -> None:
    response = ask(stage, {**FORM, "scope": "x" * 100_000})
    assert refusal(response) == (413, "invalid_request")


def test_roster_out_of_reach_is_said(stage: Stage) -> None:
    stage.roster.answers["Authenticate"] = Unavailable("The roster service is out of reach.")
    assert refusal(ask(stage)) == (503, "temporarily_unavailable")
    stage.roster.answers["Authenticate"] = Internal("Broken.")
    assert refusal(ask(stage)) == (500, "server_error")


def test_bad_utf_8_and_control_characters_harm_nothing(stage: Stage) -> None:
    for parameter, code in (
        ("scope=%ff", "invalid_request"),
        ("scope=%00", "invalid_scope"),
        ("grant_type=x", "invalid_request"),
    ):
        body = f"grant_type=client_credentials&{parameter}"
        response = stage.http.post(
            "/oauth/token",
            data=body,
            content_type="application/x-www-form-urlencoded",
            auth=("agency_1", SECRET),
        )
        assert refusal(response) == (400, code)
