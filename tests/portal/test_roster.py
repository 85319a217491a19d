"""The pages of rosters, creators, delegations, activity and profiles in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from callboard import types
from tests.portal.browser import SMALL, listens, opened
from tests.portal.conftest import Checks, Portal


def delegation(portal: Portal, who: str, state: types.DelegationState) -> str:
    """The id of a delegation of somebody's in this state."""
    with portal.api(who) as api:
        return api.list_delegations(state=state).first().items[0]["id"]


@pytest.mark.parametrize("path", ["/roster", "/roster?view=cards", "/roster/add", "/roster/add/several"])
def test_the_roster(holds: Checks, path: str) -> None:
    holds("northlight", path)


@pytest.mark.parametrize("page", ["?compare=on", "/audience", "/videos", "/offers", "/rates/history"])
def test_a_creator(holds: Checks, portal: Portal, page: str) -> None:
    holds("northlight", f"/creators/{portal.id('maya')}{page}")


@pytest.mark.parametrize("page", ["", "/scopes", "/until", "/guardrails", "/revoke", "/receipt"])
def test_a_delegation(holds: Checks, portal: Portal, page: str) -> None:
    holds("maya", f"/delegations/{delegation(portal, 'maya', 'active')}{page}")


@pytest.mark.parametrize("path", ["/delegations", "/activity", "/activity/verify", "/profile"])
def test_what_a_creator_has(holds: Checks, path: str) -> None:
    holds("maya", path)


def test_the_dialogs_of_the_roster(holds: Checks, portal: Portal) -> None:
    for page in ("labels", "remove"):
        holds("northlight", f"/roster/{portal.id('maya')}/{page}")


def test_where_a_number_comes_from_by_keyboard(browser: Browser, portal: Portal) -> None:
    path = f"/creators/{portal.id('maya')}"
    with opened(browser, portal.base_url, path, portal.cookie("northlight")) as look:
        look.page.get_by_label("Where it comes from: Average views").focus()
        look.page.keyboard.press("Enter")
        expect(look.page.get_by_text("sum of views ÷ videos").first).to_be_visible()
        look.page.keyboard.press("Escape")
        expect(look.page.get_by_text("sum of views ÷ videos").first).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_rate_is_edited_where_it_stands(browser: Browser, portal: Portal, scripts: bool) -> None:
    path, amount = f"/creators/{portal.id('theo')}", "777" if scripts else "778"
    with opened(browser, portal.base_url, path, portal.cookie("theo"), scripts=scripts) as look:
        look.page.locator(".rates summary").first.click()
        look.page.get_by_label("Price").first.fill(amount)
        look.page.locator(".rate-form").first.get_by_role("button", name="Save").click()
        expect(look.page.get_by_text("The rate card is saved.")).to_be_visible()
        expect(look.page.get_by_text(f"€{amount}").first).to_be_visible()


def test_a_creator_agrees_to_a_part_within_limits(browser: Browser, portal: Portal) -> None:
    asked = delegation(portal, "hana", "requested")
    path, cookie = f"/delegations/{asked}", portal.cookie("hana")
    with opened(browser, portal.base_url, path, cookie, width=SMALL) as look:
        look.page.get_by_label("Accept offers, which binds the creator").uncheck()
        look.page.get_by_label("Nothing below").fill("500")
        look.page.get_by_role("button", name="Agree").click()
        expect(look.page.get_by_text("may act for you from now on")).to_be_visible()
    with portal.api("hana") as api:
        now = api.get_delegation(asked)
    assert now["state"] == "active"
    assert "marketplace.offers.accept" not in now["scopes"]
    floor = now["guardrails"]["floor_price"]
    assert floor is not None
    assert (floor["amount_minor"], floor["currency"]) == (50_000, "USD")


@pytest.fixture
def taken_back(portal: Portal) -> Iterator[str]:
    """A delegation that the test ends; it is given again, so that other tests find the demo as it was."""
    with portal.api("northlight") as agency, portal.api("ravi") as creator:
        before = creator.list_delegations(state="active").first().items[0]
        yield before["id"]
        asked = agency.create_delegation(
            creator_id=portal.id("ravi"), scopes=before["scopes"], purpose=before["purpose"]
        )
        creator.accept_delegation(asked["id"])


def test_when_she_takes_it_back_an_open_page_about_her_empties(
    browser: Browser, portal: Portal, taken_back: str
) -> None:
    creator = portal.id("ravi")
    with opened(browser, portal.base_url, f"/creators/{creator}", portal.cookie("northlight")) as look:
        expect(look.page.get_by_role("heading", name="Ravi Menon")).to_be_visible()
        listens(look.page)
        path = f"/delegations/{taken_back}"
        with opened(browser, portal.base_url, path, portal.cookie("ravi")) as hers:
            hers.page.get_by_role("link", name="Take it back…").click()
            hers.page.get_by_role("button", name="Take it back").click()
            expect(hers.page.get_by_text("The delegation has ended.")).to_be_visible()
        expect(look.page.get_by_text("Your access to this creator has ended.")).to_be_visible(timeout=15_000)
        expect(look.page.get_by_text("Ravi")).to_have_count(0)
        assert "Ravi" not in look.page.title()
