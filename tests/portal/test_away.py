"""The gateway goes away and comes back while people work: they are told, and lose no work and no session."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from callboard import types
from tests.portal.browser import listens, opened
from tests.portal.conftest import Portal
from tests.portal.own import own_portal
from tests.portal.relay import Relay, relay

SOON = 30_000
"""Milliseconds in which it is noticed that the gateway has gone, or is back."""

ASK_SECONDS = 5
"""The setting of the portal after which a question counts as not answered."""

INTERRUPTED = "Callboard does not answer just now. What you see may be out of date"


@dataclass(frozen=True)
class Line:
    """A portal, and the way between it and the gateway."""

    portal: Portal
    relay: Relay


@pytest.fixture(scope="module")
def module_line(portal: Portal) -> Iterator[Line]:
    """One portal for all of these tests."""
    with (
        relay(portal.gateway_url) as way,
        own_portal(portal, way.url, ASK_SECONDS=str(ASK_SECONDS)) as own,
    ):
        yield Line(own, way)


@pytest.fixture
def line(module_line: Line) -> Iterator[Line]:
    """With the way open, before and after."""
    module_line.relay.restore()
    yield module_line
    module_line.relay.restore()


@pytest.fixture
def offer(portal: Portal) -> types.Offer:
    """A new one, for an agency to answer."""
    terms: Any = {
        "price": {"amount_minor": 250_000, "currency": "USD"},
        "deliverables": [{"type": "video", "count": 1}],
    }
    with portal.api("solstice") as api:
        campaign = api.create_campaign(name="While it was away", brief="A video.")
        return api.create_offer(campaign["id"], creator_id=portal.id("zoe"), terms=terms)


def path(offer: types.Offer, page: str = "") -> str:
    return f"/offers/{offer['id']}{page}?creator={offer['creator_id']}"


def test_an_open_page_says_that_it_is_cut_off_and_catches_up(
    browser: Browser, line: Line, portal: Portal, offer: types.Offer
) -> None:
    with opened(browser, line.portal.base_url, path(offer), line.portal.cookie("northlight")) as look:
        page, banner = look.page, look.page.get_by_text(INTERRUPTED)
        listens(page)
        expect(banner).to_be_hidden()
        page.get_by_label("Message to the other side").fill("Half a sentence")
        line.relay.cut()
        expect(banner).to_be_visible(timeout=SOON)
        with portal.api("solstice") as api:
            api.create_campaign_offer_message(offer["campaign_id"], offer["id"], text="Said meanwhile.")
        line.relay.restore()
        expect(banner).to_be_hidden(timeout=SOON)
        expect(page.get_by_text("Said meanwhile.")).to_be_visible(timeout=SOON)
        expect(page.get_by_label("Message to the other side")).to_have_value("Half a sentence")


def test_a_form_that_was_not_taken_in_is_sent_again_as_it_was(
    browser: Browser, line: Line, offer: types.Offer
) -> None:
    where = path(offer, "/propose")
    with opened(browser, line.portal.base_url, where, line.portal.cookie("northlight")) as look:
        page = look.page
        page.get_by_label("Price in").fill("3210")
        page.get_by_label("Message", exact=False).last.fill('"Quoted" & <kept>')
        line.relay.cut()
        page.get_by_role("button", name="Send proposal").click()
        expect(page.get_by_role("heading", name="Callboard does not answer just now.")).to_be_visible()
        expect(page.get_by_text("What you have written was not taken in.")).to_be_visible()
        line.relay.restore()
        page.get_by_role("button", name="Send it again").click()
        expect(page.get_by_text("Your proposal was sent.")).to_be_visible(timeout=SOON)
        expect(page.get_by_text("$3,210").first).to_be_visible()
        expect(page.get_by_text('"Quoted" & <kept>')).to_be_visible()


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_page_that_could_not_be_shown_comes_and_nobody_signs_in_again(
    browser: Browser, line: Line, *, by_itself: bool
) -> None:
    cookie = line.portal.cookie("northlight")
    with opened(browser, line.portal.base_url, "/signed-out", cookie, scripts=by_itself) as look:
        line.relay.cut()
        answer = look.page.goto(f"{line.portal.base_url}/delegations")
        assert answer is not None
        assert answer.status == 503
        expect(look.page.get_by_role("heading", name="Callboard does not answer just now.")).to_be_visible()
        line.relay.restore()
        if not by_itself:
            look.page.get_by_role("link", name="Try again").click()
        expect(look.page.get_by_role("heading", name="Delegations", exact=True)).to_be_visible(timeout=SOON)


def test_a_slow_gateway_holds_a_page_no_longer_than_the_setting_says(browser: Browser, line: Line) -> None:
    cookie = line.portal.cookie("northlight")
    with opened(browser, line.portal.base_url, "/signed-out", cookie) as look:
        line.relay.slow(2.0 * ASK_SECONDS)
        begun = time.monotonic()
        answer = look.page.goto(f"{line.portal.base_url}/roster")
        taken = time.monotonic() - begun
        assert answer is not None
        assert answer.status == 503
        assert ASK_SECONDS * 0.9 < taken < ASK_SECONDS * 1.9, taken
        expect(look.page.get_by_role("heading", name="Callboard does not answer just now.")).to_be_visible()
