"""Proposals of every term, stale edits, deliverables: what the portal sends and shows."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.portal.deals import LIMITS, deal, deliverable, draft
from tests.unit.portal.gateway import ME, FakeGateway, me, page, problem
from tests.unit.portal.offers import PATH, offer, terms, version

OFFER, PROPOSE = "/offers/of_1?creator=cr_1", "/offers/of_1/propose?creator=cr_1"
FORM = {
    "base": "2",
    "price": "3000",
    "deliverables.0.base": "0",
    "deliverables.0.type": "video",
    "deliverables.0.count": "1",
    "deliverables.0.max_revisions": "2",
    "clauses.0.id": "c1",
    "clauses.0.title": "Usage",
    "clauses.0.text": "My own words.",
}
MATCH: dict[str, Any] = {
    "score": 0.618,
    "dimensions": [{"dimension": "country", "overlap": 0.618, "known": 1.0, "reason": "", "buckets": []}],
    "reason_parts": [
        {
            "kind": "short",
            "dimension": "country",
            "buckets": ["US"],
            "wanted": 0.6,
            "has": 0.21,
            "at_most": None,
        }
    ],
    "captured_at": None,
    "source": "operator",
    "note": "",
}


def test_the_audience_stands_beside_the_target(gateway: FakeGateway) -> None:
    target = {"gender": [], "age": [], "country": [{"country": "US", "weight": 0.6}], "weights": None}
    gateway.answers[f"GET {PATH}"] = offer(campaign_target=target)
    gateway.answers["POST /v1/creators/cr_1/audience/match"] = MATCH
    shown = gateway.browser().look(OFFER).text
    assert "<strong>62%</strong> of what the campaign wants" in shown
    assert "United States: only 21%, wanted 60%" in shown
    assert gateway.bodies("/v1/creators/cr_1/audience/match") == [{"target": {"country": target["country"]}}]
    assert "Estados Unidos" in gateway.browser(language="es").look(OFFER).text


def test_an_audience_that_may_not_be_read_leaves_the_rest(gateway: FakeGateway) -> None:
    target = {"gender": [], "age": [], "country": [{"country": "US", "weight": 1}], "weights": None}
    gateway.answers[f"GET {PATH}"] = offer(campaign_target=target)
    gateway.answers["POST /v1/creators/cr_1/audience/match"] = problem(403, "not_delegated", "Not delegated.")
    shown = gateway.browser().look(OFFER)
    assert shown.status_code == 200
    assert "Not delegated." in shown.text
    assert "Accept…" in shown.text


def test_her_limits_say_what_the_price_means(gateway: FakeGateway) -> None:
    item = {"creator": {"id": "cr_1"}, "delegation": {"guardrails": LIMITS}}
    gateway.answers["GET /v1/roster"] = page({"creator": {"id": "cr_0"}, "delegation": {}}, item)
    shown = gateway.browser().look(OFFER).text
    assert "Above $2,500 she confirms herself." in shown
    assert "She will be asked to confirm." in shown
    assert "you cannot accept it" not in shown


def test_a_held_offer_says_why_in_the_words_of_each(gateway: FakeGateway) -> None:
    held = offer(state="awaiting_confirmation", awaiting="creator", held_because=["confirm_above"])
    gateway.answers[f"GET {PATH}"] = held
    shown = gateway.browser().look(OFFER).text
    assert "The price is above what is accepted without her." in shown
    assert "Confirm…" not in shown
    gateway.answers["GET /v1/me"] = me("creator", "cr_1")
    shown = gateway.browser().look(OFFER).text
    assert "The price is above what may be accepted without you." in shown
    assert "Confirm…" in shown


def test_what_the_token_may_not_do_is_not_offered(gateway: FakeGateway) -> None:
    reading = {"client_id": "cl_1", "scopes": ["marketplace.offers.read"]}
    gateway.answers["GET /v1/me"] = {**ME, "client": reading}
    shown = gateway.browser().look(OFFER).text
    for act in ("Accept…", "Propose changes", "Decline…", "Message to the other side"):
        assert act not in shown


def test_an_agency_does_not_cancel_and_a_creator_does(gateway: FakeGateway) -> None:
    gateway.answers |= {f"GET {PATH}": deal(), f"GET {PATH}/deliverables": page(deliverable())}
    assert "Ask to cancel…" not in gateway.browser().look(OFFER).text
    gateway.answers["GET /v1/me"] = me("creator", "cr_1")
    assert "Ask to cancel…" in gateway.browser().look(OFFER).text
    gateway.answers[f"GET {PATH}"] = deal(cancellation_requested_by="brand")
    assert "Agree to cancel…" in gateway.browser().look(OFFER).text


def test_drafts_stand_in_the_thread(gateway: FakeGateway) -> None:
    item = deliverable(drafts=[draft(note="<b>First</b> cut")], state="in_review")
    gateway.answers |= {f"GET {PATH}": deal(), f"GET {PATH}/deliverables": page(item)}
    shown = gateway.browser().look(OFFER).text
    assert "submitted draft 1 of the video" in shown
    assert "&lt;b&gt;First&lt;/b&gt; cut" in shown


def test_accepting_says_what_becomes_binding_for_whom(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/offers/of_1/accept?creator=cr_1").text
    assert shown.index("Binding for Maya Lindqvist") < shown.index("Deliverable 1")
    assert shown.index("Binding for Solstice Skincare") < shown.index("$3,000")
    assert shown.index("Binding for both") < shown.index("The brand may run the video as an ad.")


@pytest.mark.parametrize(
    ("change", "there", "gone"),
    [
        ("add-deliverables", 'name="deliverables.1.type"', 'name="deliverables.2.type"'),
        ("remove-deliverables-0", 'id="add-deliverables"', 'name="deliverables.0.type"'),
        ("add-payment", 'name="payment.0.percent"', 'name="payment.1.percent"'),
        ("add-clauses", 'name="clauses.1.text"', 'name="clauses.2.text"'),
        ("remove-clauses-0", 'id="add-clauses"', 'name="clauses.0.text"'),
        ("remove-clauses-99", 'name="clauses.0.text"', 'name="clauses.1.text"'),
        ("add-everything", 'name="clauses.0.text"', 'name="clauses.1.text"'),
    ],
)
def test_rows_come_and_go_without_a_script(gateway: FakeGateway, change: str, there: str, gone: str) -> None:
    shown = gateway.browser().send(PROPOSE, {**FORM, "price": "31", "change": change})
    assert shown.status_code == 200
    assert there in shown.text
    assert gone not in shown.text
    assert 'value="31"' in shown.text
    assert gateway.bodies(f"{PATH}/proposals") == []


def test_every_term_can_be_changed(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {PATH}/proposals"] = offer()
    more = {
        "usage.days": "30",
        "usage.paid": "on",
        "usage.territories": "us, gb",
        "exclusivity.category": "beauty/skincare",
        "exclusivity.from": "2027-01-01T00:00",
        "exclusivity.until": "2027-02-01T00:00",
        "payment.4.stage": "on_agreement",
        "payment.4.percent": "100",
        "payment.4.net_days": "14",
        "respond_by": "2027-01-01T12:00",
    }
    assert gateway.browser().send(PROPOSE, {**FORM, **more}).status_code == 303
    (sent,) = gateway.bodies(f"{PATH}/proposals")
    assert sent["terms"]["usage_rights"]["territories"] == ["US", "GB"]
    assert sent["terms"]["exclusivity"]["until"] == "2027-02-01T00:00:00Z"
    assert sent["terms"]["payment_schedule"] == [{"stage": "on_agreement", "percent": 100, "net_days": 14}]
    assert sent["respond_by"] == "2027-01-01T12:00:00Z"


def test_a_moment_that_nobody_touched_stays_to_the_second(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {PATH}/proposals"] = offer()
    was = terms()["deliverables"][0]["draft_due"]
    gateway.browser().send(PROPOSE, {**FORM, "deliverables.0.draft_due": was[:16], "price": "1"})
    assert gateway.bodies(f"{PATH}/proposals")[0]["terms"]["deliverables"][0]["draft_due"] == was


def test_half_an_exclusivity_is_asked_about(gateway: FakeGateway) -> None:
    shown = gateway.browser().send(PROPOSE, {**FORM, "exclusivity.category": "beauty"})
    assert shown.status_code == 422
    assert shown.text.count("This is needed, too.") == 2


def test_what_the_gateway_finds_wrong_stands_beside_its_field(gateway: FakeGateway) -> None:
    errors = [{"field": "terms.deliverables[0].type", "code": "format", "message": "must be a word"}]
    gateway.answers[f"POST {PATH}/proposals"] = problem(422, "invalid", errors=errors)
    shown = gateway.browser().send(PROPOSE, FORM).text
    assert '<div class="field-error" id="field-deliverables-0-type-error">must be a word</div>' in shown


def test_a_version_that_comes_between_reading_and_sending_is_shown_too(gateway: FakeGateway) -> None:
    def overtaken(_: httpx.Request) -> httpx.Response:
        gateway.answers[f"GET {PATH}"] = offer(current_version=3, terms=terms(260_000))
        return problem(409, "not_latest_version", "Version 3 is the latest.")

    gateway.answers[f"POST {PATH}/proposals"] = overtaken
    shown = gateway.browser().send(PROPOSE, FORM)
    assert shown.status_code == 409
    assert "My own words.</textarea>" in shown.text
    assert "$2,600" in shown.text
    assert 'name="base" value="3"' in shown.text


def test_the_form_says_that_another_version_came(gateway: FakeGateway) -> None:
    assert "came while you are writing" not in gateway.browser().look(PROPOSE).text
    shown = gateway.browser().look(f"{PROPOSE}&base=1").text
    assert "Version 2 came while you are writing." in shown


def test_an_agency_writes_for_its_creator(gateway: FakeGateway) -> None:
    author = {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"}
    written = version(1, 250_000, author=author, on_behalf_of="cr_1")
    gateway.answers[f"GET {PATH}/versions"] = page(written)
    assert "Northlight Talent for Maya Lindqvist" in gateway.browser().look(OFFER).text
