"""The inbox and the pages of an offer in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from callboard import types
from tests.portal.browser import listens, opened
from tests.portal.conftest import Checks, Portal


@pytest.fixture(scope="module")
def offer(portal: Portal) -> types.Offer:
    """One that Northlight has to answer."""
    with portal.api("northlight") as api:
        found = api.list_inbox(tab="pending").first().items
    return next(each for each in found if each["awaiting"] == "creator_side" and each["current_version"] > 1)


def address(offer: types.Offer, page: str = "") -> str:
    return f"/offers/{offer['id']}{page}?creator={offer['creator_id']}"


@pytest.mark.parametrize("tab", ["pending", "active", "completed", "inactive"])
def test_the_inbox(holds: Checks, tab: str) -> None:
    holds("northlight", f"/inbox?tab={tab}")


@pytest.mark.parametrize("who", ["maya", "casaverde"])
def test_the_inbox_of_others(holds: Checks, who: str) -> None:
    holds(who, "/inbox")


@pytest.mark.parametrize("page", ["", "/propose", "/accept", "/decline"])
def test_an_offer(holds: Checks, offer: types.Offer, page: str) -> None:
    holds("northlight", address(offer, page))


def test_an_offer_of_a_brand(holds: Checks, portal: Portal) -> None:
    with portal.api("solstice") as api:
        campaign = api.list_campaigns().first().items[0]["id"]
        offer = api.list_campaign_offers(campaign).first().items[0]["id"]
    holds("solstice", f"/offers/{offer}?campaign={campaign}")


def test_by_keyboard_alone(browser: Browser, portal: Portal) -> None:
    with opened(browser, portal.base_url, "/inbox", portal.cookie("northlight")) as look:
        keyboard = look.page.keyboard
        keyboard.press("?")
        expect(look.page.get_by_role("dialog")).to_be_visible()
        keyboard.press("Escape")
        keyboard.press("j")
        keyboard.press("j")
        row = look.page.locator("tr.marked")
        expect(row).to_have_count(1)
        keyboard.press("Enter")
        look.page.wait_for_url("**/offers/**")
        assert look.faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_declining_asks_first(browser: Browser, portal: Portal, offer: types.Offer, scripts: bool) -> None:
    cookie = portal.cookie("northlight")
    with opened(browser, portal.base_url, address(offer), cookie, scripts=scripts) as look:
        look.page.get_by_role("link", name="Decline…").click()
        expect(look.page.get_by_role("heading", name="Decline this offer?")).to_be_visible()
        look.page.get_by_role("link", name="Cancel").click()
        expect(look.page.get_by_role("heading", name="Terms")).to_be_visible()


def test_a_message_of_the_brand_comes_by_itself(browser: Browser, portal: Portal, offer: types.Offer) -> None:
    cookie = portal.cookie("northlight")
    with opened(browser, portal.base_url, address(offer), cookie) as look:
        listens(look.page)
        brand = next(who for who in ("solstice", "peakform", "lumen") if portal.id(who) == offer["brand_id"])
        with portal.api(brand) as api:
            api.create_campaign_offer_message(offer["campaign_id"], offer["id"], text="Are you there?")
        expect(look.page.get_by_text("Are you there?")).to_be_visible(timeout=15_000)


def test_a_proposal_is_sent_and_said(browser: Browser, portal: Portal, offer: types.Offer) -> None:
    cookie = portal.cookie("northlight")
    with opened(browser, portal.base_url, address(offer, "/propose"), cookie) as look:
        look.page.get_by_label("Price in").fill("32100")
        look.page.get_by_role("button", name="Send proposal").click()
        expect(look.page.get_by_text("Your proposal was sent.")).to_be_visible()
        expect(look.page.get_by_text("$32,100").first).to_be_visible()
        assert look.faults == []
