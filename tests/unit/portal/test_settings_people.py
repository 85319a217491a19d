"""People, their roles, invitations, and applications that they let in."""

from __future__ import annotations

import httpx
import pytest
from werkzeug.datastructures import MultiDict

from tests.unit.portal.gateway import ME, FakeGateway, me, page, problem
from tests.unit.portal.settings import APPLICATION, INVITATION, OWNER, PERSON, owner

LINK = "https://portal.test/invitations/iv_1.secret"


@pytest.fixture
def gateway() -> FakeGateway:
    """As an owner finds it."""
    return owner()


def test_people_and_invitations_are_listed(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/settings/people").text
    assert "ben@example.com" in shown
    assert "1 creator" in shown
    assert "eva@example.com" in shown
    assert 'href="/settings/people/invite"' in shown


def test_who_may_not_change_people_is_shown_no_buttons(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = {
        **ME,
        "client": {"client_id": "p", "scopes": ["marketplace.people.read"]},
    }
    shown = gateway.browser().look("/settings/people").text
    assert "ben@example.com" in shown
    for path in ("/settings/people/invite", "/remove", "/take-back", "/settings/webhooks"):
        assert path not in shown


def test_who_is_limited_herself_is_not_told_how_many_creators_others_have(gateway: FakeGateway) -> None:
    hers = {"id": "pe_3", "name": "Eva", "role": "manager", "creator_ids": ["cr_2"]}
    gateway.answers["GET /v1/me"] = {**ME, "person": hers}
    gateway.answers["GET /v1/people"] = page({**PERSON, "creator_ids": [], "creators": []})
    shown = gateway.browser().look("/settings/people").text
    assert "Some creators" in shown
    assert "0 creators" not in shown


def test_one_part_that_fails_leaves_the_other(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/people/invitations"] = problem(500, "internal")
    shown = gateway.browser().look("/settings/people")
    assert shown.status_code == 200
    assert "ben@example.com" in shown.text
    assert "This part could not be shown." in shown.text


def test_the_link_of_an_invitation_is_shown_in_its_answer_alone(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/people/invitations"] = {"invitation": INVITATION, "link": LINK}
    browser = gateway.browser()
    form = MultiDict(
        [("email", "eva@example.com"), ("role", "viewer"), ("creator_ids", "cr_1"), ("once", "k")]
    )
    made = browser.send("/settings/people/invite", form)
    assert f'value="{LINK}"' in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert gateway.bodies("/v1/people/invitations") == [
        {"email": "eva@example.com", "role": "viewer", "creator_ids": ["cr_1"]}
    ]
    assert LINK not in browser.look("/settings/people").text


def test_an_owner_is_not_limited(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/people/invitations"] = {"invitation": INVITATION, "link": LINK}
    form = {"email": "eva@example.com", "role": "owner", "creator_ids": "cr_1"}
    gateway.browser().send("/settings/people/invite", form)
    assert gateway.bodies("/v1/people/invitations")[0]["creator_ids"] == []


def test_a_refused_invitation_keeps_what_was_written(gateway: FakeGateway) -> None:
    faults = [{"field": "email", "code": "format", "message": "It is no address."}]
    gateway.answers["POST /v1/people/invitations"] = problem(422, "invalid", errors=faults)
    shown = gateway.browser().send("/settings/people/invite", {"email": '"><b>', "role": "viewer"})
    assert shown.status_code == 422
    assert "It is no address." in shown.text
    assert '"><b>' not in shown.text


def test_a_brand_has_one_role(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = {**me("brand", "br_1"), "client": OWNER["client"]}
    gateway.answers["POST /v1/people/invitations"] = {"invitation": INVITATION, "link": LINK}
    browser = gateway.browser()
    assert 'type="radio"' not in browser.look("/settings/people/invite").text
    browser.send("/settings/people/invite", {"email": "eva@example.com"})
    assert gateway.bodies("/v1/people/invitations")[0]["role"] == "member"


def test_a_role_is_changed_on_the_version_that_was_shown(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/people/pe_2"] = PERSON
    browser = gateway.browser()
    assert 'value="cr_1" checked' in browser.look("/settings/people/pe_2").text
    done = browser.send("/settings/people/pe_2", {"role": "viewer", "base": "2"})
    assert done.status_code == 303
    sent = next(each for each in gateway.asked if each.method == "PATCH")
    assert sent.headers["If-Match"] == '"2"'
    assert gateway.bodies("/v1/people/pe_2") == [{"role": "viewer", "creator_ids": []}]


def test_theirs_stands_beside_a_role_that_was_changed_meanwhile(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/people/pe_2"] = problem(412, "stale")
    shown = gateway.browser().send("/settings/people/pe_2", {"role": "viewer", "base": "2"})
    assert shown.status_code == 409
    assert "Manager" in shown.text
    assert "Maya Lindqvist" in shown.text
    assert 'name="base" value="3"' in shown.text


@pytest.mark.parametrize("base", ["", "x", '1"\r\nX-Evil: 1', "9" * 40])
def test_what_is_no_version_is_not_sent_on(gateway: FakeGateway, base: str) -> None:
    gateway.answers["PATCH /v1/people/pe_2"] = PERSON
    gateway.browser().send("/settings/people/pe_2", {"role": "viewer", "base": base})
    sent = next(each for each in gateway.asked if each.method == "PATCH")
    assert sent.headers["If-Match"] == '"3"'


def test_a_removal_says_what_happens_and_asks_first(gateway: FakeGateway) -> None:
    gateway.answers["DELETE /v1/people/pe_2"] = httpx.Response(204)
    browser = gateway.browser()
    asked = browser.look("/settings/people/pe_2/remove").text
    assert "Everything that she did stays" in asked
    assert not any(each.method == "DELETE" for each in gateway.asked)
    assert browser.send("/settings/people/pe_2/remove", {}).location == "/settings/people"
    assert "Ben Ode was removed." in browser.look("/settings/people").text


def test_the_last_owner_stays_and_why_is_said(gateway: FakeGateway) -> None:
    gateway.answers["DELETE /v1/people/pe_2"] = problem(409, "last_owner", "She is the last owner.")
    shown = gateway.browser().send("/settings/people/pe_2/remove", {})
    assert shown.status_code == 409
    assert "She is the last owner." in shown.text


def test_an_invitation_is_taken_back(gateway: FakeGateway) -> None:
    gateway.answers["DELETE /v1/people/invitations/iv_1"] = httpx.Response(204)
    browser = gateway.browser()
    assert "Take this invitation back?" in browser.look("/settings/people/invitations/iv_1/take-back").text
    assert browser.send("/settings/people/invitations/iv_1/take-back", {}).status_code == 303


def test_an_application_is_registered_and_its_secret_shown_once(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/applications"] = {**APPLICATION, "client_secret": "s3cret"}
    browser = gateway.browser()
    form = {
        "name": "Deal sheets",
        "redirect_uris": "https://a.test/in\r\nhttps://a.test/in",
        "confidential": "yes",
    }
    assert 'value="s3cret"' in browser.send("/settings/applications/new", form).text
    assert gateway.bodies("/v1/applications") == [
        {"name": "Deal sheets", "redirect_uris": ["https://a.test/in"], "confidential": True}
    ]
    assert "s3cret" not in browser.look("/settings/applications").text


def test_an_application_is_changed_and_removed(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/applications/ap_1"] = APPLICATION
    gateway.answers["DELETE /v1/applications/ap_1"] = httpx.Response(204)
    browser = gateway.browser()
    form = {"name": "Sheets", "redirect_uris": "https://a.test/in", "base": "2"}
    assert browser.send("/settings/applications/ap_1", form).status_code == 303
    assert "signed out of it at once" in browser.look("/settings/applications/ap_1/remove").text
    assert browser.send("/settings/applications/ap_1/remove", {}).status_code == 303


def test_names_are_text(gateway: FakeGateway) -> None:
    hostile = "<script>alert(1)</script>"
    gateway.answers["GET /v1/people"] = page({**PERSON, "name": hostile, "email": hostile})
    gateway.answers["GET /v1/applications"] = page({**APPLICATION, "name": hostile})
    for path in ("/settings/people", "/settings/applications"):
        assert hostile not in gateway.browser().look(path).text
