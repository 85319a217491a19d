"""Creators who chose to be found, for brands and agencies."""

from __future__ import annotations

import pytest

from tests.unit.portal.campaigns import brand, entry, profile
from tests.unit.portal.gateway import FakeGateway, me, page, problem

HOSTILE = '"><script>alert(1)</script>'
LIST = "/v1/directory/creators"


@pytest.fixture
def gateway() -> FakeGateway:
    """As a brand finds it."""
    return brand()


def asked(gateway: FakeGateway) -> dict[str, str]:
    """What was asked of the directory."""
    found = [each for each in gateway.asked if each.url.path == LIST]
    return dict(found[-1].url.params) if found else {}


def test_the_filters_of_the_url_are_asked_for(gateway: FakeGateway) -> None:
    query = "q=ana&category=beauty/&country=es&language=ES&followers=micro&sort=-average_views&cursor=c2"
    gateway.browser().look(f"/discover?{query}")
    wanted = {"q": "ana", "category": "beauty", "country": "ES", "language": "es", "cursor": "c2"}
    wanted |= {"min_followers": "10000", "max_followers": "100000", "sort": "-average_views"}
    assert asked(gateway) == {**wanted, "page_size": "25"}


def test_what_is_no_filter_is_not_asked_for(gateway: FakeGateway) -> None:
    gateway.browser().look("/discover?followers=all&sort=evil&min_followers=1")
    assert asked(gateway) == {"sort": "-followers", "page_size": "25"}


def test_somebody_is_found_by_her_handle(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {LIST}"] = page(
        entry(listed=False, stats=None, starting_rate=None, country=None, languages=[], categories=[])
    )
    shown = gateway.browser().look("/discover?q=@Maya&campaign=cp_1").text
    assert asked(gateway)["handle"] == "maya"
    assert 'href="/campaigns/offer?creator=cr_1&amp;handle=maya&amp;campaign=cp_1"' in shown


def test_a_handle_that_is_not_found_is_an_empty_list(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {LIST}"] = problem(404, "not_found")
    assert "Nobody matches these filters." in gateway.browser().look("/discover?q=@nobody").text


def test_a_list_that_fails_says_so(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {LIST}"] = problem(500, "internal")
    shown = gateway.browser().look("/discover")
    assert shown.status_code == 200
    assert 'data-hx-select="#part-creators"' in shown.text


def test_a_brand_makes_an_offer_from_her_page(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/discover/cr_1?campaign=cp_1").text
    assert 'href="/campaigns/offer?creator=cr_1&amp;campaign=cp_1"' in shown
    assert "Vegan food in under ten minutes." in shown
    assert "Spain" in shown
    assert "Spanish, English" in shown
    assert "7301" in shown


def test_an_agency_is_not_shown_the_form_of_a_brand(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = me("agency", "ag_1")
    shown = gateway.browser().look("/discover/cr_1").text
    assert "/campaigns/offer" not in shown
    assert 'href="/campaigns"' not in shown


def test_figures_that_are_not_known_are_dashes(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {LIST}/cr_1"] = profile(entry=entry(stats=None, bio=""), rates=[], portfolio=[])
    shown = gateway.browser().look("/discover/cr_1")
    assert shown.status_code == 200
    assert "She keeps her rates to herself, or has none yet." in shown.text
    assert "She shows no videos here yet." in shown.text


def test_somebody_who_is_not_listed_has_no_page(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {LIST}/cr_1"] = problem(404, "not_found")
    assert gateway.browser().look("/discover/cr_1").status_code == 404


def test_what_she_says_of_herself_is_text(gateway: FakeGateway) -> None:
    hostile = entry(display_name=HOSTILE, bio=HOSTILE, categories=[HOSTILE], languages=[HOSTILE])
    gateway.answers[f"GET {LIST}"] = page(hostile)
    gateway.answers[f"GET {LIST}/cr_1"] = profile(entry=hostile)
    for path in ("/discover", "/discover/cr_1", f"/discover?q={HOSTILE}&country={HOSTILE}"):
        assert "<script>alert" not in gateway.browser().look(path).text
