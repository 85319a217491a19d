"""Addresses of other sites where one of ours is expected: nobody who signs in or out is led there."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import pytest

from tests.portal.attacks.application import Watched
from tests.portal.attacks.conftest import fresh
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import Visitor
from tests.portal.conftest import Portal

HOST = "evil.example"
TARGETS = (
    f"https://{HOST}",
    f"http://{HOST}/",
    f"HTTPS://{HOST}/",
    f"https:{HOST}",
    f"https:/{HOST}",
    f"https:///{HOST}",
    f"//{HOST}",
    f"///{HOST}",
    f"////{HOST}/",
    f"/\\{HOST}",
    f"\\/{HOST}",
    f"\\\\{HOST}",
    f"/\\/{HOST}",
    f"/\t/{HOST}",
    f"\t//{HOST}",
    f"/\n/{HOST}",
    f"/\r\n/{HOST}",
    f"//\r{HOST}",
    f" //{HOST}",
    f"\x00//{HOST}",
    f"/\u2028/{HOST}",
    f"%2f%2f{HOST}",
    f"/%2f{HOST}",
    f"/%5c{HOST}",
    f"/%09/{HOST}",
    f"/.//{HOST}",
    f"/..//{HOST}",
    f"/inbox/..//{HOST}",
    f"@{HOST}",
    f"/@{HOST}",
    f".{HOST}",
    f"//127.0.0.1@{HOST}/",
    f"https://127.0.0.1%3A18091@{HOST}/",
    f"//127.0.0.1:18091@{HOST}/",
    f"//{HOST}\\@127.0.0.1/",
    f"//{HOST}#@127.0.0.1/",
    "//ｅｖｉｌ.example",
    "//evil。example",
    "//xn--evl-dma.example",
    f"/\uff0f{HOST}",
    f"javascript://{HOST}/%0aalert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    f"/oauth/authorize?@{HOST}",
    f"/oauth/authorize@{HOST}",
    f"/invitations/x@{HOST}",
    f"/invitations/..//{HOST}",
    f"//{HOST}/" + "a" * 3000,
    "/" + "a" * 20_000,
    f"/?{'ñ' * 3000}//{HOST}",
    "https://\U0001f608.example",
)


def own(portal: Portal, address: str) -> bool:
    """Whether a browser that is sent to an address stays with the portal or the gateway.

    As browsers read addresses: what they leave out is left out, and a backslash is a slash.
    """
    read = address.strip().replace("\\", "/")
    for each in "\t\r\n":
        read = read.replace(each, "")
    parts = urlsplit(read)
    return f"{parts.scheme}://{parts.netloc}" in (portal.base_url, portal.gateway_url)


def test_there_are_enough() -> None:
    assert len(set(TARGETS)) >= 25


@pytest.fixture(scope="module")
def known(portal: Portal, scene: Scene) -> Visitor:
    """Somebody whom the gateway knows: she signs in to the portal without a word."""
    return scene.viewer


def test_nobody_is_led_elsewhere_after_signing_in_to_the_portal(portal: Portal, known: Visitor) -> None:
    elsewhere = []
    for target in TARGETS:
        known.passed.clear()
        known.get(f"{portal.base_url}/sign-in?{urlencode({'next': target})}")
        assert known.shown.status_code == 302, f"{target!r:.80}"
        asked = known.shown.headers["Location"]
        assert HOST not in asked
        # The last step is where the portal itself says where to go on.
        known.get(asked)
        known.get(known.location)
        assert known.shown.status_code == 302, f"{target!r:.80}"
        onward = str(known.shown.url.join(known.shown.headers["Location"]))
        if not own(portal, onward) or not own(portal, onward.replace("//", "/").replace(":/", "://", 1)):
            elsewhere.append((target[:80], onward))
        raw = known.shown.headers["Location"]
        if not raw.startswith("/") or raw[1:2] in ("/", "\\"):
            elsewhere.append((target[:80], raw))
    assert elsewhere == []


def test_nobody_is_led_elsewhere_after_signing_in_at_the_gateway(portal: Portal, known: Visitor) -> None:
    for target in TARGETS:
        known.get(f"/oauth/sign-in?{urlencode({'next': target})}")
        if known.shown.status_code in (400, 414, 431):
            continue
        assert own(portal, str(known.shown.url.join(known.location))), f"{target!r:.80}"


def test_no_form_of_the_gateway_carries_such_an_address_on(portal: Portal) -> None:
    stranger = fresh(portal)
    for path in ("/oauth/sign-in", "/oauth/sign-out", "/oauth/reset"):
        for target in TARGETS:
            page = stranger.get(
                f"{path}?{urlencode({'next': target, 'redirect_uri': target, 'back': target})}"
            )
            assert page.status_code in (200, 400, 414, 431)
            for kept in re.findall(r'name="next" value="([^"]*)"', page.text):
                assert kept == "" or own(portal, str(page.url.join(kept))), f"{target!r:.80}"
            for where in ("href", "action", "src"):
                assert f'{where}="//' not in page.text
                assert f'{where}="http' not in page.text.replace(f'{where}="{portal.base_url}', "")


@pytest.mark.parametrize("name", ["next", "back", "url", "return_to", "redirect", "continue"])
def test_signing_out_leads_to_our_own_page(portal: Portal, scene: Scene, name: str) -> None:
    viewer = scene.enters(scene.viewer.email)
    target = f"//{HOST}"
    answer = viewer.post(f"/sign-out?{name}=%2F%2F{HOST}", {name: target}, Referer=f"https://{HOST}/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signed-out")
    assert HOST not in viewer.look(f"/signed-out?{name}=%2F%2F{HOST}").text


def test_a_choice_of_theme_leads_back_to_the_portal(portal: Portal, known: Visitor) -> None:
    """By the referrer, of which another site says what it likes."""
    for target in (
        f"https://{HOST}/",
        f"https://{HOST}//{HOST}/",
        f"https://{HOST}/\\{HOST}",
        f"//{HOST}//x",
    ):
        answer = known.post("/preferences", {"theme": "auto"}, Referer=target)
        assert answer.status_code == 303
        assert own(portal, str(answer.url.join(answer.headers["Location"]))), target


def test_the_host_that_a_browser_names_is_nowhere_led_to(portal: Portal, known: Visitor) -> None:
    watched = Watched(portal)
    as_known = {"headers": {"Cookie": f"callboard={known.held()}"}, "environ_overrides": {"HTTP_HOST": HOST}}
    for path in ("/", "/sign-in", "/inbox", "/inbox?_external=1", "/roster?_scheme=https&_external=1"):
        answer = watched.send("GET", path, **as_known)
        assert answer.status_code in (200, 302)
        assert HOST not in answer.headers.get("Location", "")
        assert HOST not in answer.text
