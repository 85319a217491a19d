"""A value at the edge of its type, in any field of a command, is kept or refused: never an internal error."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.api import (
    Actor,
    Operator,
    brand_path,
    creator_path,
    delegate,
    in_days,
    send_offer,
    terms,
    unique,
)

Step = tuple[str | int, ...]

NOTHING: tuple[Any, ...] = (None, [], {}, True)
TEXTS = ("", " ", "\u00a0", "x" * 100_000, "null", "../..", "$where", "a.b", "__proto__", 0)
NUMBERS: tuple[Any, ...] = (
    *(0, -1, 2**31 - 1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**64 - 1, "1"),
    *(-0.0, 0.5, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308),
)
DATES: tuple[Any, ...] = (
    *(
        "",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59.999999999Z",
        "9999-12-31",
    ),
    *("0000-01-01", "10000-01-01", "1969-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2026-02-29", 0),
)


def extremes(usual: Any) -> tuple[Any, ...]:
    """What may stand in the place of a usual value, at the edges of its type and beside it."""
    if isinstance(usual, int | float):
        return NOTHING + NUMBERS
    if isinstance(usual, str):
        return NOTHING + (DATES if usual[:2] == "20" else TEXTS)
    return (*NOTHING, "", 0)


def leaves(value: Any, at: Step = ()) -> Iterator[tuple[Step, Any]]:
    """Every value in a body, containers included, with the way to it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*at, name), part
        yield from leaves(part, (*at, name))


def with_value(body: Any, at: Step, value: Any) -> Any:
    """The body with another value in one place."""
    changed = copy.deepcopy(body)
    inside = changed
    for name in at[:-1]:
        inside = inside[name]
    inside[at[-1]] = value
    return changed


FULL_TERMS = terms(
    exclusivity={"category": "beauty/skincare", "from": in_days(1), "until": in_days(60)},
)
GUARDRAILS = {
    "confirm_all_accepts": False,
    "confirm_accepts_above": {"amount_minor": 100, "currency": "USD"},
    "floor_price": {"amount_minor": 1, "currency": "USD"},
    "blocked_categories": ["beauty"],
    "max_active_campaigns": 3,
}
CAMPAIGN = {
    "name": "Spring",
    "brief": "Show it.",
    "category": "beauty",
    "budget": {"amount_minor": 1, "currency": "USD"},
    "target": {
        "gender": [{"bucket": "FEMALE", "weight": 0.5}],
        "age": [{"bucket": "18-24", "weight": 0.5}],
        "country": [{"bucket": "US", "weight": 0.5}],
    },
    "starts_on": "2030-01-01",
    "ends_on": "2030-02-01",
}
CREATOR = {
    "handle": "edge",
    "display_name": "Zoe",
    "country": "US",
    "languages": ["en"],
    "categories": ["beauty"],
}
AUDIENCE = {
    "captured_at": in_days(-1),
    "note": "survey",
    "dimensions": {"gender": [{"bucket": "FEMALE", "share": 0.5}], "country": [{"bucket": "US", "share": 1}]},
}
BODIES: dict[str, Any] = {
    "creator": CREATOR,
    "brand": {"name": "B", "country": "FR", "category": "beauty"},
    "campaign": CAMPAIGN,
    "offer": {"creator_id": "", "terms": FULL_TERMS, "message": "Hi", "respond_by": in_days(9)},
    "proposal": {"base_version": 1, "terms": FULL_TERMS, "message": "Hi", "respond_by": in_days(9)},
    "accept": {"version": 1, "hash": "0" * 64},
    "rates": {
        "rates": [{"deliverable": "video", "price": {"amount_minor": 1, "currency": "USD"}, "note": "n"}]
    },
    "labels": {"tags": ["vip"], "notes": "n"},
    "delegation": {
        "creator_id": "",
        "scopes": ["marketplace.rates.read"],
        "purpose": "p",
        "expires_at": in_days(9),
    },
    "guardrails": GUARDRAILS,
    "audience": AUDIENCE,
    "message": {"text": "Hello"},
    "comment": {"text": "Here", "at_second": 1.5},
}


