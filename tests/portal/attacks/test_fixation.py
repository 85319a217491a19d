"""Cookies and answers that were planted: whoever signs in holds what she has got herself alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from services.portal.session import USE
from services.portal.vault import Vault
from tests.e2e.browsing import App
from tests.e2e.waiting import eventually
from tests.portal.attacks.conftest import fresh
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import Visitor
from tests.portal.conftest import Portal

SIGNING_IN = "callboard-signing-in"


@pytest.fixture(scope="module")
def vault(portal: Portal) -> Vault:
    """Opens what the portal has sealed."""
    return Vault(portal.key_file.read_text(encoding="utf-8").strip())


def answered(visitor: Visitor, portal: Portal, role: str) -> str:
    """The address with a code to which somebody is sent who signs in; she has not followed it."""
    person = portal.people[role]
    visitor.look("/sign-in")
    visitor.led()
    visitor.send(email=person.email, password=person.password)
    visitor.follow()
    return visitor.location


def test_what_a_browser_held_before_is_not_what_it_holds_afterwards(
    portal: Portal, visitor: Callable[[str], Visitor], vault: Vault
) -> None:
    attacker, victim = visitor("viewer"), fresh(portal)
    planted = attacker.held()
    victim.plant(planted)
    person = portal.people["owner"]
    victim.enter(person.email, person.password)
    held, foreign = vault.open(USE, victim.held()), vault.open(USE, planted)
    assert held
    assert foreign
    for name in ("id", "csrf", "access", "refresh"):
        assert held[name] != foreign[name]
    # What was under way is over: it serves no second sign-in.
    assert victim.held(SIGNING_IN) == ""


@pytest.mark.parametrize("value", ["", "x", "a.b.c.d.e", "e30.e30.e30.e30.e30"])
def test_a_cookie_that_is_made_up_is_nobodys(portal: Portal, value: str) -> None:
    made = fresh(portal)
    made.plant(value)
    assert made.look("/inbox").status_code == 302
    assert made.shown.headers["Location"].startswith("/sign-in")


def test_a_cookie_of_another_key_or_for_another_use_is_nobodys(
    portal: Portal, visitor: Callable[[str], Visitor], vault: Vault
) -> None:
    content = vault.open(USE, visitor("viewer").held())
    assert content
    content.pop("use")
    asks = fresh(portal)
    asks.look("/sign-in")
    for forged in (
        Vault("o" * 43).seal(USE, content),
        vault.seal("notice", content),
        vault.seal(USE, {**content, "more": "x"}),
        asks.held(SIGNING_IN),
    ):
        made = fresh(portal)
        made.plant(forged)
        assert made.look("/inbox").status_code == 302
    # What makes the difference is the key alone.
    made = fresh(portal)
    made.plant(vault.seal(USE, content))
    assert made.look("/inbox").status_code == 200


def test_the_answer_to_another_browser_signs_nobody_in(portal: Portal) -> None:
    attacker, victim = fresh(portal), fresh(portal)
    answer = answered(attacker, portal, "viewer")
    path = answer.removeprefix(portal.base_url)
    assert path.startswith("/signed-in?")
    # Whether or not she has begun to sign in herself.
    assert victim.look(path).status_code == 400
    victim.look("/sign-in")
    own = dict(parse_qsl(urlsplit(victim.shown.headers["Location"]).query))["state"]
    assert victim.look(path).status_code == 400
    # Under her own state, the code fits no verifier of hers.
    code = dict(parse_qsl(urlsplit(answer).query))["code"]
    assert victim.look(f"/signed-in?code={code}&state={own}").status_code == 400
    assert victim.held() == ""


def test_an_answer_is_good_once(portal: Portal) -> None:
    made = fresh(portal)
    path = answered(made, portal, "viewer").removeprefix(portal.base_url)
    kept = made.held(SIGNING_IN)
    assert made.look(path).status_code == 302
    assert made.held()
    again = fresh(portal)
    again.plant(kept, SIGNING_IN)
    assert again.look(path).status_code == 400
    assert again.held() == ""


def test_after_signing_out_the_old_cookie_is_worth_nothing(
    portal: Portal, scene: Scene, vault: Vault
) -> None:
    leaver = scene.person("viewer")
    stolen = leaver.held()
    content = vault.open(USE, stolen) or {}
    app = App(portal.gateway_url, "portal")
    bearer = {"Authorization": f"Bearer {content['access']}"}
    assert leaver.get("/v1/me", **bearer).status_code == 200
    assert leaver.post("/sign-out").status_code == 303
    assert leaver.held() == ""
    eventually(lambda: leaver.get("/v1/me", **bearer).status_code == 401)
    assert app.refresh(content["refresh"]).json()["error"] == "invalid_grant"
    thief = fresh(portal)
    thief.plant(stolen)
    assert thief.look("/inbox").status_code == 302
    # The sign-in at the gateway has ended with it: whoever comes next is asked for a password.
    leaver.look("/inbox")
    leaver.led()
    assert 'name="password"' in leaver.shown.text
