"""People sign in, see who they are, and sign out; a session that has ended leads back to the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.portal.browser import Look
from tests.portal.conftest import Portal
from tests.portal.people import ROLES, as_person, enter

HOMES = {"operator": "/operator", "brand": "/campaigns"}
"""Where the first page leads those for whom it is not the desk."""

SIGN_IN = re.compile(r"/oauth/(sign-in|authorize)")


@pytest.fixture(scope="module")
def names(portal: Portal) -> dict[str, str]:
    """What the people of the agency are called, by their addresses."""
    with portal.api("northlight") as api:
        return {each["email"]: each["name"] for each in api.list_people()}


def name_of(look: Look) -> str:
    """Who is signed in, by the corner."""
    return look.page.locator(".menu-name").inner_text()


@pytest.mark.parametrize("role", ROLES)
def test_each_signs_in_and_out(browser: Browser, portal: Portal, names: dict[str, str], role: str) -> None:
    with as_person(browser, portal.base_url, portal.people[role]) as look:
        page = look.page
        assert page.url.removeprefix(portal.base_url) in ("/", HOMES.get(role, "/"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert name_of(look)
        assert name_of(look) == names.get(portal.people[role].email, name_of(look))
        left = page.context.new_page()
        left.goto(f"{portal.base_url}/settings")
        expect(left.get_by_label("Name", exact=False).first).to_have_value(name_of(look))

        page.locator("details.menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert look.faults == []
        # What was left open in another tab.
        left.reload()
        expect(left).to_have_url(SIGN_IN)


def test_a_session_that_was_ended_elsewhere_leads_to_sign_in_and_back(
    browser: Browser, portal: Portal
) -> None:
    owner = portal.people["owner"]
    with (
        as_person(browser, portal.base_url, owner) as here,
        as_person(browser, portal.base_url, owner) as there,
    ):
        there.page.goto(f"{portal.base_url}/roster?sort=-followers")
        here.page.goto(f"{portal.base_url}/settings/sessions")
        here.page.get_by_role("link", name="End all others…").click()
        here.page.get_by_role("button", name="End all others").click()
        expect(here.page.get_by_text("All other sessions were ended.")).to_be_visible()

        there.page.goto(f"{portal.base_url}/roster?sort=-followers")
        expect(there.page).to_have_url(SIGN_IN, timeout=10_000)
        enter(there.page, owner)
        there.page.wait_for_url(f"{portal.base_url}/roster?sort=-followers")
        expect(there.page.get_by_role("heading", name="Roster")).to_be_visible()


def test_a_wrong_password_is_said_and_lets_nobody_in(browser: Browser, portal: Portal) -> None:
    page = browser.new_page(locale="en")
    try:
        page.goto(f"{portal.base_url}/inbox")
        page.fill("#email", "nobody@demo.example")
        page.fill("#password", "not the password at all")
        page.click("form button[type=submit]")
        expect(page.get_by_role("alert")).to_be_visible()
        page.goto(f"{portal.base_url}/inbox")
        expect(page).to_have_url(SIGN_IN)
    finally:
        page.context.close()
