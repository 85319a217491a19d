"""What stands on which day, for a manager and for a creator."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.portal.gateway import ME, FakeGateway, me, page, problem
from tests.unit.portal.offers import CREATOR, moment, offer, terms


def deal(**more: Any) -> dict[str, Any]:
    """An active deal with a draft and a publication to come, and a category for her alone."""
    video = {"type": "video", "count": 1, "draft_due": moment(1), "publish_by": moment(2)}
    exclusive = {"category": "beauty", "from": moment(-3), "until": moment(3)}
    said = terms(
        deliverables=[{**video, "max_revisions": 1}],
        exclusivity=exclusive,
        usage_rights={"spark_ads_days": 7, "paid_usage": True, "territories": []},
    )
    state = {"state": "active", "tab": "active", "awaiting": "none", "progress": [deliverable()]}
    return offer(id="of_2", campaign_name="Spring", terms=said, **{**state, **more})


def deliverable(**more: Any) -> dict[str, Any]:
    """Its one video, of which there is no draft yet."""
    dates = {"draft_due": moment(1), "publish_by": moment(2)}
    return {"id": "dl_1", "state": "awaiting_draft", "published_at": None, **dates, **more}


def by_tab(**tabs: list[dict[str, Any]]) -> Any:
    """An inbox whose tabs hold these offers."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=page(*tabs.get(request.url.params["tab"], [])))

    return answer


@pytest.fixture
def gateway() -> FakeGateway:
    """A roster with an offer to answer and a deal."""
    return FakeGateway(
        {
            "GET /v1/me": ME,
            "GET /v1/roster": page({"creator": {**CREATOR}}),
            "GET /v1/inbox": by_tab(pending=[offer()], active=[deal()]),
        }
    )


def test_the_days_show_what_is_due_and_what_ends(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/calendar").text
    for words in ("Answer by", "Draft due", "Publish by", "Exclusivity ends"):
        assert f'<span class="due-kind">{words}' in shown
    assert "Maya Lindqvist" in shown
    assert 'href="/offers/of_2?creator=cr_1"' in shown


def test_what_was_done_is_marked(gateway: FakeGateway) -> None:
    published = deliverable(state="published", published_at=moment(-5))
    gateway.answers["GET /v1/inbox"] = by_tab(active=[deal(progress=[published])])
    shown = gateway.browser().look("/calendar?view=agenda").text
    assert "due-done" in shown
    assert '<span class="due-kind">Ad licence ends' in shown


def test_what_is_overdue_is_called_late(gateway: FakeGateway) -> None:
    late = deal(progress=[deliverable(draft_due=moment(-1))])
    gateway.answers["GET /v1/inbox"] = by_tab(active=[late])
    assert '<span class="due-mark">late</span>' in gateway.browser().look("/calendar").text


@pytest.mark.parametrize("month", ["2031-05", "2019-02"])
def test_another_month_has_its_own_days(gateway: FakeGateway, month: str) -> None:
    shown = gateway.browser().look(f"/calendar?month={month}").text
    assert "Nothing is due this month." in shown


@pytest.mark.parametrize("month", ["", "nonsense", "0001-01", "9999-12", "2026-13", "<b>"])
def test_what_is_no_month_is_the_present_one(gateway: FakeGateway, month: str) -> None:
    shown = gateway.browser().look(f"/calendar?month={month}")
    assert shown.status_code == 200
    assert "Answer by" in shown.text


def test_days_are_those_of_the_reader(gateway: FakeGateway) -> None:
    late = offer(respond_by="2031-06-01T02:00:00Z")
    gateway.answers["GET /v1/inbox"] = by_tab(pending=[late])
    browser = gateway.browser()
    browser.set_cookie("callboard_zone", "America/New_York", domain="portal.test")
    assert "Saturday, May 31" in browser.look("/calendar?month=2031-05&view=agenda").text


def test_the_days_of_the_week_are_in_the_language_of_the_reader(gateway: FakeGateway) -> None:
    spanish = gateway.browser(language="es").look("/calendar").text
    assert spanish.index('title="lunes"') < spanish.index('title="domingo"')
    assert "marzo de 2026" in spanish


def test_a_creator_sees_her_own(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = me("creator", "cr_1", "Maya")
    gateway.answers["GET /v1/creators/cr_1/offers"] = by_tab(pending=[offer()])
    shown = gateway.browser().look("/calendar").text
    assert "Solstice Skincare" in shown
    assert not any(each.url.path in ("/v1/inbox", "/v1/roster") for each in gateway.asked)


def test_a_tab_that_cannot_be_read_leaves_the_rest(gateway: FakeGateway) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["tab"] == "active":
            return problem(500, "internal")
        return httpx.Response(200, json=page(offer()))

    gateway.answers["GET /v1/inbox"] = answer
    shown = gateway.browser().look("/calendar")
    assert shown.status_code == 200
    assert "This part could not be shown." in shown.text
    assert "Answer by" in shown.text


def test_offers_are_asked_for_and_nothing_of_each(gateway: FakeGateway) -> None:
    gateway.browser().look("/calendar")
    assert sorted(each.url.path for each in gateway.asked) == [*["/v1/inbox"] * 3, "/v1/me", "/v1/roster"]
