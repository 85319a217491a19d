"""The main job: a manager answers the most urgent offer by keyboard alone; the brand's answer comes live."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.portal.browser import listens
from tests.portal.conftest import Portal
from tests.portal.keys import Keys, propose
from tests.portal.people import as_person

SOON = 15_000
"""Milliseconds in which an event has to arrive."""

OFFER = re.compile(r"/offers/(of_[^/?]+)")


def open_most_urgent(page: Page, keys: Keys) -> str:
    """Opens from the desk the first offer of the brand's that has to be answered; its id."""
    row = page.locator("[data-row]", has_text="An answer to the brand").filter(has_text="Solvanne Skin").first
    keys.to(str(row.locator("a.row-link").get_attribute("id")))
    keys.press("Enter")
    page.wait_for_url(OFFER)
    found = OFFER.search(page.url)
    assert found
    return found[1]


def propose_in_english(page: Page, price: str) -> None:
    """Another price, of which the next page says that it was sent."""
    propose(page, price)
    expect(page.get_by_text("Your proposal was sent.")).to_be_visible()


def test_from_the_desk_to_the_brand_s_answer(browser: Browser, portal: Portal) -> None:
    with (
        as_person(browser, portal.base_url, portal.people["manager"]) as manager,
        as_person(browser, portal.base_url, portal.people["brand"]) as brand,
    ):
        keys = Keys(manager.page)
        offer = open_most_urgent(manager.page, keys)
        with portal.api("northlight") as api:
            about = next(each for each in api.list_inbox(tab="pending") if each["id"] == offer)
        brand.page.goto(f"{portal.base_url}/offers/{offer}?campaign={about['campaign_id']}")
        listens(brand.page)

        propose_in_english(manager.page, "4950")
        expect(brand.page.locator(".terms ins", has_text="$4,950")).to_be_visible(timeout=SOON)
        expect(brand.page.get_by_text("The creator's side awaits your answer")).to_be_visible()

        listens(manager.page)
        propose_in_english(brand.page, "4600")
        expect(manager.page.locator(".terms ins", has_text="$4,600")).to_be_visible(timeout=SOON)
        expect(manager.page.get_by_text("The brand awaits your answer")).to_be_visible()
        assert [manager.faults, brand.faults] == [[], []]
