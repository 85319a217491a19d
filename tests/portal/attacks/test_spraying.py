"""Passwords that are tried out: over many accounts, on one account, and by the portal's own forms.

What is counted, and for how long, is tried with a clock of the test's own in
`tests/unit/roster/test_signing_in.py`, where the hashes that are compared for an account that is not there
are counted as well.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.roster.domain.people.throttling import OF_ACCOUNT, OF_ADDRESS, OF_PROOFS
from tests.e2e.api import unique
from tests.e2e.browsing import PASSWORD
from tests.portal.attacks.conftest import fresh
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import Visitor, elsewhere
from tests.portal.conftest import Portal

COMMON = "Winter2026 Winter2026"


def tried(visitor: Visitor, email: str, password: str, **headers: str) -> int:
    """The status of an attempt by the page."""
    visitor.get("/oauth/sign-in")
    return int(visitor.send(email=email, password=password, headers=headers or None).status_code)


def said(page: Any, email: str) -> str:
    """A page without what is of this browser or this address."""
    text = re.sub(r'name="csrf" value="[^"]*"', "", page.text)
    return re.sub(r"(?i)[0-9a-f]{32}", "", text.replace(email, "…"))


@pytest.fixture(scope="module")
def victim(scene: Scene) -> Visitor:
    """Somebody who has signed in before, from her own address."""
    return scene.person("viewer", "Vera Victim")


def test_it_is_not_said_whether_there_is_an_account(portal: Portal, victim: Visitor) -> None:
    answers = {}
    for email in (victim.email, f"{unique('nobody')}@example.com"):
        visitor = fresh(portal)
        wrong = tried(visitor, email, "not the password at all")
        pages = [said(visitor.shown, email)]
        headers = set(visitor.shown.headers)
        visitor.get("/oauth/reset")
        reset = visitor.send(email=email).status_code
        pages.append(said(visitor.shown, email))
        answers[email] = (wrong, headers, reset, pages)
    known, unknown = answers.values()
    assert known == unknown
    assert known[0] == 403


def test_one_password_over_many_accounts_comes_to_an_end(portal: Portal, victim: Visitor) -> None:
    """However many addresses the attacker says that he has: nobody has configured a proxy."""
    attacker, statuses = fresh(portal), list[int]()
    for _ in range(int(OF_ADDRESS.most) + 25):
        told = {"X-Forwarded-For": elsewhere(), "Forwarded": f"for={elsewhere()}", "X-Real-IP": elsewhere()}
        statuses.append(tried(attacker, f"{unique('account')}@example.com", COMMON, **told))
        if statuses[-1] == 429:
            break
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {403}
    assert len(statuses) <= OF_ADDRESS.most + 1
    assert int(attacker.shown.headers["Retry-After"]) > 0
    # From there not even the right password is heard, whichever address is named; from elsewhere it is.
    assert tried(attacker, victim.email, PASSWORD, **{"X-Forwarded-For": elsewhere()}) == 429
    assert tried(fresh(portal), victim.email, PASSWORD) == 303


def test_many_passwords_on_one_account_come_to_an_end_and_lock_nobody_out(
    portal: Portal, victim: Visitor
) -> None:
    statuses = [
        tried(fresh(portal), victim.email, f"guess number {number} of many")
        for number in range(int(OF_ACCOUNT.most) + 2)
    ]
    assert (statuses[0], set(statuses)) == (403, {403, 429})
    assert statuses.count(403) <= OF_ACCOUNT.most
    assert statuses[-2:] == [429, 429]
    # Not even the right one is heard from an address that is new to her account …
    assert tried(fresh(portal), victim.email, PASSWORD) == 429
    # … but she herself signs in from where she has signed in before, and her session stands.
    assert victim.look("/session").status_code == 204
    her_own = Visitor(portal.base_url, portal.gateway_url, victim.address)
    assert her_own.enter(victim.email) == f"{portal.base_url}/"
    assert her_own.look("/session").status_code == 204


def test_another_account_is_no_way_to_clear_the_count(portal: Portal, scene: Scene) -> None:
    """An attacker with an account of his own signs in between his attempts."""
    own = scene.person("viewer", "Otto Attacker").email
    attacker, statuses = fresh(portal), list[int]()
    target = f"{unique('target')}@example.com"
    for number in range(int(OF_ACCOUNT.most) + 2):
        if number % 4 == 0:
            assert tried(attacker, own, PASSWORD) == 303
            attacker.http.cookies.clear()
        statuses.append(tried(attacker, target, f"guess number {number} of many"))
    assert statuses[-1] == 429


def test_the_forms_of_the_portal_are_no_way_around(portal: Portal, scene: Scene) -> None:
    """Whoever has found a browser that is signed in does not find out the password by it."""
    found = scene.person("viewer", "Lena Left")
    new = "seven loud engines, no driver"
    form, texts = {"new_password": new, "again": new}, list[str]()
    for number in range(int(OF_PROOFS.most) + 1):
        guess = {"current_password": f"guess number {number} of many"}
        answer = found.post("/settings/password", form | guess)
        assert answer.status_code == 422
        texts.append(answer.text)
    assert "Too much" not in texts[0]
    assert "Too much" in texts[-1]
    # Now the right one is not heard either: nothing is learned by going on.
    answer = found.post("/settings/password", form | {"current_password": PASSWORD})
    assert answer.status_code == 422
    assert tried(fresh(portal), found.email, PASSWORD) == 303
