"""The way of a person through the pages, to the tokens of an application, and out again."""

from __future__ import annotations

import pyotp

from services.roster.domain.people.person import SecondFactor
from services.roster.domain.sessions import IDLE, OVERLAP
from services.roster.handlers.people.sealed import seal_secret
from tests.unit.gateway.sign_in.support import (
    BACK,
    EMAIL,
    PASSWORD,
    PORTAL,
    SIGNED_IN,
    World,
    answer_in,
    code_in,
    request_of,
    signed_in,
)
from tests.unit.roster.people import SEALS

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_the_portal_gets_a_code_after_signing_in(world: World) -> None:
    browser = signed_in(world)
    assert browser.location.startswith(f"{SIGNED_IN}?")
    answer = answer_in(browser.location)
    assert (answer["state"], answer["iss"]) == ("s1", "http://127.0.0.1:8080")
    tokens = world.exchange(answer["code"])
    assert (tokens.status_code, tokens.headers["Cache-Control"]) == (200, "no-store")
    body = tokens.json
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert "marketplace.people.write" in body["scope"].split()
    assert "marketplace.operator.read" not in body["scope"].split()


def test_the_token_names_the_person_and_her_session(world: World) -> None:
    body = world.exchange(code_in(signed_in(world).location)).json
    holder = world.front._verifier.verify(body["access_token"])
    (sign_in, session) = sorted(world.store.sessions.all(), key=lambda each: each.client_id)
    assert (holder.party_id, holder.kind, holder.client_id) == (world.agency.party_id, "agency", "portal")
    assert (holder.person_id, holder.session_id) == ("pe_ana", session.id)
    assert session.parent_id == sign_in.id


def test_who_has_signed_in_is_asked_nothing_the_next_time(world: World) -> None:
    browser = signed_in(world)
    browser.get(request_of(state="s2"))
    assert answer_in(browser.location)["state"] == "s2"


def test_refresh_tokens_follow_each_other(world: World) -> None:
    first = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    second = world.refresh(first).json
    third = world.refresh(second["refresh_token"]).json
    assert len({first, second["refresh_token"], third["refresh_token"]}) == 3
    narrowed = world.token(
        grant_type="refresh_token",
        client_id="portal",
        refresh_token=third["refresh_token"],
        scope="marketplace.roster.read marketplace.operator.write",
    )
    assert narrowed.json["scope"] == "marketplace.roster.read"


def test_two_tabs_that_refresh_at_once_get_the_same_token(world: World) -> None:
    first = world.exchange(code_in(signed_in(world).location)).json["refresh_token"]
    one = world.refresh(first).json["refresh_token"]
    world.clock.advance(seconds=OVERLAP.total_seconds())
    other = world.refresh(first).json["refresh_token"]
    assert one == other
    assert world.refresh(one).status_code == 200


def test_a_session_that_is_not_used_ends_by_itself(world: World) -> None:
    browser = signed_in(world)
    token = world.exchange(code_in(browser.location)).json["refresh_token"]
    world.clock.advance(days=IDLE.days)
    assert world.refresh(token).json["error"] == "invalid_grant"
    browser.get(request_of())
    assert browser.location.startswith("/oauth/sign-in?")


