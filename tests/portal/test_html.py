"""Valid HTML of the gateway's pages and of errors; `holds` looks at the other pages of the portal."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pyotp
import pytest

from tests.e2e.api import Actor, Operator, unique
from tests.e2e.browsing import PASSWORD, Browser, acting, invited, registered
from tests.e2e.embedded import operator_of
from tests.portal.checker import WITHOUT_JAVA, Checker
from tests.portal.conftest import Portal
from tests.portal.cookies import NAME

WRONG = b"<!doctype html><html lang=en><title>t</title><body><p>one<ul><li>two</ul></p>"


@pytest.fixture
def html(html_checker: Checker | None) -> Checker:
    """The checker."""
    if html_checker is None:
        pytest.skip(f"No page of the portal is checked for valid HTML: {WITHOUT_JAVA}")
    return html_checker


@pytest.fixture(scope="module")
def operator(portal: Portal) -> Operator:
    """The operator of the Callboard."""
    return operator_of(portal.key_file.parents[2])


@pytest.fixture(scope="module")
def agency(operator: Operator) -> Actor:
    """An agency of this module's own."""
    return operator.agency()


@pytest.fixture
def visitor(operator: Operator) -> Browser:
    """A browser in which nobody has signed in."""
    return Browser(operator.base_url)


def valid(html: Checker, page: httpx.Response, status: int = 200) -> None:
    """It is a page, and it is valid."""
    assert page.status_code == status, page.text
    assert page.headers["content-type"].startswith("text/html")
    assert html.faults(page.content) == []


def test_the_checker_finds_what_is_wrong(html: Checker) -> None:
    assert any("No “p” element in scope" in each for each in html.faults(WRONG))


def test_the_reference_of_the_api(html: Checker, operator: Operator) -> None:
    valid(html, httpx.get(f"{operator.base_url}/docs"))


def test_signing_in_and_out(html: Checker, visitor: Browser, operator: Operator, agency: Actor) -> None:
    valid(html, visitor.get("/oauth/sign-in"))
    valid(html, visitor.send(email="nobody@example.com", password="something else"), 403)
    signed_in = invited(operator, agency).browser
    valid(html, signed_in.get("/oauth/sign-out"))


def test_where_a_password_is_lost(html: Checker, visitor: Browser) -> None:
    valid(html, visitor.get("/oauth/reset"))
    valid(html, visitor.send(email="nobody@example.com"))
    valid(html, visitor.get("/oauth/reset/made-up"))
    valid(html, visitor.send(password=PASSWORD), 404)


def test_an_invitation(html: Checker, visitor: Browser, operator: Operator, agency: Actor) -> None:
    asked = {"email": f"{unique('invited')}@example.com", "role": "owner"}
    link = operator.post(f"/v1/operator/parties/{agency.id}/invitations", asked)["link"]
    valid(html, visitor.get(urlsplit(link).path))
    valid(html, visitor.send(name="Ana", password="short"), 422)
    valid(html, visitor.get("/invitations/made-up"), 404)


def test_consent(html: Checker, visitor: Browser, operator: Operator, agency: Actor) -> None:
    member, app = invited(operator, agency), registered(agency)
    valid(html, member.browser.get(app.request()))
    valid(html, visitor.get(app.request(client_id="nobody")), 400)


def test_the_second_factor(html: Checker, visitor: Browser, operator: Operator, agency: Actor) -> None:
    member = invited(operator, agency)
    person = acting(member, registered(agency))
    secret = person.post("/v1/me/account/second-factor", {"password": PASSWORD}, status=200)["secret"]
    person.post("/v1/me/account/second-factor/confirm", {"code": pyotp.TOTP(secret).now()}, status=200)
    visitor.get("/oauth/sign-in")
    page = visitor.send(email=member.email, password=PASSWORD)
    assert 'autocomplete="one-time-code"' in page.text
    valid(html, page)


def test_errors_of_the_portal(html: Checker, portal: Portal) -> None:
    cookies = {NAME: portal.cookie("northlight")}
    valid(html, httpx.get(f"{portal.base_url}/nothing", cookies=cookies), 404)
    valid(html, httpx.get(f"{portal.base_url}/signed-out"))
