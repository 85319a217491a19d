"""The authorization server and its pages against hostile applications, sites, and neighbours on the network.

Every trick with addresses, forms and cookies is tried one by one in `tests/unit/gateway/sign_in`; here those
that matter most, against everything that runs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.api import Actor, Operator
from tests.e2e.browsing import (
    BACK,
    CHALLENGE,
    PASSWORD,
    App,
    Browser,
    Member,
    answer_in,
    invited,
    let_in,
    registered,
)
from tests.e2e.installation import Installation


@pytest.fixture(scope="module")
def member(operator: Operator, parties: dict[str, Actor]) -> Member:
    """An owner of the module's agency."""
    return invited(operator, parties["agency"])


@pytest.fixture(scope="module")
def app(parties: dict[str, Actor]) -> App:
    """An application of that agency."""
    return registered(parties["agency"])


def code_of(member: Member, app: App) -> str:
    """A code that was not exchanged."""
    member.browser.get(app.request())
    member.browser.send(party=member.agency.id, decision="allow")
    return answer_in(member.browser.location)["code"]


def test_of_many_exchanges_of_a_code_one_wins_and_its_session_ends(member: Member, app: App) -> None:
    code = code_of(member, app)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.exchange(code), range(8)))
    won = [each for each in answers if each.status_code == 200]
    assert len(won) == 1
    assert {each.json()["error"] for each in answers if each not in won} == {"invalid_grant"}
    assert app.refresh(won[0].json()["refresh_token"]).json()["error"] == "invalid_grant"


def test_many_tabs_that_refresh_at_once_get_the_same_token(member: Member, app: App) -> None:
    token = let_in(member, app)["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.refresh(token), range(8)))
    assert {each.status_code for each in answers} == {200}
    (following,) = {each.json()["refresh_token"] for each in answers}
    assert app.refresh(following).status_code == 200


def test_a_refresh_token_that_is_older_ends_the_session_and_is_told_to_the_operator(
    member: Member, app: App, installation: Installation
) -> None:
    stolen = let_in(member, app)["refresh_token"]
    kept = app.refresh(app.refresh(stolen).json()["refresh_token"]).json()["refresh_token"]
    assert app.refresh(stolen).json()["error"] == "invalid_grant"
    assert app.refresh(kept).json()["error"] == "invalid_grant"
    log = installation.log("roster-rpc")
    assert "token_reused" in log
    assert stolen.rpartition(".")[2] not in "".join(installation.logs().values())


def test_neither_codes_nor_tokens_serve_another_application(
    member: Member, app: App, parties: dict[str, Actor]
) -> None:
    other = registered(parties["brand"])
    code = code_of(member, app)
    assert other.exchange(code).json()["error"] == "invalid_grant"
    tokens = app.exchange(code).json()
    assert other.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    other.revoke(tokens["refresh_token"])
    assert app.refresh(tokens["refresh_token"]).status_code == 200


def test_pkce_is_neither_left_out_nor_made_weaker(member: Member, app: App) -> None:
    browser = member.browser
    for changed in (
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
    ):
        browser.get(app.request(**changed))
        assert answer_in(browser.location)["error"] == "invalid_request"
    code = code_of(member, app)
    for verifier in ("", "w" * 43, CHALLENGE):
        assert app.exchange(code, code_verifier=verifier).status_code == 400


def test_nobody_is_sent_to_an_address_that_is_not_registered(member: Member, app: App) -> None:
    for uri in (
        f"{BACK}/",
        f"{BACK}#x",
        f"{BACK}?x=1",
        f"{BACK}/../x",
        BACK.replace("127.0.0.1", "127.0.0.1@evil.example"),
        BACK.replace("127.0.0.1", "127.0.0.1.evil.example"),
        BACK.replace("/back", "/Back"),
        BACK.replace("http", "https"),
        BACK.replace("4711", "4712"),
        "",
    ):
        page = member.browser.get(app.request(redirect_uri=uri))
        assert (page.status_code, page.headers.get("Location")) == (400, None)


def test_no_other_site_signs_in_or_consents(member: Member, app: App) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    browser = Browser(member.browser.base_url)
    browser.get("/oauth/sign-in")
    assert browser.send(email=member.email, password=PASSWORD, headers=foreign).status_code == 403
    member.browser.get(app.request())
    page = member.browser.send(party=member.agency.id, decision="allow", headers=foreign)
    assert (page.status_code, page.headers.get("Location")) == (403, None)
    member.browser.get(app.request())
    assert member.browser.send(party=member.agency.id, decision="allow", csrf="x").status_code == 403


def test_signing_in_changes_what_the_browser_holds(member: Member) -> None:
    browser = Browser(member.browser.base_url)
    browser.get("/oauth/sign-in")
    before = browser.cookie
    browser.sign_in(member.email)
    assert browser.cookie != before
    held = browser.shown.headers["Set-Cookie"]
    assert "HttpOnly" in held
    assert "SameSite=Lax" in held


def test_signing_in_leads_to_pages_of_our_own_alone(member: Member) -> None:
    for target in (
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/oauth/authorize@evil.example",
    ):
        browser = Browser(member.browser.base_url)
        browser.get("/oauth/sign-in")
        browser.send(email=member.email, password=PASSWORD, next=target)
        assert "evil" not in browser.location


def test_no_page_is_framed_kept_or_told_of(member: Member, app: App) -> None:
    for path in ("/oauth/sign-in", "/oauth/sign-out", "/oauth/reset", "/oauth/reset/x.y", app.request()):
        headers = member.browser.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_guessing_is_slowed_down(operator: Operator, parties: dict[str, Actor]) -> None:
    """Last: the address of the tests is slowed down with it for a while."""
    victim = invited(operator, parties["agency"])
    browser, statuses = Browser(operator.base_url), []
    for number in range(75):
        browser.get("/oauth/sign-in")
        statuses.append(browser.send(email=victim.email, password=f"guess number {number}").status_code)
        if statuses[-1] == 429:
            break
    assert statuses[0] == 403
    assert statuses[-1] == 429
    assert int(browser.shown.headers["Retry-After"]) > 0
