"""Signing in and out, the cookie, its renewal, and what is refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.portal.session import Session, Sessions
from services.portal.vault import Vault
from tests.unit.portal.gateway import BASE_URL, KEY, PUBLIC_URL, Browser, FakeGateway, problem

TOKEN = {"access_token": "t2", "refresh_token": "r2", "expires_in": 900}


def begun(browser: Browser, back: str = "/inbox") -> dict[str, str]:
    """What the gateway is asked when somebody begins to sign in."""
    led = browser.look(f"/sign-in?next={back}")
    assert led.location.startswith(f"{PUBLIC_URL}/oauth/authorize?")
    return {name: values[0] for name, values in parse_qs(urlsplit(led.location).query).items()}


def test_signing_in_exchanges_the_code_once_and_leads_back(gateway: FakeGateway) -> None:
    gateway.answers["POST /oauth/token"] = TOKEN
    browser = gateway.browser(signed_in=False)
    assert browser.look("/inbox?tab=active").location == "/sign-in?next=/inbox%3Ftab%3Dactive"
    asked = begun(browser, "/inbox%3Ftab%3Dactive")
    assert (asked["client_id"], asked["code_challenge_method"]) == ("portal", "S256")
    assert asked["redirect_uri"] == f"{BASE_URL}/signed-in"
    led = browser.look(f"/signed-in?code=c1&state={asked['state']}")
    assert led.location == "/inbox?tab=active"
    form = parse_qs(gateway.asked[-1].content.decode())
    assert (form["code"], form["grant_type"]) == (["c1"], ["authorization_code"])
    assert len(form["code_verifier"][0]) >= 43
    browser.look("/inbox")
    assert gateway.asked[-1].headers["Authorization"] == "Bearer t2"
    assert browser.look(f"/signed-in?code=c1&state={asked['state']}").status_code == 400


@pytest.mark.parametrize("state", ["", "other"])
def test_an_answer_that_was_not_asked_for_here_signs_nobody_in(gateway: FakeGateway, state: str) -> None:
    browser = gateway.browser(signed_in=False)
    begun(browser)
    assert browser.look(f"/signed-in?code=c1&state={state}").status_code == 400
    assert gateway.asked == []


def test_a_sign_in_that_took_too_long_begins_anew(gateway: FakeGateway) -> None:
    browser = gateway.browser(signed_in=False)
    state = begun(browser)["state"]
    gateway.clock.sleep(601)
    assert browser.look(f"/signed-in?code=c1&state={state}").status_code == 400


@pytest.mark.parametrize("back", ["//evil.test", "https://evil.test", "/%5Cevil.test", "/a%0Ab"])
def test_nobody_is_led_elsewhere(gateway: FakeGateway, back: str) -> None:
    gateway.answers["POST /oauth/token"] = TOKEN
    browser = gateway.browser(signed_in=False)
    state = begun(browser, back)["state"]
    assert browser.look(f"/signed-in?code=c1&state={state}").location == "/"


def test_who_comes_from_an_address_that_no_cookie_holds_begins_at_the_first_page(
    gateway: FakeGateway,
) -> None:
    gateway.answers["POST /oauth/token"] = TOKEN
    browser = gateway.browser(signed_in=False)
    state = begun(browser, "/inbox%3Fwho%3D" + "%C3%B1" * 2000)["state"]
    assert browser.look(f"/signed-in?code=c1&state={state}").location == "/"


def test_a_token_is_renewed_before_its_end(gateway: FakeGateway) -> None:
    gateway.answers["POST /oauth/token"] = TOKEN
    browser = gateway.browser(lasts=59)
    assert browser.look("/inbox").status_code == 200
    assert gateway.asked[-1].headers["Authorization"] == "Bearer t2"
    browser.look("/inbox")
    assert [each.url.path for each in gateway.asked].count("/oauth/token") == 1


def test_requests_at_once_use_a_refresh_token_once(gateway: FakeGateway) -> None:
    used, both = [], threading.Barrier(4)

    def token(request: httpx.Request) -> httpx.Response:
        used.append(request)
        return httpx.Response(200, json=TOKEN)

    gateway.answers["POST /oauth/token"] = token
    sessions = Sessions(Vault(KEY), gateway.gateway(), gateway.clock)
    old = Session("t1", "r1", gateway.clock.now().timestamp())

    def current(_: int) -> Session | None:
        both.wait()
        return sessions.current(old)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(current, range(4)))
    assert {session.access for session in found if session} == {"t2"}
    assert len(used) == 1


def test_a_session_that_was_ended_elsewhere_leads_to_sign_in(gateway: FakeGateway) -> None:
    gateway.answers["POST /oauth/token"] = problem(400, "oauth_request_invalid")
    assert gateway.browser(lasts=10).look("/inbox").location == "/sign-in?next=/inbox"
    gateway.answers["GET /v1/me"] = problem(401, "token_invalid")
    ended = gateway.browser().look("/inbox")
    assert ended.location == "/sign-in?next=/inbox"
    assert "callboard=;" in ended.headers["Set-Cookie"]


def test_signing_out_ends_the_tokens(gateway: FakeGateway) -> None:
    gateway.answers["POST /oauth/revoke"] = httpx.Response(200)
    browser = gateway.browser()
    assert browser.send("/sign-out", {}).location == "/signed-out"
    assert b"token=r1" in gateway.asked[-1].content
    assert browser.look("/inbox").location == "/sign-in?next=/inbox"


def test_a_cookie_of_another_key_or_use_is_none() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("session", {"access": "t"})
    assert vault.open("notice", sealed) is None
    assert Vault("o" * 32).open("session", sealed) is None
    assert vault.open("session", sealed[:-2]) is None
    assert vault.open("session", "") is None


def test_a_new_key_opens_what_the_old_one_sealed() -> None:
    sealed = Vault(KEY).seal("session", {"access": "t"})
    both = Vault(f"{'n' * 32}\n{KEY}")
    assert (both.open("session", sealed) or {})["access"] == "t"
    assert Vault(KEY).open("session", both.seal("session", {"access": "t"})) is None


def test_behind_https_the_cookie_is_for_this_host_alone(gateway: FakeGateway) -> None:
    gateway.more = {"base_url": "https://portal.test"}
    cookie = gateway.browser(signed_in=False).look("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-callboard-signing-in=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "AAAA"}, {}),
        ({}, {"Origin": "http://evil.test"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
    ],
)
def test_a_form_of_another_page_does_nothing(
    gateway: FakeGateway, form: dict[str, str], headers: dict[str, str]
) -> None:
    sent = gateway.browser().send("/offers/of_1/decline?creator=cr_1", form, **headers)
    assert sent.status_code == 403
    assert [each for each in gateway.asked if each.method == "POST"] == []


def test_a_question_for_the_head_of_a_page_sends_no_form(gateway: FakeGateway) -> None:
    browser = gateway.browser()
    asked = browser.head("/settings/webhooks/wh_1/rotate", base_url=BASE_URL)
    assert (asked.status_code, asked.data) == (200, b"")
    assert {each.method for each in gateway.asked} == {"GET"}


def test_every_answer_carries_the_policy(gateway: FakeGateway) -> None:
    for path in ("/inbox", "/nowhere", "/sign-in"):
        headers = gateway.browser().look(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
