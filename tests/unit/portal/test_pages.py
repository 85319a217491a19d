"""What pages show of what the gateway answers, and what they do where it does not."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.offers import PATH, offer, terms

OFFER = "/offers/of_1?creator=cr_1"


def test_the_inbox_says_whose_move_it_is(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/inbox").text
    assert "The brand awaits your answer" in shown
    assert "2d left" in shown
    assert "$3,000" in shown
    assert 'href="/offers/of_1?creator=cr_1"' in shown


def test_it_speaks_the_language_of_the_browser(gateway: FakeGateway) -> None:
    shown = gateway.browser(language="es-MX").look("/inbox").text
    assert "La marca espera tu respuesta" in shown
    assert '<html lang="es"' in shown


def test_the_filters_of_the_url_are_asked_for(gateway: FakeGateway) -> None:
    gateway.browser().look("/inbox?tab=inactive&state=declined&creator=cr_1&cursor=c2&sort=nonsense")
    asked = next(each for each in gateway.asked if each.url.path == "/v1/inbox").url.params
    assert (asked["tab"], asked["state"], asked["creator_id"]) == ("inactive", "declined", "cr_1")
    assert (asked["cursor"], asked["sort"]) == ("c2", "-updated_at")


def test_a_list_leads_on(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/inbox"] = page(offer(), next_cursor="c2")
    assert 'href="/inbox?tab=pending&amp;cursor=c2"' in gateway.browser().look("/inbox?tab=pending").text


@pytest.mark.parametrize("name", ["_anchor", "_external", "_method", "_scheme", "endpoint"])
def test_a_url_says_nothing_of_how_links_are_made(gateway: FakeGateway, name: str) -> None:
    gateway.answers["GET /v1/inbox"] = page(offer(), next_cursor="c2")
    shown = gateway.browser().look(f"/inbox?tab=pending&{name}=javascript")
    assert shown.status_code == 200
    assert 'href="/inbox?tab=pending&amp;cursor=c2"' in shown.text


def test_a_part_that_fails_leaves_the_rest(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/inbox"] = problem(500, "internal")
    shown = gateway.browser().look("/inbox")
    assert shown.status_code == 200
    assert "This part could not be shown." in shown.text
    assert 'data-hx-select="#part-offers"' in shown.text
    assert "Northlight Talent" in shown.text


@pytest.mark.parametrize(("status", "code"), [(404, "not_found"), (403, "not_delegated")])
def test_what_the_gateway_refuses_is_not_shown(gateway: FakeGateway, status: int, code: str) -> None:
    gateway.answers[f"GET {PATH}"] = problem(status, code)
    assert gateway.browser().look(OFFER).status_code == status


def test_a_gateway_that_is_away_is_a_page(gateway: FakeGateway) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    gateway.answers["GET /v1/me"] = broken
    shown = gateway.browser().look("/inbox")
    assert shown.status_code == 503
    assert "Callboard does not answer just now." in shown.text


def test_an_offer_shows_what_changed_and_the_thread(gateway: FakeGateway) -> None:
    shown = gateway.browser().look(OFFER).text
    assert "<del>$2,500</del> <ins>$3,000</ins>" in shown
    assert shown.index("Message 1") < shown.index("Message 2") < shown.index("Hello")


def test_clauses_are_compared_by_words(gateway: FakeGateway) -> None:
    clause = {"id": "c1", "title": "Usage", "text": "The brand may run the video as a paid ad."}
    gateway.answers[f"GET {PATH}/versions"] = page(
        {**offer(), "number": 1, "terms": terms(), "author": {"name": "A"}, "message": ""},
        {**offer(), "number": 2, "terms": terms(clauses=[clause]), "author": {"name": "B"}, "message": ""},
    )
    assert "as <del>an</del><ins>a paid</ins> ad." in gateway.browser().look(OFFER).text


def test_a_proposal_begins_with_the_latest_terms_and_is_sent(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {PATH}/proposals"] = offer()
    browser = gateway.browser()
    path = "/offers/of_1/propose?creator=cr_1"
    assert 'value="3000.00"' in browser.look(path).text
    form = {
        "base": "2",
        "price": "3,600.50",
        "message": "More",
        "clauses.0.id": "c1",
        "clauses.0.title": "Usage",
        "clauses.0.text": "No ads.",
        "once": "key-1",
    }
    form |= {"deliverables.0.type": "video", "deliverables.0.count": "2", "deliverables.0.max_revisions": "1"}
    done = browser.send(path, form)
    assert (done.status_code, done.location) == (303, OFFER)
    (sent,) = gateway.bodies(f"{PATH}/proposals")
    assert sent["terms"]["price"] == {"amount_minor": 360_050, "currency": "USD"}
    assert sent["terms"]["deliverables"][0]["count"] == 2
    assert sent["terms"]["clauses"][0]["text"] == "No ads."
    assert (sent["base_version"], sent["message"]) == (2, "More")
    assert gateway.asked[-1].headers["Idempotency-Key"] == "key-1"
    assert "Your proposal was sent." in browser.look(OFFER).text
    assert "Your proposal was sent." not in browser.look(OFFER).text


def test_a_proposal_on_an_old_version_keeps_both_texts(gateway: FakeGateway) -> None:
    form = {
        "base": "1",
        "price": "2900",
        "clauses.0.id": "c1",
        "clauses.0.text": "My own words.",
        "deliverables.0.type": "video",
    }
    form |= {"deliverables.0.count": "1", "deliverables.0.max_revisions": "2"}
    shown = gateway.browser().send("/offers/of_1/propose?creator=cr_1", form)
    assert shown.status_code == 409
    assert "My own words.</textarea>" in shown.text
    assert "There is a new version since you began." in shown.text
    assert gateway.bodies(f"{PATH}/proposals") == []


def test_what_cannot_be_read_is_said_beside_its_field(gateway: FakeGateway) -> None:
    shown = gateway.browser().send("/offers/of_1/propose?creator=cr_1", {"base": "2", "price": "a lot"})
    assert shown.status_code == 422
    assert "This is not an amount." in shown.text
    assert 'value="a lot"' in shown.text


def test_accepting_names_the_version_that_was_shown(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {PATH}/accept"] = problem(409, "not_latest_version", "There is a newer one.")
    browser = gateway.browser()
    assert 'name="hash" value="h2"' in browser.look("/offers/of_1/accept?creator=cr_1").text
    shown = browser.send("/offers/of_1/accept?creator=cr_1", {"version": "1", "hash": "h1"})
    assert shown.status_code == 409
    assert "There is a newer one." in shown.text
    assert gateway.bodies(f"{PATH}/accept") == [{"version": 1, "hash": "h1"}]


def test_a_brand_reaches_it_by_its_campaign(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = me("brand", "br_1")
    gateway.answers["GET /v1/campaigns/cp_1/offers/of_1"] = offer(awaiting="brand")
    shown = gateway.browser().look("/offers/of_1?campaign=cp_1").text
    assert "Withdraw…" in shown
    assert "Decline…" not in shown


def test_the_menu_has_what_is_there_and_for_whom(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = me("operator", "op_1")
    assert 'href="/inbox"' not in gateway.browser().look("/offers/of_1?creator=cr_1").text


def test_names_are_text(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/inbox"] = page(offer(campaign_name="<script>alert(1)</script>"))
    assert "<script>alert" not in gateway.browser().look("/inbox").text
