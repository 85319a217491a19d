"""A brand makes an offer to a creator whom it knows by her handle, or has found in Discover."""

from __future__ import annotations

import pytest

from tests.unit.portal.campaigns import CAMPAIGN, brand, entry
from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.offers import offer

PATH = "/campaigns/offer?campaign=cp_1&creator=cr_1"
FORM = {
    "terms.price.amount_minor": "2,500",
    "terms.price.currency": "USD",
    "terms.deliverables[0].type": "video",
    "terms.deliverables[0].count": "2",
    "terms.deliverables[0].max_revisions": "1",
    "terms.deliverables[0].draft_due": "2027-03-01T12:00",
    "terms.usage_rights.spark_ads_days": "30",
    "terms.usage_rights.territories": "us, GB",
    "terms.exclusivity.category": "beauty",
    "terms.exclusivity.from": "2027-03-01T00:00",
    "terms.exclusivity.until": "2027-04-01T00:00",
    "terms.payment_schedule[0].stage": "on_agreement",
    "terms.payment_schedule[0].percent": "40",
    "terms.payment_schedule[0].net_days": "",
    "terms.payment_schedule[1].stage": "on_publication",
    "terms.payment_schedule[1].percent": "60",
    "terms.payment_schedule[1].net_days": "30",
    "terms.clauses[0].id": "",
    "terms.clauses[0].title": "",
    "terms.clauses[0].text": "",
    "terms.clauses[1].title": "Ads",
    "terms.clauses[1].text": "The video is marked.",
    "message": "We love your work.",
    "respond_by": "2027-01-15T12:00",
}


@pytest.fixture
def gateway() -> FakeGateway:
    """As a brand finds it."""
    return brand()


def test_a_whole_offer_is_sent_once(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {CAMPAIGN}/offers"] = offer()
    done = gateway.browser().send(PATH, {**FORM, "once": "key-1"})
    assert (done.status_code, done.location) == (303, "/offers/of_1?campaign=cp_1")
    (sent,) = gateway.bodies(f"{CAMPAIGN}/offers")
    terms = sent["terms"]
    assert sent["creator_id"] == "cr_1"
    assert terms["price"] == {"amount_minor": 250_000, "currency": "USD"}
    assert terms["deliverables"][0] == {
        "type": "video",
        "count": 2,
        "max_revisions": 1,
        "draft_due": "2027-03-01T12:00:00Z",
        "publish_by": None,
    }
    assert terms["usage_rights"] == {"spark_ads_days": 30, "paid_usage": False, "territories": ["US", "GB"]}
    assert terms["exclusivity"]["until"] == "2027-04-01T00:00:00Z"
    assert [each["percent"] for each in terms["payment_schedule"]] == [40, 60]
    assert terms["clauses"] == [{"id": "c1", "title": "Ads", "text": "The video is marked."}]
    assert (sent["respond_by"], sent["message"]) == ("2027-01-15T12:00:00Z", "We love your work.")
    assert gateway.asked[-1].headers["Idempotency-Key"] == "key-1"


def test_moments_are_those_of_the_reader(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {CAMPAIGN}/offers"] = offer()
    browser = gateway.browser()
    browser.set_cookie("callboard_zone", "America/New_York", domain="portal.test")
    browser.send(PATH, FORM)
    (sent,) = gateway.bodies(f"{CAMPAIGN}/offers")
    assert sent["respond_by"] == "2027-01-15T17:00:00Z"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"terms.price.amount_minor": ""}, "This is needed."),
        ({"terms.deliverables[0].count": "many"}, "This is not a number."),
        ({"terms.payment_schedule[1].percent": "50"}, "The percentages add up to 100."),
        ({"terms.exclusivity.category": ""}, "This is needed."),
        ({"respond_by": "whenever"}, "This is not a date."),
        ({"terms.clauses[1].text": ""}, "This is needed."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(
    gateway: FakeGateway, changed: dict[str, str], sentence: str
) -> None:
    shown = gateway.browser().send(PATH, {**FORM, **changed})
    assert shown.status_code == 422
    assert sentence in shown.text
    assert "We love your work.</textarea>" in shown.text
    assert gateway.bodies(f"{CAMPAIGN}/offers") == []


def test_what_the_gateway_refuses_stands_beside_the_term(gateway: FakeGateway) -> None:
    faults = [{"field": "terms.deliverables[0].draft_due", "code": "past", "message": "It is past."}]
    gateway.answers[f"POST {CAMPAIGN}/offers"] = problem(422, "invalid", "Wrong.", errors=faults)
    shown = gateway.browser().send(PATH, FORM).text
    assert "It is past." in shown
    assert 'id="field-terms-deliverables[0]-draft_due-error"' in shown


def test_the_form_shows_her_public_rates(gateway: FakeGateway) -> None:
    shown = gateway.browser().look(PATH).text
    assert "Maya Lindqvist" in shown
    assert "$500" in shown
    assert "negotiable" in shown


def test_a_clause_is_added_without_scripts(gateway: FakeGateway) -> None:
    shown = gateway.browser().send(PATH, {**FORM, "more": "terms.clauses"})
    assert shown.status_code == 200
    assert 'name="terms.clauses[2].text"' in shown.text
    assert gateway.bodies(f"{CAMPAIGN}/offers") == []


def test_she_is_found_by_her_handle_though_she_is_not_listed(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/directory/creators"] = page(
        entry(listed=False, stats=None, starting_rate=None, country=None, languages=[], categories=[])
    )
    shown = gateway.browser().look("/campaigns/offer?campaign=cp_1&handle=@Maya").text
    assert "She keeps her rates to herself." in shown
    asked = next(each for each in gateway.asked if each.url.path == "/v1/directory/creators")
    assert asked.url.params["handle"] == "maya"


def test_a_handle_that_is_not_found_says_nothing_more(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/directory/creators"] = problem(404, "not_found")
    shown = gateway.browser().look("/campaigns/offer?campaign=cp_1&handle=nobody")
    assert shown.status_code == 404
    assert "Nobody with this handle lets herself be found by it." in shown.text
    assert 'value="nobody"' in shown.text


def test_without_a_campaign_there_is_one_to_be_made_first(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/campaigns"] = page()
    assert "An offer belongs to a campaign." in gateway.browser().look("/campaigns/offer").text


def test_a_campaign_of_another_brand_is_not_offered(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/campaigns/offer?campaign=cp_9&creator=cr_1").text
    assert "In which campaign, and to whom?" in shown
    assert "cp_9" not in shown
