"""The pages in the hands of another site, of a neighbour on the network, and of whoever guesses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.gateway.access import TOKEN_SECONDS
from services.roster.domain.people.person import SecondFactor
from tests.unit.gateway.sign_in.support import (
    BACK,
    EMAIL,
    HOST,
    PASSWORD,
    World,
    answer_in,
    request_of,
    signed_in,
)

PAGES = (
    "/oauth/sign-in",
    "/oauth/sign-out",
    "/oauth/reset",
    "/oauth/reset/rs_x.y",
    "/invitations/iv_x.y",
    "/oauth/authorize",
)
FOREIGN: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"http://{HOST}.evil.example"},
    {"Origin": f"http://{HOST}@evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
)


def test_every_page_keeps_to_itself(world: World) -> None:
    for path in PAGES:
        page = world.browser().get(path)
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script" not in page.text
        assert " style=" not in page.text


def test_no_other_site_signs_a_browser_in(world: World) -> None:
    for headers in FOREIGN:
        browser = world.browser()
        browser.get("/oauth/sign-in")
        page = browser.send(email=EMAIL, password=PASSWORD, headers=headers)
        assert (headers, page.status_code) == (headers, 403)
    assert not world.store.sessions.all()


def test_a_browser_that_says_nothing_of_the_referrer_is_believed_by_its_other_header(world: World) -> None:
    browser = world.browser()
    browser.get("/oauth/sign-in")
    said = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert browser.send(email=EMAIL, password=PASSWORD, headers=said).status_code == 303


def test_a_form_is_good_in_the_browser_for_which_it_was_made(world: World) -> None:
    attacker, victim = world.browser(), world.browser()
    for each in (attacker, victim):
        each.get("/oauth/sign-in")
    victim.shown = attacker.shown
    assert victim.send(email=EMAIL, password=PASSWORD).status_code == 403
    blank = world.browser()
    blank.shown = attacker.shown
    assert blank.send(email=EMAIL, password=PASSWORD).status_code == 403
    victim.get("/oauth/sign-in")
    assert victim.send(email=EMAIL, password=PASSWORD, csrf="").status_code == 403


def test_no_other_site_consents(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    for headers in (*FOREIGN, {}):
        browser.get(request_of(application.id))
        forged = {} if headers else {"csrf": "x"}
        page = browser.send(party=world.agency.party_id, decision="allow", headers=headers, **forged)
        assert (page.status_code, page.headers.get("Location")) == (403, None)


def test_opening_an_address_consents_to_nothing(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    page = browser.get(request_of(application.id) + f"&decision=allow&party={world.agency.party_id}")
    assert page.status_code == 200


def test_consent_is_for_what_the_page_has_shown(world: World) -> None:
    """The form is sent to the address of the page, so that what was shown is what is read again."""
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    browser.get(request_of(application.id))
    browser.send(
        party=world.agency.party_id,
        decision="allow",
        scope="marketplace.people.write",
        redirect_uri="https://evil.example/",
    )
    assert browser.location.startswith(f"{BACK}?")
    (session,) = (each for each in world.store.sessions.all() if each.client_id)
    assert session.scopes == ("marketplace.roster.read",)


def test_nobody_lets_an_application_in_for_a_party_that_is_not_hers(world: World) -> None:
    application = world.application()
    browser = world.browser()
    browser.sign_in()
    browser.get(request_of(application.id))
    assert browser.send(party=world.other.party_id, decision="allow").status_code == 200
    assert not [each for each in world.store.sessions.all() if each.client_id]


def test_a_cookie_that_was_planted_before_is_worth_nothing_afterwards(world: World) -> None:
    victim = world.browser()
    planted = f"new.{'x' * 43}"
    victim.http.set_cookie("callboard_sign_in", planted, domain="127.0.0.1")
    victim.sign_in()
    assert _cookie(victim).startswith("se_")
    attacker = world.browser()
    attacker.http.set_cookie("callboard_sign_in", planted, domain="127.0.0.1")
    attacker.get(request_of())
    assert attacker.location.startswith("/oauth/sign-in?")


def test_signing_in_again_ends_what_the_browser_held(world: World) -> None:
    world.person("pe_eva", "eva@example.com")
    browser = signed_in(world)
    first = _cookie(browser)
    browser.get("/oauth/sign-out")
    browser.send(path="/oauth/sign-in", email="eva@example.com", password=PASSWORD)
    assert _cookie(browser) != first
    old = world.browser()
    old.http.set_cookie("callboard_sign_in", first, domain="127.0.0.1")
    old.get(request_of())
    assert old.location.startswith("/oauth/sign-in?")


def test_a_cookie_that_is_made_up_is_nobodys(world: World) -> None:
    nobody = f"se_{'0' * 32}"
    for value in ("", "x", "new.", f"{nobody}.{'x' * 43}", f"{nobody}.", "se_x.y", "new." + "x" * 3000):
        browser = world.browser()
        browser.http.set_cookie("callboard_sign_in", value, domain="127.0.0.1")
        browser.get(request_of())
        assert browser.location.startswith("/oauth/sign-in?")


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/oauth/authorize@evil.example",
    "/oauth/authorize\\@evil.example?x",
    "/oauth/authorize?x\\y",
    "/oauth/authorize?x\r\nSet-Cookie: a=b",
    "/invitations/../../evil",
    "/invitations//evil.example",
    "javascript:alert(1)",
    "/v1/me",
)


def test_signing_in_leads_nowhere_else(world: World) -> None:
    for target in ELSEWHERE:
        browser = world.browser()
        browser.get("/oauth/sign-in")
        browser.send(email=EMAIL, password=PASSWORD, next=target)
        assert browser.location == "http://127.0.0.1:8090"


def test_the_cookie_is_for_the_browser_and_this_host_alone(world: World, keys: Path) -> None:
    def first_cookie(world: World, **headers: str) -> str:
        return str(world.browser().http.get("/oauth/sign-in", headers=headers).headers["Set-Cookie"])

    plain = first_cookie(world, Host=HOST)
    assert plain.startswith("callboard_sign_in=")
    assert "Secure" not in plain
    secure = _reached_at(keys, "https://callboard.example.com")
    unnamed = _reached_at(keys, "")
    for cookie in (
        first_cookie(secure, Host="callboard.example.com"),
        first_cookie(secure, Host=HOST),
        first_cookie(unnamed, Host="callboard.example.com"),
    ):
        assert cookie.startswith("__Host-callboard_sign_in=")
        assert "Secure" in cookie
    for cookie in (plain, first_cookie(secure, Host=HOST)):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_guessing_passwords_is_slowed_down_by_account_and_by_address(world: World) -> None:
    browser = world.browser()
    for number in range(10):
        browser.get("/oauth/sign-in")
        assert browser.send(email=EMAIL, password=f"guess number {number}").status_code == 403
    browser.get("/oauth/sign-in")
    refused = browser.send(email=EMAIL, password=PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_spraying_one_password_over_many_accounts_is_slowed_down(world: World) -> None:
    browser = world.browser()
    statuses = []
    for number in range(45):
        browser.get("/oauth/sign-in")
        statuses.append(browser.send(email=f"p{number}@example.com", password="Summer2026!!").status_code)
    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_what_was_wrong_is_not_said(world: World) -> None:
    browser = world.browser()
    answers = []
    for email in (EMAIL, "nobody@example.com"):
        browser.get("/oauth/sign-in")
        page = browser.send(email=email, password="wrong, all of it")
        answers.append((page.status_code, page.text.replace(email, "").split("csrf")[0]))
    assert answers[0] == answers[1]


def test_the_second_step_is_good_in_its_own_browser_and_for_five_minutes(world: World) -> None:
    world.person("pe_eva", "eva@example.com", factor=SecondFactor("JBSWY3DPEHPK3PXP", confirmed=True))
    browser, thief = world.browser(), world.browser()
    browser.sign_in("eva@example.com")
    thief.get("/oauth/sign-in")
    proof = browser.shown.text.split('name="proof" value="')[1].split('"')[0]
    stolen = thief.send(path="/oauth/second-factor", proof=proof, code="123456")
    assert stolen.status_code == 403
    asked = sum(call.rpc == "SignIn" for call in world.roster.calls)
    world.clock.advance(seconds=301)
    assert browser.send(code="123456").status_code == 403
    assert sum(call.rpc == "SignIn" for call in world.roster.calls) == asked


def test_a_link_signs_nobody_out(world: World) -> None:
    browser = signed_in(world)
    browser.get("/oauth/sign-out")
    browser.get(request_of())
    assert "code" in answer_in(browser.location)


def test_names_are_shown_and_not_run(world: World) -> None:
    application = world.application(name='<img src=x onerror="alert(1)">')
    browser = world.browser()
    browser.sign_in()
    page = browser.get(request_of(application.id))
    assert "<img" not in page.text
    assert "&lt;img" in page.text
    browser.get("/oauth/sign-out")
    browser.send()
    browser.get("/oauth/sign-in")
    page = browser.send(email='"><script>alert(1)</script>', password="x")
    assert "<script" not in page.text


def test_a_form_that_is_none_or_too_large_is_refused(world: World) -> None:
    browser = world.browser()
    browser.get("/oauth/sign-in")
    for data, kind, status in (
        (b'{"email": "x"}', "application/json", 400),
        (b"email=a&email=b", "application/x-www-form-urlencoded", 400),
        (b"email=%ff", "application/x-www-form-urlencoded", 400),
        (b"email=" + b"x" * 100_000, "application/x-www-form-urlencoded", 413),
    ):
        page = browser.http.post("/oauth/sign-in", data=data, content_type=kind, base_url=f"http://{HOST}")
        assert (page.status_code, page.mimetype) == (status, "text/html")


def test_no_page_answers_to_another_method(world: World) -> None:
    for path in PAGES:
        assert world.http.delete(path).status_code == 405
    assert TOKEN_SECONDS == 900


def _cookie(browser: Any) -> str:
    cookie = browser.http.get_cookie("callboard_sign_in", domain="127.0.0.1")
    return str(cookie.value)


def _reached_at(keys: Path, base_url: str) -> World:
    return World(keys, base_url=base_url)