class Resources:
    """Everybody that the commands need, and how each of them is sent."""

    def __init__(self, operator: Operator) -> None:
        self.agency, self.brand, self.creator = operator.agency(), operator.brand(), operator.creator()
        self.other = operator.creator()
        self.operator = operator
        delegation = delegate(self.agency, self.creator)
        self.offer = send_offer(self.brand, self.creator)
        deal = send_offer(self.brand, self.creator)
        accepted = {"version": deal["current_version"], "hash": deal["current_hash"]}
        self.creator.post(f"{creator_path(deal)}/accept", accepted, status=200)
        (video,) = self.creator.get(f"{creator_path(deal)}/deliverables")["items"]
        campaign = f"/v1/campaigns/{self.offer['campaign_id']}"
        at = f"/v1/creators/{self.creator.id}"
        self.commands: dict[str, tuple[Actor, str, str]] = {
            "creator": (operator, "POST", "/v1/operator/creators"),
            "brand": (operator, "POST", "/v1/operator/brands"),
            "campaign": (self.brand, "POST", "/v1/campaigns"),
            "offer": (self.brand, "POST", f"{campaign}/offers"),
            "proposal": (self.creator, "POST", f"{creator_path(self.offer)}/proposals"),
            "accept": (self.creator, "POST", f"{creator_path(self.offer)}/accept"),
            "rates": (self.creator, "PUT", f"{at}/rate-card"),
            "labels": (self.agency, "PUT", f"/v1/roster/{self.creator.id}/labels"),
            "delegation": (self.agency, "POST", "/v1/delegations"),
            "guardrails": (self.creator, "PUT", f"/v1/delegations/{delegation['id']}/guardrails"),
            "audience": (operator, "POST", f"{at}/audience"),
            "message": (self.brand, "POST", f"{brand_path(self.offer)}/messages"),
            "comment": (self.creator, "POST", f"{creator_path(deal)}/deliverables/{video['id']}/comments"),
        }

    def body(self, name: str) -> Any:
        """What the command is usually sent."""
        body = copy.deepcopy(BODIES[name])
        if name == "creator":
            body["handle"] = unique("edge")
        if name == "offer":
            body["creator_id"] = self.creator.id
        if name == "delegation":
            body["creator_id"] = self.other.id
        return body

    def send(self, name: str, body: Any) -> Any:
        """The answer to the command."""
        actor, verb, path = self.commands[name]
        return actor.send(verb, path, json=body, headers={"If-Match": "*"} if verb == "PUT" else {})

    def read(self, name: str) -> list[int]:
        """The statuses of what shows what was kept."""
        shown = {
            "campaign": (self.brand, "/v1/campaigns?page_size=100"),
            "offer": (self.agency, "/v1/inbox?page_size=100"),
            "proposal": (self.creator, f"{creator_path(self.offer)}/versions"),
            "rates": (self.creator, f"/v1/creators/{self.creator.id}/rate-card/history"),
            "labels": (self.agency, "/v1/roster?sort=starting_rate"),
            "delegation": (self.agency, "/v1/delegations?page_size=100"),
            "guardrails": (self.creator, "/v1/delegations"),
            "audience": (self.creator, f"/v1/creators/{self.creator.id}/audience"),
        }
        readers = [shown[name]] if name in shown else []
        return [actor.send("GET", path).status_code for actor, path in readers]


@pytest.fixture(scope="module")
def resources(operator: Operator) -> Resources:
    """One for all cases."""
    return Resources(operator)


def test_the_usual_body_is_taken(resources: Resources, subtests: pytest.Subtests) -> None:
    for name in BODIES:
        with subtests.test(name):
            reply = resources.send(name, resources.body(name))
            # The version that `accept` names is no longer the current one.
            assert reply.status_code in ((409,) if name == "accept" else (200, 201)), reply.text


def all_values(name: str) -> list[tuple[Step, Any]]:
    """Every value of a body."""
    return list(leaves(BODIES[name]))


def other_values(name: str) -> list[tuple[Step, Any]]:
    """Every value of a body, but for the terms of a proposal: they are read as those of an offer are."""
    return [each for each in all_values(name) if name != "proposal" or each[0][0] != "terms"]


@pytest.mark.parametrize("of", [other_values, pytest.param(all_values, marks=pytest.mark.long)])
def test_no_extreme_is_an_internal_error(
    resources: Resources, of: Callable[[str], list[tuple[Step, Any]]], subtests: pytest.Subtests
) -> None:
    for name in BODIES:
        for at, usual in of(name):
            for value in extremes(usual):
                with subtests.test(name, at=at):
                    reply = resources.send(name, with_value(resources.body(name), at, value))
                    assert reply.status_code in (200, 201, 400, 404, 409, 422), (value, reply.text)
        with subtests.test(name):
            assert set(resources.read(name)) <= {200}


def test_a_deal_until_the_end_of_time_runs_as_any_other(operator: Operator) -> None:
    last = "9999-12-31T23:59:59.999Z"
    brand, creator, agency = operator.brand(), operator.creator(), operator.agency()
    delegate(agency, creator, expires_at=last)
    far = terms(
        deliverables=[
            {"type": "video", "count": 1, "draft_due": last, "publish_by": last, "max_revisions": 20}
        ],
        exclusivity={"category": "beauty", "from": in_days(1), "until": last},
        payment_schedule=[{"stage": "on_publication", "percent": 100, "net_days": 365}],
    )
    offer = send_offer(brand, creator, terms=far)
    accepted = {"version": offer["current_version"], "hash": offer["current_hash"]}
    agency.post(f"{creator_path(offer)}/accept", accepted, status=200)
    (video,) = agency.get(f"{creator_path(offer)}/deliverables")["items"]
    mine, theirs = (f"{path(offer)}/deliverables/{video['id']}" for path in (creator_path, brand_path))
    agency.post(f"{mine}/drafts", {"url": "https://video.example/1"})
    brand.post(f"{theirs}/review", {"decision": "approve"}, status=200)
    agency.post(f"{mine}/publish", {"video_id": "v1", "url": "https://video.example/1"}, status=200)
    (done,) = agency.get(f"{creator_path(offer)}/deliverables")["items"]
    assert (done["state"], done["late"], done["publish_by"]) == ("published", False, last)
