"""A creator's page: numbers with their provenance, rates beside them, and the end of access."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

from callboard import types
from services.portal.pages.creators.figures import course_of
from services.portal.pages.creators.rates import changes, merged
from tests.unit.portal.creators import RATE, USD, card, delegation, ended, known, line, series
from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.offers import moment, offer

HERS = "/creators/cr_1"
FORM = {"deliverable": "story", "amount": "1,000.50", "currency": "USD", "version": "5", "note": "Two frames"}


@pytest.fixture
def northlight(gateway: FakeGateway) -> FakeGateway:
    return known(gateway)


def test_rates_stand_beside_statistics(northlight: FakeGateway) -> None:
    shown = northlight.browser().look(HERS).text
    assert "$900" in shown
    assert "Average views" in shown
    assert "sum of views ÷ videos" in shown
    assert "the 30 videos posted last" in shown
    assert "<dd>Ana</dd>" in shown, "figures that the agency has brought are called by its name"


def test_no_data_says_why_and_is_no_zero(northlight: FakeGateway) -> None:
    shown = northlight.browser().look(HERS).text
    assert "no data" in shown
    assert "No video of the sample says: six second views and plays." in shown
    assert "Nothing has been imported yet." in shown


def test_a_part_that_was_not_granted_is_said_and_the_rest_stands(northlight: FakeGateway) -> None:
    northlight.answers[f"GET /v1{HERS}/metrics"] = problem(403, "scope_missing_in_delegation")
    northlight.answers[f"GET /v1{HERS}/metrics/series"] = problem(403, "scope_missing_in_delegation")
    shown = northlight.browser().look(HERS)
    assert shown.status_code == 200
    assert "She has not granted this to you." in shown.text
    assert "$900" in shown.text
    assert "This part could not be shown." not in shown.text


def test_a_part_that_fails_is_said_and_the_rest_stands(northlight: FakeGateway) -> None:
    northlight.answers[f"GET /v1{HERS}/rate-card"] = problem(500, "internal")
    shown = northlight.browser().look(HERS).text
    assert "This part could not be shown." in shown
    assert "Average views" in shown


@pytest.mark.parametrize("path", ["", "/audience", "/videos", "/offers", "/rates/history"])
def test_when_access_has_ended_nothing_of_her_is_shown(northlight: FakeGateway, path: str) -> None:
    ended(northlight)
    northlight.answers[f"GET /v1{HERS}/rate-card/history"] = problem(403, "delegation_revoked")
    shown = northlight.browser().look(f"{HERS}{path}")
    assert shown.status_code == 403
    assert "Your access to this creator has ended." in shown.text
    assert "Maya" not in shown.text


def test_one_of_another_agency_is_not_known(northlight: FakeGateway) -> None:
    for path in ("", "/rate-card", "/metrics", "/metrics/series"):
        northlight.answers[f"GET /v1{HERS}{path}"] = problem(404, "creator_not_found")
    northlight.answers["GET /v1/roster/cr_1/labels"] = problem(404, "creator_not_found")
    assert northlight.browser().look(HERS).status_code == 404


def test_who_is_not_on_the_roster_has_no_labels(northlight: FakeGateway) -> None:
    northlight.answers["GET /v1/roster"] = page()
    assert "Labels and notes" not in northlight.browser().look(HERS).text
    (asked,) = (each for each in northlight.asked if each.url.path == "/v1/roster")
    assert asked.url.params["creator_id"] == "cr_1"


def test_rates_are_edited_only_where_that_was_granted(northlight: FakeGateway) -> None:
    assert 'action="/creators/cr_1/rates"' in northlight.browser().look(HERS).text
    reading = delegation(scopes=["marketplace.rates.read"])
    northlight.answers["GET /v1/roster"] = page(line(delegation=reading))
    assert 'action="/creators/cr_1/rates"' not in northlight.browser().look(HERS).text


def test_one_rate_is_changed_and_the_others_stay(northlight: FakeGateway) -> None:
    video = {**RATE, "deliverable": "video"}
    northlight.answers[f"GET /v1{HERS}/rate-card"] = card(rates=[RATE, video])
    northlight.answers[f"PUT /v1{HERS}/rate-card"] = card(version=6)
    done = northlight.browser().send(f"{HERS}/rates", FORM)
    assert (done.status_code, done.location) == (303, f"{HERS}#rates")
    (sent,) = northlight.bodies(f"/v1{HERS}/rate-card")
    assert [each["deliverable"] for each in sent["rates"]] == ["story", "video"]
    assert sent["rates"][0]["price"] == {"amount_minor": 100_050, "currency": "USD"}
    put = next(each for each in northlight.asked if each.method == "PUT")
    assert put.headers["If-Match"] == '"5"'


def test_a_stale_rate_shows_theirs_beside_ones_own(northlight: FakeGateway) -> None:
    northlight.answers[f"PUT /v1{HERS}/rate-card"] = problem(412, "stale_version")
    shown = northlight.browser().send(f"{HERS}/rates", {**FORM, "version": "4"})
    assert shown.status_code == 409
    assert "The rate card was changed while you edited it." in shown.text
    assert 'value="1,000.50"' in shown.text
    assert "$900" in shown.text
    assert 'name="version" value="5"' in shown.text


@pytest.mark.parametrize("amount", ["a lot", "-5", "1.234", ""])
def test_an_amount_that_cannot_be_read_is_said(northlight: FakeGateway, amount: str) -> None:
    shown = northlight.browser().send(f"{HERS}/rates", {**FORM, "amount": amount})
    assert shown.status_code == 422
    assert "This is not an amount." in shown.text
    assert northlight.bodies(f"/v1{HERS}/rate-card") == []


def test_a_card_is_merged_by_deliverable() -> None:
    assert merged([RATE], "video", {"deliverable": "video"}) == [RATE, {"deliverable": "video"}]
    assert merged([RATE], "story", None) == []
    assert merged([RATE], "video", None) == [RATE]


def test_history_says_what_each_card_has_changed() -> None:
    dearer = {**RATE, "price": {**USD, "amount_minor": 95_000}}
    cards: Any = [card(rates=[dearer]), card(rates=[RATE])]
    (_, newer), (_, first) = changes(cards)
    assert (newer[0]["before"], newer[0]["now"]) == (RATE, dearer)
    assert first[0]["before"] is None
    assert changes([]) == []


def test_a_course_ends_with_the_newest_day_that_is_known(northlight: FakeGateway) -> None:
    with northlight.app().test_request_context():
        found = course_of(cast(types.Series, series(1, 2, 4, None, 8, None)), 2)
    assert (found.values, found.before) == ([None, 8], [2, 4])
    assert (found.change, found.change_before, found.charted) == (None, 1.0, False)


@pytest.mark.parametrize(("newest", "asked"), [((5,), 3), ((None,) * 14, 6)])
def test_a_year_is_asked_for_only_where_nothing_is_recent(
    northlight: FakeGateway, newest: tuple[float | None, ...], asked: int
) -> None:
    northlight.answers[f"GET /v1{HERS}/metrics/series"] = series(1, 2, 3, 4, *newest)
    shown = northlight.browser().look(f"{HERS}?days=7").text
    sent = [each.url.params for each in northlight.asked if each.url.path.endswith("/series")]
    spans = [date.fromisoformat(each["to"]) - date.fromisoformat(each["from"]) for each in sent]
    assert sorted(each.days for each in spans) == sorted([28] * 3 + [365] * (asked - 3))
    assert shown.count("data-chart=") == 3


def test_few_numbers_are_no_chart_and_gaps_are_gaps(northlight: FakeGateway) -> None:
    shown = northlight.browser().look(HERS).text
    assert shown.count("<canvas") == 3
    assert "null" in shown
    northlight.answers[f"GET /v1{HERS}/metrics/series"] = series(1, None, 3)
    shown = northlight.browser().look(HERS).text
    assert "<canvas" not in shown
    assert "Too few days with data for a chart." in shown


def test_the_audience_says_where_it_comes_from(northlight: FakeGateway) -> None:
    hostile = "<b>demo</b>"
    shares = [{"bucket": "SE", "share": 0.25}, {"bucket": "Others", "share": 0.75}]
    dimensions = {
        **{key: [] for key in ("gender", "age", "language", "device", "activity", "interests")},
        "country": shares,
    }
    northlight.answers[f"GET /v1{HERS}/audience"] = {
        "creator_id": "cr_1",
        "captured_at": moment(-1),
        "source": "platform",
        "dimensions": dimensions,
        "reason": "",
        "note": hostile,
        "importer": None,
        "creator": line()["creator"],
    }
    shown = northlight.browser().look(f"{HERS}/audience").text
    assert "Sweden" in shown
    assert "25.0%" in shown
    assert "the platform" in shown
    assert "No data: Gender, Age, Language, Device, Activity, Interests." in shown
    assert hostile not in shown


def test_videos_and_offers_in_their_order(northlight: FakeGateway) -> None:
    names = (
        "views",
        "likes",
        "comments",
        "shares",
        "saves",
        "engagement_rate",
        "completion_rate",
        "six_second_view_rate",
    )
    video = {
        "video_id": "v1",
        "posted_at": None,
        "captured_at": moment(-1),
        "duration_s": 31,
        **dict.fromkeys(names),
    }
    northlight.answers[f"GET /v1{HERS}/videos"] = page(video)
    northlight.answers[f"GET /v1{HERS}/offers"] = page(offer())
    browser = northlight.browser()
    shown = browser.look(f"{HERS}/videos?sort=-views").text
    assert northlight.asked[-1].url.params.get("sort") or any(
        each.url.params.get("sort") == "-views" for each in northlight.asked
    )
    assert "day unknown" in shown
    assert ">0<" not in shown
    assert "awaits your answer" in browser.look(f"{HERS}/offers?tab=pending").text


def test_she_sees_her_own_and_is_led_there(gateway: FakeGateway) -> None:
    browser = known(gateway, "creator").browser()
    assert browser.look("/creators/own").location == HERS
    shown = browser.look(HERS).text
    assert "Edit profile" in shown
    assert "/labels" not in shown
    assert not [each for each in gateway.asked if each.url.path.startswith("/v1/roster")]
