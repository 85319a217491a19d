"""From an invitation to the tokens of an application, through the pages, on a whole Callboard."""

from __future__ import annotations

import pytest

from tests.e2e.api import Actor, Operator, fetch
from tests.e2e.browsing import BACK, PASSWORD, Browser, Member, answer_in, invited, let_in, registered


@pytest.fixture(scope="module")
def member(operator: Operator, parties: dict[str, Actor]) -> Member:
    """An owner of the module's agency."""
    return invited(operator, parties["agency"])


def test_the_metadata_leads_an_application_through(operator: Operator) -> None:
    said = fetch(operator.base_url, "/.well-known/oauth-authorization-server").json()
    assert said["authorization_endpoint"] == f"{operator.base_url}/oauth/authorize"
    assert said["response_types_supported"] == ["code"]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert set(said["grant_types_supported"]) == {"client_credentials", "authorization_code", "refresh_token"}
    assert "none" in said["token_endpoint_auth_methods_supported"]


def test_an_application_gets_tokens_of_a_person(member: Member, parties: dict[str, Actor]) -> None:
    app = registered(parties["agency"])
    tokens = let_in(member, app)
    assert set(tokens["scope"].split()) == {"marketplace.roster.read", "marketplace.people.read"}
    again = app.refresh(tokens["refresh_token"])
    assert again.status_code == 200
    assert again.json()["refresh_token"] != tokens["refresh_token"]
    assert app.revoke(again.json()["refresh_token"]).status_code == 200
    assert app.refresh(again.json()["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_confidential_application_shows_its_secret(member: Member, parties: dict[str, Actor]) -> None:
    app = registered(parties["agency"], confidential=True)
    assert let_in(member, app)["refresh_token"]
    app.secret = "x" * 43
    member.browser.get(app.request())
    member.browser.send(party=member.agency.id, decision="allow")
    refused = app.exchange(answer_in(member.browser.location)["code"])
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_who_has_not_signed_in_does_so_on_the_way(member: Member, parties: dict[str, Actor]) -> None:
    app, browser = registered(parties["agency"]), Browser(member.browser.base_url)
    browser.get(app.request(lang="es"))
    page = browser.follow()
    assert "Iniciar sesión" in page.text
    browser.send(email=member.email, password=PASSWORD)
    page = browser.follow()
    assert "consultar" in page.text or "leer la lista" in page.text
    browser.send(decision="deny")
    assert browser.location.startswith(f"{BACK}?")
    assert answer_in(browser.location)["error"] == "access_denied"


def test_applications_are_registered_read_changed_and_removed(parties: dict[str, Actor]) -> None:
    agency, brand = parties["agency"], parties["brand"]
    app = registered(agency)
    path = f"/v1/applications/{app.id}"
    shown = agency.get(path)
    assert "client_secret" not in shown
    assert app.id in {each["id"] for each in agency.get("/v1/applications", page_size=100)["items"]}
    changed = agency.call(
        "PATCH", path, {"name": "Renamed"}, status=200, headers={"If-Match": f'"{shown["version"]}"'}
    )
    assert (changed["name"], changed["redirect_uris"]) == ("Renamed", [BACK])
    brand.get(path, status=404)
    for wrong in ("http://app.example.com/", "https://a@b.example/", "app:/x"):
        asked = {"name": "x", "redirect_uris": [wrong]}
        agency.post("/v1/applications", asked, status=422)
    agency.call("DELETE", path, status=204)
    agency.get(path, status=404)


def test_a_link_to_a_new_password_is_asked_for_and_nothing_is_said(member: Member) -> None:
    browser = Browser(member.browser.base_url)
    answers = []
    for email in (member.email, "nobody@example.com"):
        browser.get("/oauth/reset")
        page = browser.send(email=email)
        answers.append((page.status_code, page.text))
    assert answers[0] == answers[1]
    browser.get("/oauth/reset/rs_none.x")
    assert browser.send(password=PASSWORD).status_code == 404
