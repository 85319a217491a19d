"""The language and time zone of pages: the account's, where it says so, and otherwise the browser's."""

from __future__ import annotations

from typing import Any

import pytest

from services.portal.languages import LANGUAGE_COOKIE, ZONE_COOKIE, language, zone
from tests.unit.portal.gateway import BASE_URL, ME, Browser, FakeGateway, problem
from tests.unit.portal.settings import ACCOUNT, owner

PAGE = "/settings"


def signed_in(**said: str) -> FakeGateway:
    """The gateway, which says this of the account of whoever is signed in."""
    gateway = owner()
    known: Any = gateway.answers["GET /v1/me"]
    person = {"id": "pe_1", "name": "Ana López", "role": "owner", "creator_ids": [], **said}
    gateway.answers["GET /v1/me"] = {**known, "person": person}
    return gateway


def seen(gateway: FakeGateway, path: str = PAGE, spoken: str = "en", **cookies: str) -> tuple[str, str]:
    """Language and time zone of a page, as the browser that has these cookies gets it."""
    browser = gateway.browser(language=spoken)
    found: list[tuple[str, str]] = []

    def note(response: Any) -> Any:
        found.append((language(), zone()))
        return response

    browser.application.after_request(note)
    for name, value in cookies.items():
        browser.set_cookie(name, value, domain="portal.test")
    assert browser.look(path).status_code == 200
    return found[-1]


def asked(gateway: FakeGateway) -> int:
    return sum(each.url.path == "/v1/me" for each in gateway.asked)


def test_the_account_comes_before_what_the_browser_prefers() -> None:
    gateway = signed_in(locale="es", time_zone="America/Bogota")
    assert seen(gateway, **{ZONE_COOKIE: "Europe%2FMadrid"}) == ("es", "America/Bogota")
    assert asked(gateway) == 1, "which the page asks anyway"


def test_what_was_chosen_in_this_browser_comes_before_the_account() -> None:
    gateway = signed_in(locale="es")
    assert seen(gateway, **{LANGUAGE_COOKIE: "en"})[0] == "en"
    assert seen(gateway, f"{PAGE}?language=es", **{LANGUAGE_COOKIE: "en"})[0] == "es"


@pytest.mark.parametrize("said", [{}, {"locale": "xx", "time_zone": "Mars/Olympus"}])
def test_where_the_account_says_nothing_of_use_the_browser_does(said: dict[str, str]) -> None:
    told = {ZONE_COOKIE: "Europe%2FMadrid"}
    assert seen(signed_in(**said), spoken="es-MX", **told) == ("es", "Europe/Madrid")
    assert seen(signed_in(**said), **{ZONE_COOKIE: "Mars"}) == ("en", "UTC")


def test_a_client_of_a_party_has_no_account() -> None:
    gateway = owner()
    gateway.answers["GET /v1/me"] = ME
    assert seen(gateway, spoken="es")[0] == "es"


def test_a_gateway_that_does_not_answer_is_told_in_the_language_of_the_browser() -> None:
    gateway = signed_in(locale="en")
    gateway.answers["GET /v1/me"] = problem(503, "unavailable")
    shown = gateway.browser(language="es").look(PAGE)
    assert shown.status_code == 503
    assert '<html lang="es"' in shown.text


def test_a_changed_account_holds_on_the_next_page() -> None:
    gateway = signed_in(locale="en", time_zone="")
    browser: Browser = gateway.browser()
    browser.set_cookie(LANGUAGE_COOKIE, "en", domain="portal.test")
    assert '<html lang="en"' in browser.look(PAGE).text
    gateway.answers["PATCH /v1/me/account"] = ACCOUNT
    known: Any = gateway.answers["GET /v1/me"]
    gateway.answers["GET /v1/me"] = {**known, "person": {**known["person"], "locale": "es"}}
    form = {"name": "Ana", "locale": "es", "time_zone": "", "base": "7"}
    assert browser.send(PAGE, form).status_code == 303
    assert '<html lang="es"' in browser.get(PAGE, base_url=BASE_URL).text
