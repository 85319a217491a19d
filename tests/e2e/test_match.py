"""A brand's target beside an audience: one creator's, and a whole roster's, best first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, creator_path, delegate, terms, unique
from tests.e2e.waiting import eventually

AUDIENCE = ("marketplace.audience.read",)
TARGET: dict[str, Any] = {
    "gender": [{"bucket": "FEMALE", "weight": 0.7}, {"bucket": "MALE", "weight": 0.3}],
    "age": [{"bucket": "18-24", "weight": 0.5}, {"bucket": "45-54", "weight": 0.5}],
    "country": [{"bucket": "ES", "weight": 0.6}, {"bucket": "MX", "weight": 0.2}],
}
FITS = {
    "gender": {"FEMALE": 0.7, "MALE": 0.3},
    "age": {"18-24": 0.5, "45-54": 0.5},
    "country": {"ES": 0.75, "MX": 0.25},
}
OLDER = {"gender": {"FEMALE": 0.2, "MALE": 0.8}, "age": {"18-24": 0.6, "35+": 0.4}, "country": {"US": 1.0}}


def bring(operator: Operator, creator: Actor, shares: dict[str, dict[str, float]]) -> None:
    """An audience of hers, as the operator imports it."""
    dimensions = {
        name: [{"bucket": bucket, "share": share} for bucket, share in found.items()]
        for name, found in shares.items()
    }
    body = {"captured_at": "2026-03-01T12:00:00Z", "dimensions": dimensions, "note": "export"}
    operator.post(f"/v1/creators/{creator.id}/audience", body)


def match(caller: Actor, creator: Actor, target: Any = None, status: int = 200) -> Any:
    """How well her audience fits."""
    body = {"target": target or TARGET}
    return caller.post(f"/v1/creators/{creator.id}/audience/match", body, status=status)


def read_of(creator: Actor, agency: Actor) -> set[str]:
    """What her log says that the agency has read."""
    entries = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    own = [each for each in entries if each["actor_id"] == agency.id]
    return {reading["object"] for each in own for reading in each.get("readings") or ()}


def test_an_agency_and_the_creator_see_why_an_audience_fits(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=AUDIENCE)
    bring(operator, creator, OLDER)
    found = match(agency, creator)
    assert match(creator, creator) == found
    assert 0 < found["score"] < 1
    assert found["creator"]["id"] == found["creator_id"] == creator.id
    assert found["captured_at"].startswith("2026-03-01T12:00:00")
    assert (found["source"], found["note"]) == ("operator", "export")
    gender, age, country = found["dimensions"]
    assert (gender["dimension"], gender["overlap"]) == ("gender", pytest.approx(0.5))
    assert (age["overlap"], age["known"]) == (pytest.approx(0.5 / 0.6), pytest.approx(0.6))
    assert age["buckets"][1] == {"bucket": "45-54", "wanted": 0.5, "has": None, "at_most": 0.4}
    assert (country["overlap"], country["reason"]) == (0.0, "")
    assert [each["weight"] for each in found["dimensions"]] == pytest.approx([1 / 3] * 3)
    assert found["missing"][0]["bucket"] == "ES"
    assert "0% of her audience is in ES, of 75% wanted." in found["reasons"]
    assert any("45-54" in each and "35+" in each for each in found["reasons"])
    assert [each["text"] for each in found["reason_parts"]] == found["reasons"]
    eventually(lambda: f"/v1/creators/{creator.id}/audience/match" in read_of(creator, agency))


def test_the_distribution_that_is_wanted_and_an_audience_that_nobody_knows(operator: Operator) -> None:
    known, unknown = operator.creator(), operator.creator()
    bring(operator, known, FITS)
    assert match(known, known)["score"] == pytest.approx(1.0)
    found = match(unknown, unknown)
    assert (found["score"], found["reason"], found["captured_at"]) == (None, "no data", None)
    assert (found["source"], found["missing"]) == ("none", [])
    assert found["reasons"] == ["Nothing is known of her audience."]


def test_weights_make_a_dimension_count(operator: Operator) -> None:
    creator = operator.creator()
    bring(operator, creator, OLDER)
    alone = TARGET | {"weights": {"age": 0, "country": 0}}
    assert match(creator, creator, alone)["score"] == pytest.approx(0.5)


def test_a_campaigns_target_is_what_a_match_takes(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    bring(operator, creator, FITS)
    target = TARGET | {"weights": {"gender": 0.5, "age": None, "country": 1}}
    made = brand.post("/v1/campaigns", {"name": unique("Spring"), "target": target})
    assert made["target"] == target
    assert match(creator, creator, made["target"])["score"] == pytest.approx(1.0)
    headers = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    content = '{"target": {"weights": {"age": 0.25, "country": null}}}'
    changed = brand.send("PATCH", f"/v1/campaigns/{made['id']}", content=content, headers=headers).json()
    assert changed["target"] == TARGET | {"weights": {"gender": 0.5, "age": 0.25, "country": None}}
    plain = brand.post("/v1/campaigns", {"name": unique("Spring"), "target": TARGET})
    assert plain["target"]["weights"] is None
    assert match(creator, creator, plain["target"])["score"] == pytest.approx(1.0)


def test_an_offer_carries_the_target_that_its_campaign_had(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator, scopes=(*AUDIENCE, "marketplace.offers.read"))
    bring(operator, creator, FITS)
    campaign = brand.post("/v1/campaigns", {"name": unique("Spring"), "target": TARGET})
    body = {"creator_id": creator.id, "terms": terms(), "message": "We love your work."}
    sent = brand.post(f"/v1/campaigns/{campaign['id']}/offers", body)
    wanted = TARGET | {"weights": None}
    assert sent["campaign_target"] == wanted
    patch = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    path = f"/v1/campaigns/{campaign['id']}"
    assert brand.send("PATCH", path, content='{"target": null}', headers=patch).status_code == 200
    shown = agency.get(creator_path(sent))["campaign_target"]
    assert shown == wanted
    assert match(agency, creator, shown)["score"] == pytest.approx(1.0)
    assert agency.get("/v1/inbox")["items"][0]["campaign_target"] == shown
    later = brand.post(f"/v1/campaigns/{campaign['id']}/offers", body | {"creator_id": operator.creator().id})
    assert later["campaign_target"] is None


def test_a_roster_is_ranked_page_by_page(operator: Operator) -> None:
    agency = operator.agency()
    best, worst, unknown, hidden = (operator.creator() for _ in range(4))
    for creator in (unknown, worst, best):
        delegate(agency, creator, scopes=AUDIENCE)
    delegate(agency, hidden, scopes=("marketplace.profile.read",))
    for creator in (best, hidden):
        bring(operator, creator, FITS)
    bring(operator, worst, OLDER)
    found, cursor = [], ""
    while True:
        body = {"target": TARGET, "page_size": 2, "cursor": cursor}
        page = agency.post("/v1/roster:match", body, status=200)
        found += page["items"]
        if not (cursor := page["next_cursor"]):
            break
    assert [each["creator"]["id"] for each in found] == [best.id, worst.id, unknown.id]
    assert found[0]["score"] == pytest.approx(1.0)
    alone = match(agency, worst)
    assert found[1]["score"] == alone["score"]
    assert found[1]["main_reason"]["text"] == alone["reasons"][0]
    assert (found[2]["score"], found[2]["reason"]) == (None, "no data")
    assert found[2]["main_reason"]["kind"] == "no_audience"
    shown = (best, worst, unknown)
    eventually(lambda: all("/v1/roster:match" in read_of(each, agency) for each in shown))
    assert "/v1/roster:match" not in read_of(hidden, agency)
    some = {"target": TARGET, "creator_ids": [worst.id, hidden.id], "sort": "score"}
    items = agency.post("/v1/roster:match", some, status=200)["items"]
    assert [each["creator_id"] for each in items] == [worst.id]
