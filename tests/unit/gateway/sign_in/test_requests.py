"""Authorization requests, codes and tokens in the hands of a hostile application, or of a thief."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protos.roster.v1 import oauth_pb2
from services.roster.domain.people.roles import Role
from services.roster.domain.sessions import CODE_LASTS, OVERLAP
from services.shared.errors import Invalid
from tests.unit.gateway.sign_in.support import (
    BACK,
    CHALLENGE,
    PORTAL,
    SIGNED_IN,
    VERIFIER,
    World,
    answer_in,
    code_in,
    request_of,
    signed_in,
)

TRICKS = (
    "https://app.example.com/back/",
    "https://app.example.com/back/more",
    "https://app.example.com/back?x=1",
    "https://app.example.com/back#x",
    "https://app.example.com/back/../other",
    "https://app.example.com/./back",
    "https://app.example.com/Back",
    "https://APP.example.com/back",
    "HTTPS://app.example.com/back",
    "http://app.example.com/back",
    "https://app.example.com:443/back",
    "https://app.example.com:8443/back",
    "https://app.example.com@evil.example/back",
    "https://evil@app.example.com/back",
    "https://app.example.com.evil.example/back",
    "https://app.example.com%2eevil.example/back",
    "https://evil.example/?https://app.example.com/back",
    "https://app.example.com/%62ack",
    "https://app.example.com\\@evil.example/back",
    " https://app.example.com/back",
    "https://app.example.com/back\t",
    "//app.example.com/back",
    "javascript:alert(1)",
    "data:text/html,x",
    SIGNED_IN,
    "",
)


def test_nobody_is_sent_to_an_address_that_is_not_registered_letter_for_letter(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    for uri in TRICKS:
        page = browser.get(request_of(application.id, redirect_uri=uri))
        assert (uri, page.status_code, page.headers.get("Location")) == (uri, 400, None)
        assert 'href="https://' not in page.text


def test_nobody_is_sent_anywhere_for_an_unknown_application(world: World) -> None:
    for client_id in ("app_none", "cl_none", "", "portal ", "Portal", "<script>"):
        page = world.browser().get(request_of(client_id, redirect_uri="https://evil.example/"))
        assert (client_id, page.status_code, page.headers.get("Location")) == (client_id, 400, None)
        assert "<script>" not in page.text


UNPROTECTED: tuple[tuple[dict[str, str], str], ...] = (
    ({"code_challenge": ""}, "invalid_request"),
    ({"code_challenge_method": ""}, "invalid_request"),
    ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": "s256"}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": "code token"}, "unsupported_response_type"),
    ({"response_type": ""}, "unsupported_response_type"),
    ({"scope": "account.write"}, "invalid_scope"),
    ({"scope": "marketplace.roster.read openid"}, "invalid_scope"),
    ({"scope": ""}, "invalid_scope"),
)


def test_a_request_without_its_protection_is_answered_with_an_error(world: World) -> None:
    application = world.application()
    browser = world.browser()
    for changed, error in UNPROTECTED:
        browser.get(request_of(application.id, **changed))
        assert browser.location.startswith(f"{BACK}?")
        answer = answer_in(browser.location)
        assert (answer["error"], answer["state"], answer["iss"]) == (error, "s1", "http://127.0.0.1:8080")


def test_a_parameter_that_is_given_twice_is_refused(world: World) -> None:
    for name, value in (("redirect_uri", "https://evil.example/"), ("client_id", "x"), ("state", "x")):
        page = world.browser().get(request_of() + f"&{name}={value}")
        assert (page.status_code, page.headers.get("Location")) == (400, None)
    browser = world.browser()
    browser.get(request_of() + f"&code_challenge={CHALLENGE}")
    assert answer_in(browser.location)["error"] == "invalid_request"


def test_what_the_application_sends_stays_a_parameter(world: World) -> None:
    browser = signed_in(world)
    state = 'x&code=stolen#"><script>\r\nSet-Cookie: a=b'
    browser.get(request_of(state=state))
    assert answer_in(browser.location)["state"] == state
    assert "\r" not in browser.location
    assert "Set-Cookie" not in str(browser.shown.headers.getlist("Set-Cookie"))


def test_a_code_is_worth_nothing_without_its_verifier(world: World) -> None:
    code = code_in(signed_in(world).location)
    for verifier in ("w" * 43, CHALLENGE, "v" * 42, "v" * 129, "v" * 44, "é" * 43):
        assert world.exchange(code, code_verifier=verifier).json["error"] == "invalid_grant"
    assert world.exchange(code).status_code == 200, "whoever guesses uses nothing up"


def test_a_verifier_is_not_left_out(world: World) -> None:
    code = code_in(signed_in(world).location)
    assert world.exchange(code, code_verifier="").json["error"] == "invalid_request"


def test_a_code_that_comes_twice_ends_the_session(world: World) -> None:
    code = code_in(signed_in(world).location)
    tokens = world.exchange(code).json
    replayed = world.exchange(code)
    assert (replayed.status_code, replayed.json["error"]) == (400, "invalid_grant")
    assert world.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    holder = world.front._verifier.verify(tokens["access_token"])
    assert not world.store.session_is_open(holder.session_id, holder.person_id)


def test_a_code_is_good_for_a_minute(world: World) -> None:
    code = code_in(signed_in(world).location)
    world.clock.advance(seconds=CODE_LASTS.total_seconds())
    assert world.exchange(code).json["error"] == "invalid_grant"


def test_a_code_goes_with_its_redirect_uri(world: World) -> None:
    code = code_in(signed_in(world).location)
    assert world.exchange(code, redirect_uri=f"{PORTAL}/signed-in/").json["error"] == "invalid_grant"
    assert world.exchange(code).status_code == 200


def test_one_application_does_nothing_with_the_code_of_another(world: World) -> None:
    code = code_in(signed_in(world).location)
    other = world.application()
    assert world.exchange(code, client_id=other.id).json["error"] == "invalid_grant"
    assert world.exchange(code, client_id=other.id, redirect_uri=BACK).json["error"] == "invalid_grant"
    assert world.exchange(code, client_id=world.agency.client_id).json["error"] == "invalid_client"
    assert world.exchange(code, client_id="app_none").json["error"] == "invalid_client"
    assert world.exchange(code).status_code == 200


def test_one_application_does_nothing_with_the_tokens_of_another(world: World) -> None:
    tokens = world.exchange(code_in(signed_in(world).location)).json
    other = world.application()
    assert world.refresh(tokens["refresh_token"], other.id).json["error"] == "invalid_grant"
    revoking = {"client_id": other.id, "token": tokens["refresh_token"]}
    assert world.http.post("/oauth/revoke", data=revoking).status_code == 200
    foreign = world.http.post("/oauth/revoke", data={**revoking, "token": tokens["access_token"]})
    assert (foreign.json or {})["code"] == "token_of_another_client"
    shown = world.http.post("/oauth/introspect", data={**revoking, "token": tokens["access_token"]})
    assert shown.json == {"active": False}
    assert world.refresh(tokens["refresh_token"]).status_code == 200


def test_a_refresh_token_that_comes_again_later_ends_the_session(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    stolen = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    kept = world.refresh(stolen).json["refresh_token"]
    world.clock.advance(seconds=OVERLAP.total_seconds() + 1)
    assert world.refresh(stolen).json["error"] == "invalid_grant"
    assert world.refresh(kept).json["error"] == "invalid_grant"
    assert "token_reused" in capsys.readouterr().out
    assert stolen not in caplog.text


def test_a_refresh_token_of_two_rotations_ago_ends_the_session_at_once(world: World) -> None:
    stolen = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    kept = world.refresh(world.refresh(stolen).json["refresh_token"]).json["refresh_token"]
    assert world.refresh(stolen).json["error"] == "invalid_grant"
    assert world.refresh(kept).json["error"] == "invalid_grant"


def test_nobody_ends_a_session_by_making_a_token_up(world: World) -> None:
    token = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    kept = world.refresh(token).json["refresh_token"]
    kind, session, _, secret = kept.split(".")
    for made_up in (
        f"{kind}.{session}.0.{'x' * 43}",
        f"{kind}.{session}.1.{'x' * 43}",
        f"{kind}.{session}.7.{secret}",
        f"{kind}.{session}.99999.{secret}",
        f"{kind}.{session}.-1.{secret}",
        f"{kind}.{session}.0.",
        f"{kind}.{session}",
        f"{kind}.se_none.1.{secret}",
        "rt....",
        "rt.",
    ):
        assert world.refresh(made_up).json["error"] == "invalid_grant"
    assert world.refresh(kept).status_code == 200


def test_no_token_says_more_than_the_role_of_the_person(world: World) -> None:
    (membership,) = world.ana.memberships
    viewer = replace(membership, role=Role.VIEWER)
    world.person("pe_vi", "vi@example.com")
    world.store.people.rows["pe_vi"] = replace(world.store.people.rows["pe_vi"], memberships=(viewer,))
    body = world.exchange(code_in(signed_in(world, "vi@example.com").location)).json
    assert {
        name for name in body["scope"].split() if name.endswith(("write", "accept", "negotiate"))
    } == set()


def test_who_has_left_a_party_gets_no_more_tokens_for_it(world: World) -> None:
    body = world.exchange(code_in(signed_in(world).location)).json
    world.store.people.rows["pe_ana"] = replace(world.ana, memberships=())
    assert world.refresh(body["refresh_token"]).json["error"] == "invalid_grant"


def test_a_new_password_ends_every_session_that_began_before(world: World) -> None:
    browser = signed_in(world)
    body = world.exchange(code_in(browser.location)).json
    world.clock.advance(seconds=1)
    changed = replace(world.ana, sessions_valid_from=world.clock.now())
    world.store.people.rows["pe_ana"] = changed
    assert world.refresh(body["refresh_token"]).json["error"] == "invalid_grant"
    browser.get(request_of())
    assert browser.location.startswith("/oauth/sign-in?")


def test_an_application_that_is_removed_takes_its_sessions_along(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    browser.get(request_of(application.id))
    browser.send(party=world.agency.party_id, decision="allow")
    form = {"client_id": application.id, "redirect_uri": BACK}
    body = world.exchange(code_in(browser.location), **form).json
    request = oauth_pb2.DeleteApplicationRequest(application_id=application.id)
    world.call(world.other, "ApplicationService/DeleteApplication", request)
    assert world.refresh(body["refresh_token"], application.id).json["error"] == "invalid_client"
    holder = world.front._verifier.verify(body["access_token"])
    assert not world.store.session_is_open(holder.session_id, holder.person_id)


LEADING_ELSEWHERE = (
    "http://app.example.com/back",
    "https://app.example.com/back#x",
    "https://user@app.example.com/",
    "https://*.example.com/",
    "https://app.example.com/../x",
    "custom.app:/back",
    "javascript:alert(1)//https",
    "https:///back",
    "http://127.0.0.1.evil.example/",
    "https://app.example.com\\@evil.example/",
    "https://app.example.com:port/",
)


def test_no_application_registers_an_address_that_leads_elsewhere(world: World) -> None:
    for uri in LEADING_ELSEWHERE:
        with pytest.raises(Invalid):
            world.application(uri)


def test_no_application_passes_for_the_installation(world: World) -> None:
    for name in ("Callboard", " callboard ", "CALLBOARD"):
        with pytest.raises(Invalid):
            world.application(name=name)


def test_an_application_on_the_persons_own_machine_needs_no_tls(world: World) -> None:
    uris = ("http://127.0.0.1:4711/back", "http://localhost/back", "http://[::1]:1/back")
    assert list(world.application(*uris).redirect_uris) == list(uris)
    assert len(VERIFIER) == 43