def test_an_application_is_let_in_only_after_consent(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    page = browser.get(request_of(application.id, scope="marketplace.roster.read marketplace.rates.write"))
    assert page.status_code == 200
    for said in (
        "Deal sheets",
        "South Talent",
        "North Talent",
        EMAIL,
        "change rate cards",
        "app.example.com",
    ):
        assert said in page.text
    assert "end this at any time" in page.text
    browser.send(party=world.agency.party_id, decision="allow")
    form = {"client_id": application.id, "redirect_uri": BACK}
    body = world.exchange(code_in(browser.location), **form).json
    assert set(body["scope"].split()) == {"marketplace.roster.read", "marketplace.rates.write"}


def test_an_application_is_turned_away(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    browser.get(request_of(application.id))
    browser.send(decision="deny")
    answer = answer_in(browser.location)
    assert (answer["error"], answer["state"]) == ("access_denied", "s1")
    assert "code" not in answer


def test_a_confidential_application_proves_itself_by_its_secret(world: World) -> None:
    application = world.application(confidential=True)
    browser = world.browser()
    browser.sign_in()
    browser.get(request_of(application.id))
    browser.send(party=world.agency.party_id, decision="allow")
    form = {"client_id": application.id, "redirect_uri": BACK}
    code = code_in(browser.location)
    assert world.exchange(code, **form).json["error"] == "invalid_client"
    assert world.exchange(code, **form, client_secret="x" * 43).json["error"] == "invalid_client"
    assert world.exchange(code, **form, client_secret=application.client_secret).status_code == 200


def test_whoever_belongs_to_several_parties_chooses_one(world: World) -> None:
    world.person("pe_eva", "eva@example.com", world.agency, world.other)
    browser = signed_in(world, "eva@example.com")
    assert browser.shown.status_code == 200
    assert "South Talent" in browser.shown.text
    browser.send(party=world.other.party_id, decision="allow")
    body = world.exchange(code_in(browser.location)).json
    assert world.front._verifier.verify(body["access_token"]).party_id == world.other.party_id
    browser.get(request_of(party=world.agency.party_id))
    body = world.exchange(code_in(browser.location)).json
    assert world.front._verifier.verify(body["access_token"]).party_id == world.agency.party_id


def test_whoever_signs_in_may_be_led_to_the_portal(world: World) -> None:
    policy = world.browser().get("/oauth/sign-in").headers["Content-Security-Policy"]
    (allowed,) = (each for each in policy.split("; ") if each.startswith("form-action"))
    assert PORTAL in allowed.split()


def test_the_second_factor_is_asked_for(world: World) -> None:
    sealed = seal_secret(SEALS, "pe_eva", SECRET)
    world.person("pe_eva", "eva@example.com", factor=SecondFactor(sealed, confirmed=True))
    browser = world.browser()
    page = browser.sign_in("eva@example.com")
    assert "recovery codes" in page.text
    assert PASSWORD not in page.text
    code = pyotp.TOTP(SECRET).at(world.clock.now())
    assert browser.send(code=code).status_code == 303
    browser.get(request_of())
    assert "code" in answer_in(browser.location)


def test_signing_out_ends_the_portals_sessions_too(world: World) -> None:
    browser = signed_in(world)
    token = world.exchange(code_in(browser.location)).json["refresh_token"]
    browser.get("/oauth/sign-out")
    assert EMAIL in browser.shown.text
    browser.send()
    assert "signed out" in browser.shown.text
    assert world.refresh(token).json["error"] == "invalid_grant"
    browser.get(request_of())
    assert browser.location.startswith("/oauth/sign-in?")


def test_revoking_a_refresh_token_ends_its_session(world: World) -> None:
    browser = signed_in(world)
    token = world.exchange(code_in(browser.location)).json["refresh_token"]
    form = {"client_id": "portal", "token": token}
    assert world.http.post("/oauth/revoke", data=form).status_code == 200
    assert world.refresh(token).json["error"] == "invalid_grant"
    assert world.http.post("/oauth/revoke", data=form).status_code == 200
    # The portal is where people sign out: whoever does so there is out.
    browser.get(request_of())
    assert browser.location.startswith("/oauth/sign-in?")


def test_introspection_tells_an_application_of_its_own_tokens(world: World) -> None:
    body = world.exchange(code_in(signed_in(world).location)).json
    form = {"client_id": "portal", "token": body["access_token"]}
    told = world.http.post("/oauth/introspect", data=form).json or {}
    assert (told["active"], told["person"], told["client_id"]) == (True, "pe_ana", "portal")
    world.http.post("/oauth/revoke", data=form)
    assert world.http.post("/oauth/introspect", data=form).json == {"active": False}
    of_refresh = {**form, "token": body["refresh_token"]}
    assert world.http.post("/oauth/introspect", data=of_refresh).json == {"active": False}
