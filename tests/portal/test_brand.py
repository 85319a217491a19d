"""The pages of a brand, the directory, the calendar, settings and the operator's pages in a browser."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.portal.browser import opened
from tests.portal.conftest import Checks, Portal


@pytest.fixture(scope="module")
def campaign(portal: Portal) -> str:
    """One of Solstice's."""
    with portal.api("solstice") as api:
        return api.list_campaigns().first().items[0]["id"]


@pytest.fixture(scope="module")
def with_operator(portal: Portal) -> Portal:
    """The operator is signed in by its own client."""
    home = portal.key_file.parents[2]
    portal.clients["operator"] = json.loads((home / "credentials.json").read_text())["operator"]
    return portal


@pytest.mark.parametrize("page", ["", "/{id}", "/{id}/edit", "/new", "/offer?campaign={id}"])
def test_campaigns(holds: Checks, campaign: str, page: str) -> None:
    holds("solstice", "/campaigns" + page.format(id=campaign))


def test_an_offer_to_somebody(holds: Checks, portal: Portal, campaign: str) -> None:
    holds("solstice", f"/campaigns/offer?campaign={campaign}&creator={portal.id('amara')}")


@pytest.mark.parametrize("who", ["solstice", "northlight"])
def test_discover(holds: Checks, portal: Portal, who: str) -> None:
    holds(who, "/discover")
    holds(who, f"/discover/{portal.id('amara')}")


@pytest.mark.parametrize("view", ["month", "agenda"])
@pytest.mark.parametrize("who", ["northlight", "maya"])
def test_the_calendar(holds: Checks, who: str, view: str) -> None:
    holds(who, f"/calendar?view={view}")


PAGES = ["", "/sessions", "/people", "/people/invite", "/applications", "/webhooks", "/webhooks/new", "/mail"]


@pytest.mark.parametrize("page", [*PAGES, "/reminders", "/password", "/second-factor", "/applications/new"])
def test_settings(holds: Checks, page: str) -> None:
    holds("northlight", f"/settings{page}")


@pytest.mark.parametrize("page", ["", "/agencies/new", "/people", "/imports", "/mails", "/proofs", "/health"])
def test_the_operator(holds: Checks, with_operator: Portal, page: str) -> None:
    holds("operator", f"/operator{page}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_brand_makes_an_offer(browser: Browser, portal: Portal, campaign: str, *, scripts: bool) -> None:
    path = f"/campaigns/{campaign}"
    with opened(browser, portal.base_url, path, portal.cookie("solstice"), scripts=scripts) as look:
        page = look.page
        page.get_by_role("link", name="Make an offer").click()
        page.get_by_label("Her handle").fill("@hana.paperfold")
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("Price for all of it").fill("1,250.50")
        page.get_by_role("button", name="Add a deliverable").click()
        page.get_by_label("Kind").nth(1).fill("story")
        page.get_by_label("Number").nth(1).fill("2")
        page.get_by_label("Message").fill("We love your paper.")
        page.get_by_role("button", name="Send offer").click()
        expect(page.get_by_text("The offer was sent to Hana Sato.")).to_be_visible()
        expect(page.get_by_text("$1,250.50").first).to_be_visible()
        assert look.faults == []


def test_a_campaign_that_somebody_else_changed_keeps_both_texts(
    browser: Browser, portal: Portal, campaign: str
) -> None:
    path = f"/campaigns/{campaign}/edit"
    with opened(browser, portal.base_url, path, portal.cookie("solstice")) as look:
        look.page.get_by_label("Brief").fill("Mine.")
        with portal.api("solstice") as api:
            now = api.get_campaign(campaign)
            api.patch_campaign(campaign, if_match=now, brief="Theirs.")
        look.page.get_by_role("button", name="Save").click()
        expect(look.page.get_by_text("Somebody else has changed this")).to_be_visible()
        expect(look.page.get_by_label("Brief")).to_have_value("Mine.")
        expect(look.page.get_by_role("table")).to_contain_text("Theirs.")
        look.page.get_by_role("button", name="Save").click()
        look.page.wait_for_url(f"**/campaigns/{campaign}")
        expect(look.page.get_by_text("Mine.")).to_be_visible()


def test_a_view_is_saved_in_the_browser(browser: Browser, portal: Portal) -> None:
    with opened(browser, portal.base_url, "/discover?country=ES", portal.cookie("solstice")) as look:
        page = look.page
        page.get_by_text("Save this view").click()
        page.get_by_label("Name of the view").fill("<b>Spain</b>")
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"{portal.base_url}/discover")
        page.get_by_role("link", name="<b>Spain</b>").click()
        page.wait_for_url("**/discover?country=ES")
        page.get_by_role("button", name="Remove this view: <b>Spain</b>").click()
        expect(page.get_by_role("link", name="<b>Spain</b>")).to_have_count(0)
        assert look.faults == []


def test_months_are_turned_by_their_addresses(browser: Browser, portal: Portal) -> None:
    before = (datetime.now(UTC).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    with opened(browser, portal.base_url, "/calendar", portal.cookie("northlight")) as look:
        look.page.get_by_role("link", name="Month before").click()
        look.page.wait_for_url(f"**/calendar?month={before}")


def test_the_operator_registers_an_agency(browser: Browser, with_operator: Portal) -> None:
    name = f"Agency {uuid.uuid4().hex[:8]}"
    cookie = with_operator.cookie("operator")
    with opened(browser, with_operator.base_url, "/operator", cookie) as look:
        page = look.page
        page.get_by_role("link", name="New agency").click()
        page.get_by_label("Name").fill(name)
        page.get_by_label("Country").fill("es")
        page.get_by_role("button", name="Register").click()
        assert len(page.get_by_label("Client secret").input_value()) >= 43
        page.get_by_role("link", name="I have kept it").click()
        expect(page.get_by_text(name).first).to_be_visible()
        page.get_by_role("link", name="Suspend…").click()
        page.get_by_label("Reason").fill("A test.")
        page.get_by_role("button", name="Suspend", exact=True).click()
        expect(page.get_by_text(f"{name} is suspended.")).to_be_visible()
