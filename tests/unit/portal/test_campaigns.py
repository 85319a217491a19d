"""A brand's campaigns: what is shown of them, and how one is made and changed."""

from __future__ import annotations

import pytest

from tests.unit.portal.campaigns import CAMPAIGN, brand, campaign
from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.offers import moment, offer

HOSTILE = '<img src=x onerror="alert(1)">'
FORM = {
    "name": "Winter Glow",
    "brief": "Mine.",
    "category": "beauty",
    "budget.amount_minor": "10,000.00",
    "budget.currency": "USD",
    "starts_on": "2026-01-01",
    "ends_on": "2026-02-01",
    "target.gender.FEMALE": "80",
    "target.country[0].bucket": "es",
    "target.country[0].weight": "50%",
}


@pytest.fixture
def gateway() -> FakeGateway:
    """As a brand finds it."""
    return brand()


def test_the_list_says_what_is_committed_of_each_budget(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/campaigns").text
    assert 'href="/campaigns/cp_1"' in shown
    assert "Running" in shown
    assert "+ $3,000 offered" in shown
    asked = next(each for each in gateway.asked if each.url.path == f"{CAMPAIGN}/offers")
    assert asked.url.params["fields"] == "tab,price"


def test_sums_that_cannot_be_asked_leave_the_list(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {CAMPAIGN}/offers"] = problem(500, "internal")
    shown = gateway.browser().look("/campaigns")
    assert shown.status_code == 200
    assert "Winter Glow" in shown.text


@pytest.mark.parametrize(
    ("query", "there"),
    [("tab=running", True), ("tab=past", False), ("q=GLOW", True), ("q=beauty", True), ("q=summer", False)],
)
def test_the_list_is_filtered_by_the_url(gateway: FakeGateway, query: str, *, there: bool) -> None:
    shown = gateway.browser().look(f"/campaigns?{query}").text
    assert ('href="/campaigns/cp_1"' in shown) is there
    assert ("No campaign matches these filters." in shown) is not there


def test_many_campaigns_are_shown_on_pages(gateway: FakeGateway) -> None:
    many = [campaign(id=f"cp_{number}", name=f"Number {number}") for number in range(30)]
    gateway.answers["GET /v1/campaigns"] = page(*many, next_cursor="c2")
    shown = gateway.browser().look("/campaigns").text
    assert "start=10" in shown
    assert "Number 9" in shown
    assert "Number 10" not in shown
    rest = gateway.browser().look("/campaigns?start=20").text
    assert "Number 29" in rest
    assert "cursor=c2" in rest


@pytest.mark.parametrize(
    ("days", "words"),
    [((2, 9), "Coming"), ((-9, -2), "Past"), ((-2, 0.9), "Running"), ((None, None), "Running")],
)
def test_the_days_say_where_a_campaign_stands(
    gateway: FakeGateway, days: tuple[float | None, float | None], words: str
) -> None:
    first, last = (moment(each)[:10] if each is not None else None for each in days)
    gateway.answers[f"GET {CAMPAIGN}"] = campaign(starts_on=first, ends_on=last)
    shown = gateway.browser().look("/campaigns/cp_1").text
    assert f"</span>{words}</span>" in shown


def test_one_campaign_shows_budget_offers_and_drafts(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/campaigns/cp_1").text
    assert "$6,000 of $10,000 committed" in shown
    assert 'href="/offers/of_1?campaign=cp_1"' in shown
    assert "Draft 1 of video" in shown
    assert "Women" in shown
    assert "80.0%" in shown
    assert 'href="/campaigns/offer?campaign=cp_1"' in shown


def test_currencies_are_not_added_up(gateway: FakeGateway) -> None:
    euros = offer(id="of_3", price={"amount_minor": 100_000, "currency": "EUR"})
    gateway.answers[f"GET {CAMPAIGN}/offers"] = page(offer(), euros)
    shown = gateway.browser().look("/campaigns/cp_1").text
    assert "Pending in EUR" in shown
    assert "$3,000 of $10,000 committed" in shown


def test_drafts_that_cannot_be_read_say_so(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {CAMPAIGN}/offers/of_2/deliverables"] = problem(500, "internal")
    shown = gateway.browser().look("/campaigns/cp_1")
    assert shown.status_code == 200
    assert 'data-hx-select="#part-drafts"' in shown.text
    assert "Show how you use the serum." in shown.text


def test_a_campaign_of_another_brand_is_not_shown(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {CAMPAIGN}"] = problem(404, "not_found")
    assert gateway.browser().look("/campaigns/cp_1").status_code == 404


def test_what_others_wrote_is_text(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {CAMPAIGN}"] = campaign(name=HOSTILE, brief=HOSTILE)
    gateway.answers["GET /v1/campaigns"] = page(campaign(name=HOSTILE, category=HOSTILE))
    for path in ("/campaigns", "/campaigns/cp_1", "/campaigns/cp_1/edit"):
        assert "<img" not in gateway.browser().look(path).text


def test_a_campaign_is_created_once(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/campaigns"] = campaign()
    done = gateway.browser().send("/campaigns/new", {**FORM, "once": "key-1"})
    assert (done.status_code, done.location) == (303, "/campaigns/cp_1")
    (sent,) = gateway.bodies("/v1/campaigns")
    assert sent["budget"] == {"amount_minor": 1_000_000, "currency": "USD"}
    assert sent["target"]["gender"] == [{"bucket": "FEMALE", "weight": 0.8}]
    assert sent["target"]["country"] == [{"bucket": "ES", "weight": 0.5}]
    assert gateway.asked[-1].headers["Idempotency-Key"] == "key-1"


def test_in_spanish_amounts_are_written_the_spanish_way(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/campaigns"] = campaign()
    form = {**FORM, "budget.amount_minor": "10.000,50", "target.gender.FEMALE": "80,5"}
    gateway.browser().send("/campaigns/new", form, **{"Accept-Language": "es"})
    (sent,) = gateway.bodies("/v1/campaigns")
    assert sent["budget"]["amount_minor"] == 1_000_050
    assert sent["target"]["gender"][0]["weight"] == 0.805


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This is needed."),
        ("budget.amount_minor", "much", "This is not an amount."),
        ("budget.currency", "x", "This is not a currency."),
        ("starts_on", "soon", "This is not a date."),
        ("target.gender.FEMALE", "101", "Write a percentage from 0 to 100."),
        ("target.country[0].weight", "", "This is needed."),
    ],
)
def test_what_cannot_be_read_is_said_beside_it(
    gateway: FakeGateway, field: str, value: str, sentence: str
) -> None:
    shown = gateway.browser().send("/campaigns/new", {**FORM, field: value})
    assert shown.status_code == 422
    assert sentence in shown.text
    assert "Mine.</textarea>" in shown.text
    assert gateway.bodies("/v1/campaigns") == []


def test_what_the_gateway_finds_wrong_stands_beside_the_field(gateway: FakeGateway) -> None:
    faults = [{"field": "ends_on", "code": "past", "message": "It is past."}]
    gateway.answers["POST /v1/campaigns"] = problem(422, "invalid", "Wrong.", errors=faults)
    shown = gateway.browser().send("/campaigns/new", FORM).text
    assert 'id="field-ends_on-error">It is past.' in shown


def test_rows_are_added_and_taken_away_without_scripts(gateway: FakeGateway) -> None:
    browser = gateway.browser()
    more = browser.send("/campaigns/new", {**FORM, "more": "target.country"})
    assert more.status_code == 200
    assert 'name="target.country[1].bucket"' in more.text
    fewer = browser.send("/campaigns/new", {**FORM, "remove": "target.country[0]"}).text
    assert 'name="target.country[0].bucket"' not in fewer
    assert gateway.bodies("/v1/campaigns") == []


def test_a_change_names_the_version_that_it_began_with(gateway: FakeGateway) -> None:
    gateway.answers[f"PUT {CAMPAIGN}"] = campaign(version=5)
    browser = gateway.browser()
    assert 'name="base" value="4"' in browser.look("/campaigns/cp_1/edit").text
    assert browser.send("/campaigns/cp_1/edit", {**FORM, "base": "3"}).status_code == 303
    assert gateway.asked[-1].headers["If-Match"] == '"3"'
    (sent,) = gateway.bodies(CAMPAIGN)
    assert sent["brief"] == "Mine."


def test_theirs_stands_beside_mine_where_it_was_changed_meanwhile(gateway: FakeGateway) -> None:
    gateway.answers[f"PUT {CAMPAIGN}"] = problem(412, "stale")
    shown = gateway.browser().send("/campaigns/cp_1/edit", {**FORM, "base": "3"})
    assert shown.status_code == 409
    assert "Mine.</textarea>" in shown.text
    assert "<td>Show how you use the serum.</td>" in shown.text
    assert 'name="base" value="4"' in shown.text
    assert "Somebody else has changed this since you began." in shown.text
