"""The whole main job in the browser alone, in either language and at either width.

A manager is invited; with the keyboard alone she negotiates an offer, has it agreed, sends a draft, and
records the published video.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from callboard import types
from tests.e2e.api import in_days, unique
from tests.e2e.browsing import PASSWORD
from tests.portal.browser import SMALL, WIDE, Look
from tests.portal.conftest import Portal
from tests.portal.keys import Keys, propose
from tests.portal.people import Person, as_person

SOON = 20_000
"""Milliseconds in which an event has to arrive."""

BRAND, CREATOR = "solstice", "aisha"


@pytest.fixture
def offer(portal: Portal) -> types.Offer:
    """A new one of the brand, in a campaign of its own, that is to be answered before every other."""
    terms: Any = {
        "price": {"amount_minor": 250_000, "currency": "USD"},
        "deliverables": [{"type": "video", "count": 1, "max_revisions": 1}],
        "payment_schedule": [{"stage": "on_publication", "percent": 100, "net_days": 30}],
    }
    with portal.api(BRAND) as api:
        campaign = api.create_campaign(name=unique("Whole job"), brief="A video.")
        return api.create_offer(
            campaign["id"], creator_id=portal.id(CREATOR), terms=terms, respond_by=in_days(1 / 24)
        )


def link_to_join(page: Page, portal: Portal, email: str) -> str:
    """Has an owner invite a manager; the link that she is shown."""
    keys = Keys(page)
    page.goto(f"{portal.base_url}/settings/people/invite")
    keys.fill(page.locator("[name=email]"), email)
    # The role that is chosen already is that of a manager.
    keys.press("Enter")
    shown = page.locator("input.secret-value")
    expect(shown).to_be_visible()
    return shown.input_value()


@contextmanager
def joined(
    browser: Browser, portal: Portal, link: str, email: str, width: int, language: str
) -> Iterator[Look]:
    """Has the manager follow her link with the keyboard, and sign in to the portal."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    look = Look(context.new_page(), portal.base_url)
    page, keys = look.page, Keys(look.page)
    try:
        page.goto(link)
        keys.fill(page.locator("[name=name]"), "Noor Haddad")
        keys.fill(page.locator("[name=password]"), PASSWORD)
        keys.press("Enter")
        page.wait_for_url(lambda url: "/invitations/" not in url)
        page.goto(f"{portal.base_url}/")
        if page.locator("#password").is_visible():
            keys.fill(page.locator("#email"), email)
            keys.fill(page.locator("#password"), PASSWORD)
            keys.press("Enter")
        expect(page.locator("#mine")).to_be_visible()
        look.watch()
        yield look
    finally:
        context.close()


def decide(page: Page, action: str) -> None:
    """Opens what an action asks first, and says yes to it."""
    keys = Keys(page)
    expect(page.locator(f"#act-{action}")).to_be_visible(timeout=SOON)
    keys.enter(page.locator(f"#act-{action}"))
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.enter(page.locator("#sure"))
    expect(page.get_by_role("dialog")).to_be_hidden()


def deliver(page: Page, act: str, **fields: str) -> None:
    """What is done about the only deliverable, in the dialog that asks for it."""
    keys = Keys(page)
    link = page.locator(f"[id^='act-{act}-']")
    expect(link).to_be_visible(timeout=SOON)
    keys.enter(link)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for name, text in fields.items():
        keys.fill(dialog.locator(f"[name={name}]"), text)
    keys.enter(dialog.locator("button.btn-primary"))
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("es", SMALL)])
def test_from_an_invitation_to_a_published_video(
    browser: Browser, portal: Portal, offer: types.Offer, language: str, width: int
) -> None:
    email = f"{unique('noor')}@example.com".lower()
    with as_person(browser, portal.base_url, portal.people["owner"], language=language, width=width) as owner:
        link = link_to_join(owner.page, portal, email)
    theirs = f"{portal.base_url}/offers/{offer['id']}"
    brand_person: Person = portal.people["brand"]
    with (
        joined(browser, portal, link, email, width, language) as manager,
        as_person(browser, portal.base_url, brand_person, language=language, width=width) as brand,
    ):
        brand.page.goto(f"{theirs}?campaign={offer['campaign_id']}")
        page, keys = manager.page, Keys(manager.page)
        row = page.locator("[data-row]", has_text=offer["campaign_name"]).locator("a.row-link")
        keys.enter(row)
        expect(page.locator("#due-title")).to_be_visible()
        propose(page, "3100")
        expect(brand.page.locator("#act-accept")).to_be_visible(timeout=SOON)
        propose(brand.page, "3000")
        decide(page, "accept")
        keys.enter(page.locator("#act-deliverables"))
        deliver(page, "draft", url="https://drafts.example.com/1")
        brand.page.goto(f"{theirs}/deliverables?campaign={offer['campaign_id']}")
        deliver(brand.page, "review")
        deliver(page, "publish", url="https://www.example.com/video/7", video_id="7")
        expect(page.locator("a[href='https://www.example.com/video/7']")).to_be_visible()
        assert [manager.faults, brand.faults] == [[], []]
    with portal.api(BRAND) as api:
        assert api.get_campaign_offer(offer["campaign_id"], offer["id"])["state"] == "completed"
