"""What browsers hold of the portal: for no script, no other host, nobody's eyes, and of one piece."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from services.portal.session import USE, Session
from services.portal.vault import LARGEST, Vault
from tests.e2e.browsing import PASSWORD
from tests.portal.attacks.application import Watched
from tests.portal.attacks.conftest import Shown, fresh
from tests.portal.attacks.scene import Scene
from tests.portal.conftest import Portal
from tests.portal.people import as_person

USUAL = {"HttpOnly", "SameSite=Lax", "Path=/"}
LARGEST_COOKIE = 4096
KEPT = "({local: {...localStorage}, session: {...sessionStorage}, seen: document.cookie})"


def attributes(header: str) -> tuple[str, str, set[str]]:
    """Name, value and attributes of a Set-Cookie header."""
    first, *rest = header.split("; ")
    name, _, value = first.partition("=")
    return name, value, set(rest)


def given(answer: Any) -> list[str]:
    """The Set-Cookie headers of an answer of httpx."""
    return list(answer.headers.get_list("Set-Cookie"))


def test_cookies_are_for_this_site_and_no_script(portal: Portal, scene: Scene) -> None:
    made = fresh(portal)
    seen = given(made.look("/sign-in"))
    made.led()
    made.send(email=scene.viewer.email, password=PASSWORD)
    while made.shown.has_redirect_location:
        made.get(str(made.shown.url.join(made.shown.headers["Location"])))
        seen += given(made.shown)
    seen += given(made.post("/preferences", {"theme": "dark", "language": "es"}))
    seen += given(made.post("/settings", {"name": "Vera", "locale": "LOCALE_EN", "time_zone": "UTC"}))
    seen += given(made.post("/sign-out"))
    names = {attributes(each)[0] for each in seen}
    assert {"callboard", "callboard-signing-in", "callboard_language", "callboard_theme"} <= names
    for each in seen:
        name, _, said = attributes(each)
        assert said >= USUAL, each
        assert not any(other.startswith("Domain") for other in said), name


def test_behind_https_every_cookie_is_for_this_host_and_https_alone(portal: Portal, scene: Scene) -> None:
    watched = Watched(portal, "https://portal.example")
    watched.let_in(scene.viewer.held(), "__Host-callboard")
    page = watched.send("GET", "/settings")
    assert page.status_code == 200
    token = re.search(r'name="csrf" content="([^"]+)"', page.text)
    assert token
    headers = {"Origin": watched.base_url, "Sec-Fetch-Site": "same-origin", "Referer": watched.base_url}
    seen = []
    for path, form in (
        ("/preferences", {"theme": "dark", "language": "es"}),
        ("/settings", {"name": "Vera", "locale": "LOCALE_EN", "time_zone": "UTC"}),
    ):
        answer = watched.send("POST", path, data={"csrf": token[1], **form}, headers=headers)
        seen += answer.headers.getlist("Set-Cookie")
    seen += watched.send("GET", "/sign-in").headers.getlist("Set-Cookie")
    assert len(seen) >= 3
    for each in seen:
        name, _, said = attributes(each)
        assert said >= USUAL | {"Secure"}, each
        assert name.startswith("__Host-") or name in ("callboard_language", "callboard_theme"), name
    # The name that http has is nobody's there.
    plain = Watched(portal, "https://portal.example")
    plain.let_in(scene.viewer.held())
    assert plain.send("GET", "/settings").status_code == 302
    assert "max-age=" in page.headers["Strict-Transport-Security"]


def test_nothing_can_be_read_in_it(portal: Portal, scene: Scene) -> None:
    held = scene.viewer.held()
    key = portal.key_file.read_text(encoding="utf-8").strip()
    content = Vault(key).open(USE, held) or {}
    plain = [held.encode(), *(urlsafe_b64decode(part + "==") for part in held.split("."))]
    for text in plain:
        for name in ("access", "refresh", "csrf", "id"):
            assert content[name].encode() not in text
            assert content[name].rpartition(".")[2].encode() not in text
    assert set(json.loads(plain[1])) == {"alg", "enc", "kid"}
    assert key.encode() not in b"".join(plain)


def test_a_changed_byte_makes_it_worthless(portal: Portal, scene: Scene) -> None:
    held = scene.viewer.held()
    places = [index for index, each in enumerate(held) if each != "."]
    for index in [*places[:3], *places[60 :: len(places) // 12], *places[-3:-1]]:
        other = "A" if held[index] != "A" else "B"
        made = fresh(portal)
        made.plant(held[:index] + other + held[index + 1 :])
        assert made.look("/session").status_code == 401, index
    for forged in (held[:-4], held + "A" * 4, held.replace(".", "..", 1), held.upper()):
        made = fresh(portal)
        made.plant(forged)
        assert made.look("/session").status_code == 401
    assert scene.viewer.look("/session").status_code == 204


def test_it_fits_with_the_longest_names(scene: Scene, portal: Portal) -> None:
    """Names stand in no token; what grows with a person is how many scopes and creators she has."""
    longest = "W" * 100
    owner = scene.person("owner", longest)
    vault = Vault(portal.key_file.read_text(encoding="utf-8").strip())
    content = vault.open(USE, owner.held()) or {}
    assert longest not in content["access"]
    for name, value in (("callboard", owner.held()), ("__Host-callboard", "x" * LARGEST)):
        whole = f"{name}={value}; Secure; HttpOnly; Path=/; SameSite=Lax; Max-Age=1209600; Expires={'x' * 29}"
        assert len(whole.encode()) < LARGEST_COOKIE
    assert len(owner.held()) < LARGEST - 600
    assert Session(**{name: value for name, value in content.items() if name != "use"}).refresh


def test_nothing_secret_is_kept_where_a_script_reads_it(browser: Browser, portal: Portal) -> None:
    vault = Vault(portal.key_file.read_text(encoding="utf-8").strip())
    with as_person(browser, portal.base_url, portal.people["viewer"]) as look:
        look.page.goto(f"{portal.base_url}/settings")
        look.page.goto(f"{portal.base_url}/inbox")
        kept = json.dumps(look.page.evaluate(KEPT))
        held = {each["name"]: each.get("value", "") for each in look.page.context.cookies()}
    content = vault.open(USE, held["callboard"]) or {}
    for secret in (held["callboard"], held["callboard_sign_in"], content["access"], content["refresh"]):
        assert secret
        assert secret not in kept
    assert set(re.findall(r"(callboard[\w-]*)=", kept)) <= {"callboard_zone"}


def test_no_page_and_no_log_holds_it(portal: Portal, scene: Scene, home: Path, shown: list[Shown]) -> None:
    vault = Vault(portal.key_file.read_text(encoding="utf-8").strip())
    content = vault.open(USE, scene.owner.held()) or {}
    pages = [each for each in shown if each.who == "owner"]
    log = (home / "logs" / "portal.log").read_text(encoding="utf-8")
    assert "/settings" in log
    # The token of forms stands in pages too, but never as it is.
    secrets = [scene.owner.held(), *(content[name] for name in ("access", "refresh", "csrf", "id"))]
    assert [str(each) for each in pages if any(secret in each.answer.text for secret in secrets)] == []
    assert not any(secret in log for secret in secrets)
