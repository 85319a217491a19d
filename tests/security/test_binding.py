"""A creator is bound by herself, or by an agency as far as she lets it at that moment; by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.api import (
    ALL_SCOPES,
    Actor,
    Operator,
    brand_path,
    creator_path,
    current,
    delegate,
    send_offer,
    terms,
)
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

ACCEPT = "marketplace.offers.accept"
UNLIMITED: dict[str, Any] = {
    "confirm_all_accepts": False,
    "confirm_accepts_above": None,
    "floor_price": None,
    "blocked_categories": [],
    "max_active_campaigns": None,
}
NEGOTIATES = tuple(scope for scope in ALL_SCOPES if scope != ACCEPT)


class Stage:
    """An agency that has put a cent on the table in the creator's name, and what happens then."""

    def __init__(self, operator: Operator, **granted: Any) -> None:
        self.agency, self.brand, self.creator = operator.agency(), operator.brand(), operator.creator()
        self.delegation = delegate(self.agency, self.creator, **granted)

    def counter(self, amount: int = 1, by: Actor | None = None) -> dict[str, Any]:
        """The brand's offer with a version of the creator's side on top."""
        offer = send_offer(self.brand, self.creator)
        body = {"base_version": 1, "terms": terms(amount), "message": "Done?"}
        return dict((by or self.agency).post(f"{creator_path(offer)}/proposals", body))

    def accepted(self, offer: dict[str, Any], status: int = 200) -> dict[str, Any]:
        """The brand's accept of the latest version."""
        return dict(self.brand.post(f"{brand_path(offer)}/accept", current(offer), status=status))

    def limit(self, **guardrails: Any) -> None:
        """Sets her guardrails, those that are not named to none."""
        self.creator.put(f"/v1/delegations/{self.delegation['id']}/guardrails", UNLIMITED | guardrails)

    def revoke(self) -> None:
        """Takes the delegation back."""
        self.creator.post(f"/v1/delegations/{self.delegation['id']}/revoke", {"reason": "No."}, status=200)


def held(offer: dict[str, Any]) -> list[str]:
    """Why the offer waits for her."""
    assert (offer["state"], offer["awaiting"]) == ("awaiting_confirmation", "creator"), offer["state"]
    return list(offer["held_because"])


def test_an_agency_that_only_negotiates_binds_nobody(operator: Operator) -> None:
    stage = Stage(operator, scopes=NEGOTIATES)
    waiting = stage.accepted(stage.counter())
    assert held(waiting) == ["scope"]
    path = creator_path(waiting)
    stage.agency.post(f"{path}/decline", {"reason": "x"}, status=409)
    stage.agency.post(f"{path}/confirm", {"version": 2}, status=403)
    stage.brand.post(f"{brand_path(waiting)}/accept", current(waiting), status=409)
    agreed = stage.creator.post(f"{path}/confirm", {"version": 2}, status=200)
    assert (agreed["state"], agreed["held_because"]) == ("active", [])


def test_an_agency_whose_delegation_was_revoked_binds_nobody(operator: Operator) -> None:
    stage = Stage(operator)
    offer = stage.counter()
    stage.revoke()
    assert held(stage.accepted(offer)) == ["revoked"]
    declined = stage.creator.post(f"{creator_path(offer)}/decline", {"reason": "Not mine."}, status=200)
    assert declined["state"] == "declined"


USD = "USD"
TIGHTENED: list[tuple[dict[str, Any], list[str]]] = [
    ({"confirm_all_accepts": True}, ["confirm_all"]),
    ({"confirm_accepts_above": {"amount_minor": 100, "currency": USD}}, ["confirm_above"]),
    ({"floor_price": {"amount_minor": 10**6, "currency": USD}}, ["floor_price"]),
    ({"blocked_categories": ["beauty"]}, ["blocked_category"]),
    ({"max_active_campaigns": 0}, ["max_active_campaigns"]),
    (
        {"confirm_all_accepts": True, "blocked_categories": ["beauty"], "max_active_campaigns": 0},
        ["confirm_all", "blocked_category", "max_active_campaigns"],
    ),
]


