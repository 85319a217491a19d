"""Between an agency and a creator there is one active delegation and one open request, whatever is tried."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, creator_path, current, delegate, send_offer, unique
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

PROFILE, RATES = "marketplace.profile.read", "marketplace.rates.read"
ACCEPT = "marketplace.offers.accept"
OFFERS = ("marketplace.offers.read", "marketplace.offers.negotiate", ACCEPT)
LIMITS = {"confirm_all_accepts": True, "max_active_campaigns": 1}


def ask(agency: Actor, creator: Actor, *scopes: str, status: int = 201, **more: Any) -> dict[str, Any]:
    body = {"creator_id": creator.id, "scopes": list(scopes), "purpose": "More."} | more
    return dict(agency.post("/v1/delegations", body, status=status))


def accept(creator: Actor, delegation: dict[str, Any], body: Any = None, status: int = 200) -> dict[str, Any]:
    return dict(creator.post(f"/v1/delegations/{delegation['id']}/accept", body or {}, status=status))


def states(party: Actor) -> list[str]:
    return sorted(each["state"] for each in party.get("/v1/delegations", page_size=100)["items"])


@pytest.fixture
def pair(operator: Operator) -> tuple[Actor, Actor]:
    """An agency and a creator."""
    return operator.agency(), operator.creator()


def test_a_second_smaller_delegation_lifts_no_limit(pair: tuple[Actor, Actor], operator: Operator) -> None:
    agency, creator = pair
    delegate(agency, creator, scopes=(PROFILE, *OFFERS), guardrails=LIMITS)
    second = accept(creator, ask(agency, creator, *OFFERS))
    assert {name: second["guardrails"][name] for name in LIMITS} == LIMITS
    agency.get(f"/v1/creators/{creator.id}", status=403)
    offer = send_offer(operator.brand(), creator)
    held = agency.post(f"{creator_path(offer)}/accept", current(offer), status=200)
    assert held["state"] == "awaiting_confirmation"


def test_what_is_superseded_grants_nothing_from_the_answer_on(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    first = delegate(agency, creator, scopes=(PROFILE, RATES))
    agency.get(f"/v1/creators/{creator.id}")
    accept(creator, ask(agency, creator, RATES))
    agency.get(f"/v1/creators/{creator.id}", status=403)
    agency.get(f"/v1/creators/{creator.id}/rate-card")
    ended = agency.get(f"/v1/delegations/{first['id']}")
    assert (ended["state"], ended["ended_by"]) == ("superseded", creator.id)
    creator.post(f"/v1/delegations/{first['id']}/revoke", {}, status=409)

    def logged() -> bool:
        entries = creator.get(f"/v1/creators/{creator.id}/activity")["items"]
        return any(each["action"] == "delegation_superseded" for each in entries)

    eventually(logged)


def test_requests_do_not_pile_up(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    ask(agency, creator, PROFILE)
    assert "still open" in ask(agency, creator, RATES, status=409)["detail"]
    assert states(creator) == ["requested"]


def test_many_requests_and_accepts_at_once_leave_one_of_each(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    body = {"creator_id": creator.id, "scopes": [PROFILE], "purpose": "Many."}

    def decided(actor: Actor, path: str, content: Any) -> int:
        # So many at once of one client are partly told to come again, which the key makes the same request.
        asked: dict[str, Any] = {"json": content, "headers": {"Idempotency-Key": unique("once")}}
        while (status := actor.send("POST", path, **asked).status_code) in {429, 503}:
            continue
        return status

    def request(_: int) -> int:
        return decided(agency, "/v1/delegations", body)

    def grant(path: str) -> int:
        return decided(creator, path, {})

    for _ in range(2):
        with ThreadPoolExecutor(25) as pool:
            asked = list(pool.map(request, range(25)))
            assert (asked.count(201), set(asked)) == (1, {201, 409})
            open_ = creator.get("/v1/delegations", state="requested")["items"]
            assert len(open_) == 1
            accepted = list(pool.map(grant, [f"/v1/delegations/{open_[0]['id']}/accept"] * 25))
        assert (accepted.count(200), set(accepted)) == (1, {200, 409})
    assert states(agency) == ["active", "superseded"]


def test_revoking_ends_what_is_active_and_what_is_asked(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    active = delegate(agency, creator, scopes=(PROFILE,))
    asked = ask(agency, creator, RATES)
    creator.post(f"/v1/delegations/{active['id']}/revoke", {"reason": "Enough."}, status=200)
    assert states(agency) == ["revoked", "revoked"]
    accept(creator, asked, status=409)
    agency.get(f"/v1/creators/{creator.id}", status=403)


def test_guardrails_stay_unless_she_names_others(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    delegate(agency, creator, scopes=(PROFILE,), guardrails=LIMITS)
    assert accept(creator, ask(agency, creator, PROFILE))["guardrails"]["max_active_campaigns"] == 1
    lifted = accept(creator, ask(agency, creator, PROFILE), {"guardrails": {}})
    assert lifted["guardrails"]["max_active_campaigns"] is None


def test_an_empty_list_grants_nothing(pair: tuple[Actor, Actor]) -> None:
    agency, creator = pair
    asked = ask(agency, creator, PROFILE)
    problem = accept(creator, asked, {"scopes": []}, status=422)
    assert problem["errors"][0]["field"] == "scopes"
    assert states(creator) == ["requested"]


def test_a_crash_in_the_middle_leaves_one(installation: Installation, operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    first = delegate(agency, creator, scopes=(PROFILE,))
    asked = ask(agency, creator, RATES)
    path = f"/v1/delegations/{asked['id']}/accept"
    headers = {"Idempotency-Key": "accept-once"}
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(lambda: creator.send("POST", path, json={}, headers=headers).status_code)
        back = installation.kill("roster-rpc")
        sent.result()
        back()
    eventually(lambda: creator.send("POST", path, json={}, headers=headers).status_code == 200)
    assert creator.get(f"/v1/delegations/{first['id']}")["state"] == "superseded"
    assert agency.get(f"/v1/delegations/{asked['id']}")["state"] == "active"
    agency.get(f"/v1/creators/{creator.id}/rate-card")
    agency.get(f"/v1/creators/{creator.id}", status=403)
    receipt = creator.get(f"/v1/delegations/{first['id']}/receipt")
    assert [each["act"] for each in receipt["changes"]] == ["requested", "accepted", "superseded"]


def test_the_roster_page_shows_what_token_and_grant_permit(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=(RATES, "marketplace.offers.read"))
    card = {"rates": [{"deliverable": "video", "price": {"amount_minor": 5, "currency": "USD"}}]}
    creator.put(f"/v1/creators/{creator.id}/rate-card", card)
    (whole,) = agency.get("/v1/roster")["items"]
    assert whole["starting_rate"]["price"]["amount_minor"] == 5
    assert whole["open_offers"] == 0
    scopes = f"marketplace.roster.read {RATES}"
    (narrow,) = Actor(agency.base_url, agency.id, agency.client_id, agency.client_secret, scopes).get(
        "/v1/roster"
    )["items"]
    assert (narrow["starting_rate"] is None, narrow["open_offers"]) == (False, None)
    bare = Actor(
        agency.base_url, agency.id, agency.client_id, agency.client_secret, "marketplace.roster.read"
    )
    (nothing,) = bare.get("/v1/roster")["items"]
    assert (nothing["starting_rate"], nothing["open_offers"]) == (None, None)
    assert nothing["creator"]["stats"]["followers"] is None
    assert bare.get("/v1/roster", sort="starting_rate")["items"] == [nothing]
    assert "amount_minor" not in json.dumps(nothing["starting_rate"])
