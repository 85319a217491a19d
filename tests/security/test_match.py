"""Nobody learns of an audience by matching what they may not read; no target breaks or slows the match."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, delegate
from tests.e2e.installation import Installation
from tests.e2e.test_match import AUDIENCE, FITS, TARGET, bring, match
from tests.e2e.waiting import eventually

RANKING = "/v1/roster:match"


def ranked(agency: Actor, **more: Any) -> set[str]:
    """Who stands in the ranking."""
    items = agency.post(RANKING, {"target": TARGET, **more}, status=200)["items"]
    return {each["creator_id"] for each in items}


def test_a_grant_and_a_revocation_hold_at_once_every_time(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    bring(operator, creator, FITS)
    assert ranked(agency) == set()
    for _ in range(3):
        granted = delegate(agency, creator, scopes=AUDIENCE)
        assert ranked(agency) == {creator.id}
        assert match(agency, creator)["score"]
        creator.post(f"/v1/delegations/{granted['id']}/revoke", {"reason": "x"}, status=200)
        assert ranked(agency) == ranked(agency, creator_ids=[creator.id]) == set()
        assert match(agency, creator, status=403)["code"] == "delegation_revoked"


def test_a_creator_of_whom_one_may_not_read_is_as_one_that_does_not_exist(operator: Operator) -> None:
    agency, other, creator = operator.agency(), operator.creator(), operator.creator()
    bring(operator, creator, FITS)
    for caller in (agency, other):
        refused = match(caller, creator, status=404)
        absent = caller.post("/v1/creators/cr_none/audience/match", {"target": TARGET}, status=404)
        assert refused["code"] == absent["code"] == "creator_not_found"
    assert ranked(agency, creator_ids=[creator.id, "cr_none"]) == set()


def test_another_scope_of_grant_or_token_shows_nothing(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    bring(operator, creator, FITS)
    delegate(agency, creator, scopes=("marketplace.metrics.read", "marketplace.offers.read"))
    assert match(agency, creator, status=403)["code"] == "scope_missing_in_delegation"
    assert ranked(agency) == set()
    other = operator.agency()
    delegate(other, creator, scopes=AUDIENCE)
    known = (other.base_url, other.id, other.client_id, other.client_secret)
    narrow = Actor(*known, "marketplace.metrics.read")
    assert match(narrow, creator, status=403)["code"] == "scope_missing_in_token"
    assert narrow.post(RANKING, {"target": TARGET}, status=403)["code"] == "scope_missing_in_token"


def test_brands_and_the_operator_match_nobody(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    for caller in (brand, operator):
        assert match(caller, creator, status=403)["code"] == "party_kind_not_allowed"
    for caller in (brand, creator, operator):
        refused = caller.post(RANKING, {"target": TARGET}, status=403)
        assert refused["code"] == "party_kind_not_allowed"


def one(bucket: Any, weight: Any, dimension: str = "country") -> dict[str, Any]:
    """A target of one bucket."""
    return {dimension: [{"bucket": bucket, "weight": weight}]}


HOSTILE: dict[str, Any] = {
    "not a number": one("ES", "NaN"),
    "bare not a number": one("ES", float("nan")),
    "infinite": one("ES", float("inf")),
    "negative": one("ES", -0.1),
    "more than 1": one("ES", 1.1),
    "nothing": one("ES", 0),
    "next to nothing": one("ES", 5e-324),
    "no weight": one("ES", None),
    "a yes": one("ES", True),
    "unknown country": one("XX", 1),
    "lower case": one("es", 1),
    "no bucket": one("", 1),
    "unknown age": one("13-17", 1, "age"),
    "unknown dimension": one("ES", 1, "shoe_size"),
    "twice": {"gender": [{"bucket": "MALE", "weight": 0.5}] * 2},
    "thousands": {"country": [{"bucket": "ES", "weight": 0.1}] * 5_000},
    "thousands of genders": {"gender": [{"bucket": "MALE", "weight": 0.1}] * 5_000},
    "empty": {},
    "absent": None,
    "weights of nothing": one("ES", 1) | {"weights": {"country": 0}},
    "negative weights": one("ES", 1) | {"weights": {"country": -1}},
    "weights alone": {"weights": {"country": 1}},
    "a text": "everybody",
}


@pytest.mark.parametrize("target", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_target_is_refused_and_named(parties: dict[str, Actor], target: Any) -> None:
    creator, agency = parties["creator"], parties["agency"]
    content = json.dumps({"target": target})
    places = {f"/v1/creators/{creator.id}/audience/match": creator, RANKING: agency}
    for path, caller in places.items():
        headers = {"Content-Type": "application/json"}
        answer = caller.send("POST", path, content=content, headers=headers)
        said = answer.json()
        assert answer.status_code in {400, 422}, said
        named = [each["field"] for each in said.get("errors", ())]
        assert len(named) <= 100
        assert all(each.startswith("target") for each in named)
        assert named or answer.status_code == 400


def test_what_a_ranking_takes_is_bounded(operator: Operator) -> None:
    agency = operator.agency()
    faults: list[tuple[dict[str, Any], str]] = [
        ({"creator_ids": [f"cr_{n}" for n in range(1_001)]}, "creator_ids"),
        ({"creator_ids": ["cr_1", "cr_1"]}, "creator_ids[1]"),
        *(({"page_size": size}, "page_size") for size in (0, -1, 101)),
        *(({"cursor": cursor}, "cursor") for cursor in ("x", "WyJtYXRjaGVzIl0")),
    ]
    for faulty, field in faults:
        refused = agency.post(RANKING, {"target": TARGET, **faulty}, status=422)
        assert [each["field"] for each in refused["errors"]] == [field]


def test_without_roster_the_ranking_is_closed(installation: Installation, operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=AUDIENCE)
    assert ranked(agency) == {creator.id}
    with installation.frozen("roster-rpc"):
        assert agency.send("POST", RANKING, json={"target": TARGET}).status_code == 503
    eventually(lambda: ranked(agency) == {creator.id})