@pytest.mark.parametrize(("guardrails", "because"), TIGHTENED)
def test_guardrails_work_on_what_is_already_on_the_table(
    operator: Operator, guardrails: dict[str, Any], because: list[str]
) -> None:
    stage = Stage(operator)
    offer = stage.counter(5_000)
    stage.limit(**guardrails)
    assert held(stage.accepted(offer)) == because


def test_what_she_wrote_herself_and_what_her_agency_may_accept_binds(operator: Operator) -> None:
    stage = Stage(operator)
    assert stage.accepted(stage.counter(by=stage.creator))["state"] == "active"
    assert stage.accepted(stage.counter())["state"] == "active"
    stage.revoke()
    assert stage.accepted(stage.counter(by=stage.creator))["state"] == "active"


def test_she_reads_in_her_log_that_her_agency_was_asked_to_bind_her(operator: Operator) -> None:
    stage = Stage(operator, scopes=NEGOTIATES)
    offer = stage.accepted(stage.counter())
    entries = stage.creator.get(f"/v1/creators/{stage.creator.id}/activity")["items"]
    (entry,) = [each for each in entries if each["action"] == "accept_offer"]
    assert (entry["actor_id"], entry["decision"]) == (stage.agency.id, "denied")
    assert entry["object"] == creator_path(offer)


def test_without_roster_nothing_is_bound(installation: Installation, operator: Operator) -> None:
    stage = Stage(operator)
    offer = stage.counter()
    with installation.frozen("roster-rpc"):
        reply = stage.brand.send("POST", f"{brand_path(offer)}/accept", json=current(offer))
        assert reply.status_code == 503, reply.text
    eventually(lambda: stage.brand.get(brand_path(offer))["state"] == "negotiating")
    eventually(lambda: stage.accepted(offer)["state"] == "active")


def at_once(acts: list[Callable[[], int]]) -> list[int]:
    """The status of each act, all under way at the same time."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(lambda act: act(), acts))


def test_the_cap_is_exact_for_any_number_of_accepts_at_once(operator: Operator) -> None:
    """Half of them the agency's own, half the brand's of what the agency wrote."""
    stage = Stage(operator, guardrails={"max_active_campaigns": 3})
    sent = [send_offer(stage.brand, stage.creator) for _ in range(6)]
    countered = [stage.counter() for _ in range(6)]
    acts: list[Callable[..., int]] = [
        lambda offer=offer: (
            stage.agency.send("POST", f"{creator_path(offer)}/accept", json=current(offer)).status_code
        )
        for offer in sent
    ] + [
        lambda offer=offer: (
            stage.brand.send("POST", f"{brand_path(offer)}/accept", json=current(offer)).status_code
        )
        for offer in countered
    ]
    statuses = at_once(acts)
    assert set(statuses) <= {200, 403}
    offers = stage.creator.get(f"/v1/creators/{stage.creator.id}/offers", page_size=100)["items"]
    assert [each["state"] for each in offers].count("active") == 3
    for each in offers:
        if each["state"] == "awaiting_confirmation":
            assert each["held_because"] == ["max_active_campaigns"]
    waiting = next(each for each in offers if each["state"] == "awaiting_confirmation")
    confirmed = stage.creator.post(f"{creator_path(waiting)}/confirm", {"version": 2}, status=200)
    assert confirmed["state"] == "active", "her own word is bound by no cap"


def test_a_slot_is_free_again_when_a_deal_ends(operator: Operator) -> None:
    stage = Stage(operator, guardrails={"max_active_campaigns": 1})
    first, second = (send_offer(stage.brand, stage.creator) for _ in range(2))
    stage.agency.post(f"{creator_path(first)}/accept", current(first), status=200)
    stage.agency.post(f"{creator_path(second)}/accept", current(second), status=403)
    stage.brand.post(f"{brand_path(first)}/cancel", {"reason": "x"}, status=200)
    stage.creator.post(f"{creator_path(first)}/cancel", {}, status=200)
    stage.agency.post(f"{creator_path(second)}/accept", current(second), status=200)
