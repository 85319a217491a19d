"""A negotiation in two browsers: each side sees what the other does, and nobody loses what she writes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from callboard import types
from tests.portal.browser import Look, listens, opened
from tests.portal.conftest import Portal
from tests.portal.keys import Keys

SOON = 15_000
"""Milliseconds in which an event has to arrive."""

AGENCY, CREATOR, BRAND = "northlight", "ravi", "solstice"
NUMBERS = itertools.count(1)


def address(who: str, offer: types.Offer, page: str = "") -> str:
    """A page of an offer, as a party reaches it."""
    owner = f"campaign={offer['campaign_id']}" if who == BRAND else f"creator={offer['creator_id']}"
    return f"/offers/{offer['id']}{page}?{owner}"


@pytest.fixture
def offer(portal: Portal) -> types.Offer:
    """A new one of the brand to a creator of the agency, in a campaign of its own."""
    terms: Any = {
        "price": {"amount_minor": 250_000, "currency": "USD"},
        "deliverables": [{"type": "video", "count": 1, "max_revisions": 1}],
        "payment_schedule": [{"stage": "on_publication", "percent": 100, "net_days": 30}],
        "clauses": [{"id": "c1", "title": "Usage", "text": "The brand may run the video as an ad."}],
    }
    with portal.api(BRAND) as api:
        campaign = api.create_campaign(name=f"Negotiation {next(NUMBERS)}", brief="A video.")
        return api.create_offer(campaign["id"], creator_id=portal.id(CREATOR), terms=terms)


@contextmanager
def both(browser: Browser, portal: Portal, offer: types.Offer) -> Iterator[tuple[Look, Look]]:
    """The agency and the brand, each before the page of the offer, and both listening."""
    with ExitStack() as stack:
        looks = [
            stack.enter_context(opened(browser, portal.base_url, address(who, offer), portal.cookie(who)))
            for who in (AGENCY, BRAND)
        ]
        for look in looks:
            listens(look.page)
        yield looks[0], looks[1]
        assert [look.faults for look in looks] == [[], []]


def propose(page: Page, price: str) -> None:
    """Another price, by the form."""
    page.get_by_role("link", name="Propose changes").click()
    page.get_by_label("Price in").fill(price)
    page.get_by_role("button", name="Send proposal").click()
    expect(page.get_by_text("Your proposal was sent.")).to_be_visible()


def test_two_sides_negotiate_and_see_each_other_act(
    browser: Browser, portal: Portal, offer: types.Offer
) -> None:
    with both(browser, portal, offer) as (agency, brand):
        half = "The budget allows"
        brand.page.get_by_label("Message to the other side").fill(half)
        propose(agency.page, "3000")
        # The brand's page shows it, and what the brand was writing still stands.
        expect(brand.page.locator(".terms ins", has_text="$3,000")).to_be_visible(timeout=SOON)
        expect(brand.page.get_by_text("The creator's side awaits your answer")).to_be_visible()
        expect(brand.page.get_by_label("Message to the other side")).to_have_value(half)
        expect(brand.page.get_by_text("Northlight Talent for Ravi Menon")).to_be_visible()

        brand.page.get_by_label("Message to the other side").fill(f"{half} 2 800.")
        brand.page.get_by_role("button", name="Send").click()
        expect(agency.page.get_by_text(f"{half} 2 800.")).to_be_visible(timeout=SOON)
        listens(brand.page)
        propose(brand.page, "2800")
        expect(agency.page.get_by_text("The brand awaits your answer")).to_be_visible(timeout=SOON)

        agency.page.get_by_role("link", name="Accept…").click()
        dialog = agency.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading", name="Binding for Ravi Menon")).to_be_visible()
        expect(dialog.get_by_text("$2,800")).to_be_visible()
        dialog.get_by_role("button", name="Accept").click()
        expect(agency.page.get_by_text("The terms were accepted.")).to_be_visible()
    with portal.api(BRAND) as api:
        now = api.get_campaign_offer(offer["campaign_id"], offer["id"])
    assert (now["state"], now["price"]["amount_minor"]) == ("active", 280_000)


def test_a_version_that_comes_while_somebody_writes_costs_her_nothing(
    browser: Browser, portal: Portal, offer: types.Offer
) -> None:
    path = address(AGENCY, offer, "/propose")
    with opened(browser, portal.base_url, path, portal.cookie(AGENCY)) as look:
        listens(look.page)
        look.page.get_by_label("Wording").fill("The brand may run the video as an ad for 30 days.")
        look.page.get_by_label("Price in").fill("3500")
        with portal.api(BRAND) as api:
            terms: Any = {**offer["terms"], "price": {"amount_minor": 260_000, "currency": "USD"}}
            api.create_campaign_offer_proposal(
                offer["campaign_id"], offer["id"], base_version=1, terms=terms, message="A little more."
            )
        # The page says so at once; the fields are as she left them.
        expect(look.page.get_by_text("Version 2 came while you are writing.")).to_be_visible(timeout=SOON)
        expect(look.page.get_by_label("Price in")).to_have_value("3500")
        with look.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            look.page.get_by_role("button", name="Send proposal").click()
        assert answered.value.status == 409
        expect(look.page.get_by_text("There is a new version since you began.")).to_be_visible()
        theirs = look.page.get_by_role("row", name="Price $3,500 $2,600")
        expect(theirs).to_be_visible()
        expect(look.page.get_by_label("Wording")).to_have_value(
            "The brand may run the video as an ad for 30 days."
        )
        look.page.get_by_role("button", name="Send proposal").click()
        expect(look.page.get_by_text("Your proposal was sent.")).to_be_visible()
        expect(look.page.locator("ins", has_text="for 30 days")).to_be_visible()


def test_the_whole_negotiation_by_keyboard_alone(
    browser: Browser, portal: Portal, offer: types.Offer
) -> None:
    with opened(browser, portal.base_url, "/inbox?who=ravi.tenthkm", portal.cookie(AGENCY)) as look:
        page, keys = look.page, Keys(look.page)
        keys.to(f"row-{offer['id']}")
        keys.press("Enter")
        expect(page.get_by_role("heading", name="What is due")).to_be_visible()
        keys.to("act-propose")
        keys.press("Enter")
        expect(page.get_by_label("Price in")).to_be_visible()
        keys.to("field-price")
        keys.write("3100")
        keys.to("add-deliverables")
        keys.press("Enter")
        # The new row has the focus; its kind is what to write next.
        expect(page.locator("[id='field-deliverables-1-type']")).to_be_focused()
        keys.write("story")
        keys.to("remove-deliverables-0")
        keys.press("Enter")
        expect(page.locator("[id='field-deliverables-0-type']")).to_have_value("story")
        expect(page.locator("#add-deliverables")).to_be_focused()
        keys.to("field-clauses-0-text")
        keys.write("The brand may run the story as an ad.")
        keys.to("field-message")
        page.keyboard.type("A story instead.")
        keys.to("send")
        keys.press("Enter")
        expect(page.get_by_text("Your proposal was sent.")).to_be_visible()
        with portal.api(BRAND) as api:
            found = api.get_campaign_offer(offer["campaign_id"], offer["id"])
            assert [each["type"] for each in found["terms"]["deliverables"]] == ["story"]
            terms: Any = {**found["terms"], "price": {"amount_minor": 300_000, "currency": "USD"}}
            api.create_campaign_offer_proposal(offer["campaign_id"], offer["id"], base_version=2, terms=terms)
        expect(page.locator("#act-accept")).to_be_visible(timeout=SOON)
        keys.to("act-accept")
        keys.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        keys.to("sure")
        keys.press("Enter")
        expect(page.get_by_text("The terms were accepted.")).to_be_visible()
        keys.to("act-deliverables")
        keys.press("Enter")
        expect(page.get_by_role("heading", name="1. story")).to_be_visible()
        assert look.faults == []


def test_a_draft_is_reviewed_and_published(browser: Browser, portal: Portal, offer: types.Offer) -> None:
    with portal.api(CREATOR) as api:
        api.accept_creator_offer(offer["creator_id"], offer["id"], version=1, hash=offer["current_hash"])
    with ExitStack() as stack:
        agency, brand = (
            stack.enter_context(
                opened(browser, portal.base_url, address(who, offer, "/deliverables"), portal.cookie(who))
            ).page
            for who in (AGENCY, BRAND)
        )
        listens(agency)
        listens(brand)
        brand.get_by_placeholder("Comment on the latest draft").fill("Not yet sent")
        agency.get_by_role("link", name="Submit draft…").click()
        agency.get_by_label("Where the draft can be seen").fill("https://drafts.example.com/1")
        agency.get_by_role("button", name="Submit a draft").click()
        expect(agency.get_by_text("In review")).to_be_visible()
        expect(brand.get_by_role("link", name="Review…")).to_be_visible(timeout=SOON)
        # What the brand was writing stands.
        expect(brand.get_by_placeholder("Comment on the latest draft")).to_have_value("Not yet sent")
        brand.get_by_label("At which second").fill("1:05")
        brand.get_by_role("button", name="Comment", exact=True).click()
        expect(agency.get_by_text("1:05", exact=True)).to_be_visible(timeout=SOON)
        brand.get_by_role("link", name="Review…").click()
        brand.get_by_role("button", name="Approve").click()
        expect(agency.get_by_role("link", name="Record publication…")).to_be_visible(timeout=SOON)
        agency.get_by_role("link", name="Record publication…").click()
        agency.get_by_label("Address of the video").fill("https://www.example.com/video/7")
        agency.get_by_label("Id of the video").fill("7")
        agency.get_by_role("button", name="Record the publication").click()
        expect(agency.get_by_text("Open the video")).to_be_visible()


def test_several_are_declined_with_one_reason(browser: Browser, portal: Portal, offer: types.Offer) -> None:
    path = "/inbox?who=ravi.tenthkm"
    with opened(browser, portal.base_url, path, portal.cookie(AGENCY)) as look:
        look.page.locator(f"#pick-{offer['id']}").check()
        look.page.get_by_role("button", name="Decline those picked…").click()
        look.page.get_by_label("Reason").fill("No room in June.")
        look.page.get_by_role("button", name="Decline 1 offer").click()
        expect(look.page.get_by_text("All were declined.")).to_be_visible()
    with portal.api(CREATOR) as api:
        now = api.get_creator_offer(offer["creator_id"], offer["id"])
    assert (now["state"], now["reason"]) == ("declined", "No room in June.")


def test_the_desk_hears_of_a_new_offer(browser: Browser, portal: Portal) -> None:
    with opened(browser, portal.base_url, "/", portal.cookie(AGENCY)) as look:
        listens(look.page)
        with portal.api(BRAND) as api:
            campaign = api.create_campaign(name="Heard at once", brief="A video.")
            terms: Any = {
                "price": {"amount_minor": 90_000, "currency": "USD"},
                "deliverables": [{"type": "video", "count": 1}],
            }
            api.create_offer(campaign["id"], creator_id=portal.id(CREATOR), terms=terms)
        shown = look.page.locator("#mine ~ ul", has_text="Heard at once")
        expect(shown.first).to_be_visible(timeout=SOON)


def test_a_view_is_saved_and_removed(browser: Browser, portal: Portal) -> None:
    path = "/inbox?tab=pending&state=negotiating"
    with opened(browser, portal.base_url, path, portal.cookie(AGENCY)) as look:
        look.page.get_by_text("Save this view").click()
        look.page.get_by_label("Name of the view").fill("<b>In talks</b>")
        look.page.get_by_role("button", name="Save", exact=True).click()
        look.page.goto(f"{portal.base_url}/inbox")
        look.page.get_by_role("link", name="<b>In talks</b>").click()
        look.page.wait_for_url("**state=negotiating**")
        look.page.get_by_role("button", name="Remove this view").click()
        expect(look.page.get_by_role("link", name="In talks")).to_have_count(0)
        assert look.faults == []
