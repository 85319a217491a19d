"""The desk: what is due, for whom, in which order, and what stands where a question has failed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.portal.deals import deal, delegation, deliverable
from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.offers import moment, offer

DONE = offer(id="of_9", campaign_name="Changed lately")


@pytest.fixture
def owed() -> dict[str, Any]:
    """What the deal owes."""
    return deliverable(draft_due=moment(0.5))


@pytest.fixture
def desk(gateway: FakeGateway, owed: dict[str, Any]) -> FakeGateway:
    """A manager with an offer to answer, a deal that owes a draft, and a request that waits."""

    def inbox(request: httpx.Request) -> httpx.Response:
        by_tab = {
            "pending": page(offer(id="of_1", respond_by=moment(3))),
            "active": page(deal(id="of_2", campaign_name="Everyday SPF", progress=[owed])),
            "completed": page(DONE | {"updated_at": moment(-0.5)}, next_cursor="c2"),
            "inactive": page(offer(id="of_4", campaign_name="Over long ago", updated_at=moment(-2))),
        }
        return httpx.Response(200, json=by_tab.get(request.url.params["tab"], page()))

    gateway.answers |= {
        "GET /v1/inbox": inbox,
        "GET /v1/delegations": page(delegation()),
    }
    return gateway


def test_what_is_due_stands_in_order(desk: FakeGateway) -> None:
    shown = desk.browser().look("/").text
    assert shown.index("Within a day") < shown.index("A draft of the video")
    assert shown.index("A draft of the video") < shown.index("Within a week")
    assert shown.index("Within a week") < shown.index("An answer to the brand")
    assert 'href="/offers/of_2/deliverables?creator=cr_1"' in shown


def test_what_is_past_its_date_comes_first(desk: FakeGateway, owed: dict[str, Any]) -> None:
    owed |= {"draft_due": moment(-1), "late": True}
    shown = desk.browser().look("/").text
    assert shown.index("Past its date") < shown.index("A draft of the video") < shown.index("Within a week")


def test_what_others_owe_stands_apart(desk: FakeGateway, owed: dict[str, Any]) -> None:
    owed["state"] = "in_review"
    shown = desk.browser().look("/").text
    assert shown.index("Waits for others") < shown.index("The brand&#39;s review of the video")


def test_it_counts_and_says_what_has_changed(desk: FakeGateway) -> None:
    shown = desk.browser().look("/").text
    assert '<span class="metric-value">1+</span><span class="metric-label">Completed' in shown
    assert "Changed lately" in shown
    assert "Over long ago" not in shown
    assert "Hana Sato" in shown
    assert not [each for each in desk.asked if "updated_since" in each.url.params]


def test_what_has_changed_is_asked_where_more_is_pending_than_was_read(desk: FakeGateway) -> None:
    def inbox(request: httpx.Request) -> httpx.Response:
        if "updated_since" in request.url.params:
            assert request.url.params["sort"] == "-updated_at"
            return httpx.Response(200, json=page(DONE))
        return httpx.Response(200, json=page(offer(updated_at=moment(-3)), next_cursor="c2"))

    desk.answers["GET /v1/inbox"] = inbox
    shown = desk.browser().look("/").text
    assert 'id="changed-of_9"' in shown
    assert 'id="changed-of_1"' not in shown


def test_what_fails_is_said_and_the_rest_stands(desk: FakeGateway) -> None:
    desk.answers["GET /v1/delegations"] = problem(500, "internal")
    shown = desk.browser().look("/")
    assert shown.status_code == 200
    assert "This part could not be shown." in shown.text
    assert "An answer to the brand" in shown.text


def test_a_creator_is_asked_for_her_confirmation(gateway: FakeGateway) -> None:
    held = offer(state="awaiting_confirmation", awaiting="creator")
    gateway.answers |= {
        "GET /v1/me": me("creator", "cr_1", "Maya"),
        "GET /v1/creators/cr_1/offers": page(held),
        "GET /v1/delegations": page(delegation()),
    }
    shown = gateway.browser().look("/").text
    assert "Your confirmation" in shown
    assert "asks to act for you" in shown


def test_a_brand_finds_what_waits_for_it_in_all_campaigns(gateway: FakeGateway) -> None:
    agreed = deal(id="of_2", campaign_id="cp_2", progress=[deliverable(state="in_review")])
    by_tab = {"pending": page(offer(awaiting="brand")), "active": page(agreed)}

    def inbox(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=by_tab.get(request.url.params.get("tab", ""), page()))

    gateway.answers |= {"GET /v1/me": me("brand", "br_1"), "GET /v1/inbox": inbox}
    shown = gateway.browser().look("/").text
    assert "An answer to the creator&#39;s side" in shown
    assert "Your review of the video" in shown
    assert 'href="/offers/of_2/deliverables?campaign=cp_2"' in shown


def test_a_new_agency_is_told_what_will_stand_here(gateway: FakeGateway) -> None:
    gateway.answers |= {"GET /v1/inbox": page(), "GET /v1/delegations": page()}
    assert "No offers yet." in gateway.browser().look("/").text


def test_an_operator_has_no_desk(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = me("operator", "op_1")
    assert "What is due" not in gateway.browser().look("/").text
