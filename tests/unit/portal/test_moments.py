"""Moments at the ends of the calendar, which the API takes, and which a clock beside UTC's does not have."""

from __future__ import annotations

import pytest

from services.portal.languages import ZONE_COOKIE
from tests.unit.portal.campaigns import CAMPAIGN, brand
from tests.unit.portal.creators import delegation, known
from tests.unit.portal.gateway import Browser, FakeGateway
from tests.unit.portal.offers import PATH, offer, terms

OFFER, PROPOSE = "/offers/of_1?creator=cr_1", "/offers/of_1/propose?creator=cr_1"
UNTIL, OFFERING = "/delegations/dg_1/until", "/campaigns/offer?campaign=cp_1&creator=cr_1"
FIRST, LAST = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
EAST, WEST = "Asia/Tokyo", "America/Bogota"
"""There the last day of UTC ends in the year 10000, and here its first one begins in the year 0."""


def seen_from(gateway: FakeGateway, zone: str) -> Browser:
    """Somebody whose clock is that of a zone."""
    browser = gateway.browser()
    browser.set_cookie(ZONE_COOKIE, zone, domain="portal.test")
    return browser


@pytest.fixture(params=[(EAST, LAST), (WEST, FIRST)], ids=["last", "first"])
def beyond(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A zone, and a moment of the API that its clock does not have."""
    zone, at = request.param
    return zone, at


def test_an_offer_with_such_moments_is_shown(gateway: FakeGateway, beyond: tuple[str, str]) -> None:
    zone, at = beyond
    video = {"type": "video", "count": 1, "draft_due": at, "publish_by": at, "max_revisions": 1}
    only = {"category": "beauty", "from": at, "until": at}
    now = offer(terms=terms(deliverables=[video], exclusivity=only))
    gateway.answers |= {f"GET {PATH}": now, f"POST {PATH}/proposals": now}
    browser = seen_from(gateway, zone)
    assert browser.look(OFFER).status_code == 200
    assert f'value="{at[:16]}"' in browser.look(PROPOSE).text
    # What nobody has touched stays as it is.
    untouched = {f"deliverables.0.{name}": at[:16] for name in ("draft_due", "publish_by")}
    untouched |= {f"exclusivity.{name}": at[:16] for name in ("from", "until")}
    form = {"base": "2", "price": "1", "exclusivity.category": "beauty", **untouched}
    row = {"deliverables.0.base": "0", "deliverables.0.type": "video"}
    row |= {"deliverables.0.count": "1", "deliverables.0.max_revisions": "1"}
    assert browser.send(PROPOSE, {**form, **row}).status_code == 303
    (sent,) = gateway.bodies(f"{PATH}/proposals")
    assert (sent["terms"]["deliverables"], sent["terms"]["exclusivity"]) == ([video], only)


def test_so_is_a_delegation(gateway: FakeGateway, beyond: tuple[str, str]) -> None:
    zone, at = beyond
    known(gateway, "creator").answers["GET /v1/delegations/dg_1"] = delegation(expires_at=at)
    assert f'value="{at[:10]}"' in seen_from(gateway, zone).look(UNTIL).text


@pytest.mark.parametrize(("zone", "day"), [(WEST, LAST[:10]), (EAST, FIRST[:10])])
def test_what_somebody_writes_and_utc_does_not_have_is_no_date(
    gateway: FakeGateway, zone: str, day: str
) -> None:
    known(gateway, "creator").answers[f"GET {PATH}"] = offer()
    hers, theirs = seen_from(gateway, zone), seen_from(buying := brand(), zone)
    time = "T23:59" if day == LAST[:10] else "T00:00"
    for browser, path, form in (
        (hers, PROPOSE, {"base": "2", "price": "1", "respond_by": f"{day}{time}"}),
        (theirs, OFFERING, {"terms.price.amount_minor": "1", "respond_by": f"{day}{time}"}),
        *([(hers, UNTIL, {"version": "4", "until": day})] if zone == WEST else []),
    ):
        answer = browser.send(path, form)
        assert answer.status_code == 422, path
        assert "This is not a date." in answer.text, path
    assert [gateway.bodies(f"{PATH}/proposals"), buying.bodies(f"{CAMPAIGN}/offers")] == [[], []]
