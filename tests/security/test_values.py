"""Money is whole, and codes are real, in every place that takes them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, creator_path, delegate, in_days, send_offer, terms, unique

PART_OF_MONEY: list[tuple[dict[str, Any], str]] = [
    ({"currency": "USD"}, "amount_minor"),
    ({"amount_minor": None, "currency": "USD"}, "amount_minor"),
    ({"amount_minor": 100}, "currency"),
    ({"amount_minor": 100, "currency": ""}, "currency"),
    ({"amount_minor": 100, "currency": "XXX"}, "currency"),
    ({"amount_minor": 100, "currency": "XTS"}, "currency"),
    ({"amount_minor": 100, "currency": "BTC"}, "currency"),
    ({"amount_minor": True, "currency": "USD"}, "amount_minor"),
    ({"amount_minor": 1e3, "currency": "USD"}, "amount_minor"),
    ({"amount_minor": -0.0, "currency": "USD"}, "amount_minor"),
    ({"amount_minor": "100", "currency": "USD"}, "amount_minor"),
    ({}, "amount_minor"),
]


def named(problem: dict[str, Any]) -> list[str]:
    """The fields that a problem names."""
    return [each["field"] for each in problem["errors"]]


@pytest.mark.parametrize(("money", "missing"), PART_OF_MONEY, ids=[str(each) for each, _ in PART_OF_MONEY])
def test_money_is_whole_everywhere(operator: Operator, money: Any, missing: str) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    campaign = {"name": unique("Spring"), "category": "beauty"}
    card = {"rates": [{"deliverable": "video", "price": money}]}
    path = f"/v1/creators/{creator.id}/rate-card"
    refused = {
        "rates[0].price": creator.put(path, card, status=422),
        "budget": brand.post("/v1/campaigns", campaign | {"budget": money}, status=422),
    }
    made = brand.post("/v1/campaigns", campaign)
    offer = {"creator_id": creator.id, "terms": terms(price=money)}
    refused["terms.price"] = brand.post(f"/v1/campaigns/{made['id']}/offers", offer, status=422)
    etag = brand.send("GET", f"/v1/campaigns/{made['id']}").headers["etag"]
    cleared = dict.fromkeys(("brief", "target", "starts_on", "ends_on"))
    rewritten = campaign | cleared | {"budget": money}
    refused["budget "] = brand.put(f"/v1/campaigns/{made['id']}", rewritten, etag=etag, status=422)
    asked = {"creator_id": creator.id, "scopes": ["marketplace.rates.read"], "purpose": "Pitching"}
    requested = agency.post("/v1/delegations", asked)
    accept = f"/v1/delegations/{requested['id']}/accept"
    for name in ("floor_price", "confirm_accepts_above"):
        said = creator.post(accept, {"guardrails": {name: money}}, status=422)
        refused[f"guardrails.{name}"] = said
    for place, said in refused.items():
        assert f"{place.strip()}.{missing}" in named(said), place
    assert brand.get(f"/v1/campaigns/{made['id']}/offers")["items"] == []


def test_a_price_of_nothing_is_said_not_left_out(parties: dict[str, Actor]) -> None:
    creator = parties["creator"]
    path = f"/v1/creators/{creator.id}/rate-card"
    card = {"rates": [{"deliverable": "video", "price": {"amount_minor": 0, "currency": "USD"}}]}
    assert creator.put(path, card)["rates"][0]["price"] == {"amount_minor": 0, "currency": "USD"}


def test_a_counter_proposal_names_its_price(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    offer = send_offer(brand, creator)
    counter = {"base_version": 1, "terms": terms(price={"currency": "USD"})}
    said = creator.post(f"{creator_path(offer)}/proposals", counter, status=422)
    assert named(said) == ["terms.price.amount_minor"]


@pytest.mark.parametrize("code", ["UK", "ZZ", "XX", "XK", "EU", "us", "USA", "US ", ""])
def test_countries_are_those_of_iso_3166(operator: Operator, parties: dict[str, Actor], code: str) -> None:
    brand, creator = parties["brand"], parties["creator"]
    bodies = {
        "agencies": {"name": "A"},
        "brands": {"name": "B", "category": "beauty"},
        "creators": {"handle": unique("iso"), "display_name": "C"},
    }
    for kind, body in bodies.items():
        said = operator.post(f"/v1/operator/{kind}", body | {"country": code}, status=422)
        assert named(said) == ["country"]
    campaign = {"name": "Spring", "category": "beauty"}
    target = {"target": {"country": [{"bucket": code, "weight": 0.5}]}}
    assert named(brand.post("/v1/campaigns", campaign | target, status=422)) == ["target.country[0].bucket"]
    made = brand.post("/v1/campaigns", campaign)
    offer = {"creator_id": creator.id, "terms": terms(usage_rights={"territories": ["WORLD", code]})}
    said = brand.post(f"/v1/campaigns/{made['id']}/offers", offer, status=422)
    assert named(said) == ["terms.usage_rights.territories[1]"]
    survey = {
        "captured_at": in_days(-1),
        "note": "survey",
        "dimensions": {"country": [{"bucket": code, "share": 0.5}]},
    }
    said = operator.post(f"/v1/creators/{creator.id}/audience", survey, status=422)
    assert named(said) == ["dimensions.country[0].bucket"]


@pytest.mark.parametrize("code", ["UK", "zz"])
def test_a_roster_is_filtered_by_real_countries(parties: dict[str, Actor], code: str) -> None:
    assert named(parties["agency"].get("/v1/roster", country=code, status=422)) == ["country"]


@pytest.mark.parametrize("code", ["xx", "eng", "EN", "und", "en-US", ""])
def test_languages_are_those_of_iso_639(operator: Operator, parties: dict[str, Actor], code: str) -> None:
    body = {"handle": unique("iso"), "display_name": "C", "country": "SE", "languages": ["sv", code]}
    assert named(operator.post("/v1/operator/creators", body, status=422)) == ["languages[1]"]
    survey = {
        "captured_at": in_days(-1),
        "note": "survey",
        "dimensions": {"language": [{"bucket": code, "share": 0.5}]},
    }
    said = operator.post(f"/v1/creators/{parties['creator'].id}/audience", survey, status=422)
    assert named(said) == ["dimensions.language[0].bucket"]


def test_a_language_without_a_code_of_two_letters_has_one_of_three(operator: Operator) -> None:
    body = {"handle": unique("fil"), "display_name": "C", "country": "PH", "languages": ["fil", "tl", "en"]}
    assert operator.post("/v1/operator/creators", body)["creator"]["languages"] == ["fil", "tl", "en"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://tiktok.com@example.org/",
        "https://example.org\\@tiktok.com/",
        "https://example.org/\u202e4pm.exe",
        "https://example.org:99999/",
    ],
)
def test_a_draft_leads_where_it_seems_to(operator: Operator, url: str) -> None:
    brand, creator = operator.brand(), operator.creator()
    offer = send_offer(brand, creator)
    accept = {"version": offer["current_version"], "hash": offer["current_hash"]}
    creator.post(f"{creator_path(offer)}/accept", accept, status=200)
    (video,) = creator.get(f"{creator_path(offer)}/deliverables")["items"]
    path = f"{creator_path(offer)}/deliverables/{video['id']}"
    assert named(creator.post(f"{path}/drafts", {"url": url}, status=422)) == ["url"]


def test_a_handle_has_one_owner_however_it_is_written(operator: Operator) -> None:
    handle = unique("one")
    operator.creator(handle)
    body = {"display_name": "Other", "country": "US", "languages": ["en"]}
    for written in (f"@{handle}", handle.upper(), f" @{handle.upper()} "):
        operator.post("/v1/operator/creators", body | {"handle": written}, status=409)
    for written in (f"@@{handle}", f"{handle}\u200b", f"{handle}\u0430", f"cr_{'0' * 32}"):
        operator.post("/v1/operator/creators", body | {"handle": written}, status=422)


def test_delegated_figures_take_real_codes_too(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    survey = {
        "captured_at": in_days(-1),
        "note": "survey",
        "dimensions": {"country": [{"bucket": "US", "share": 0.5}, {"bucket": "Others", "share": 0.5}]},
    }
    agency.post(f"/v1/creators/{creator.id}/audience", survey)
