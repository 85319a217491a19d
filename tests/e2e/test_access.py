"""Delegated, marketplace-only, revocable at once; and one tenant never sees another's."""

from __future__ import annotations

from typing import Any

import pytest

from callboard import BadRequest
from tests.e2e.api import Actor, Operator, creator_path, delegate, fetch, send_offer
from tests.e2e.installation import Installation
from tests.e2e.revocation import Revocation
from tests.e2e.waiting import eventually

PROFILE = "marketplace.profile.read"
RATES = "marketplace.rates.read"


def test_nothing_without_a_token(installation: Installation, parties: dict[str, Actor]) -> None:
    reply = fetch(installation.base_url, f"/v1/creators/{parties['creator'].id}")
    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert {"type", "code", "title", "status", "detail", "request_id"} <= reply.json().keys()


def test_only_what_was_granted(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    path = f"/v1/creators/{creator.id}"
    agency.get(path, status=404)
    asked = {"creator_id": creator.id, "scopes": [PROFILE, RATES], "purpose": "Pitching"}
    requested = agency.post("/v1/delegations", asked)
    agency.get(path, status=403)
    accept = f"/v1/delegations/{requested['id']}/accept"
    creator.post(accept, {"scopes": ["marketplace.offers.read"]}, status=422)
    agency.post(accept, {}, status=403)
    granted = creator.post(accept, {"scopes": [PROFILE]}, status=200)
    assert granted["scopes"] == [PROFILE]
    assert agency.get(path)["id"] == creator.id
    agency.get(f"{path}/rate-card", status=403)
    agency.call("PUT", f"{path}/rate-card", {"rates": []}, status=403, headers={"If-Match": "*"})


def test_account_level_scopes_do_not_exist(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    asked = {"creator_id": creator.id, "scopes": ["account.write"], "purpose": "Everything"}
    assert agency.post("/v1/delegations", asked, status=422)["errors"][0]["field"] == "scopes[0]"
    with pytest.raises(BadRequest) as refused:
        agency.client.token(["video.publish"])
    assert (refused.value.status, refused.value.problem["error"]) == (400, "invalid_scope")


def test_a_narrow_token_reaches_no_further(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    narrow = Actor(agency.base_url, agency.id, agency.client_id, agency.client_secret, PROFILE)
    narrow.get(f"/v1/creators/{creator.id}")
    narrow.get(f"/v1/creators/{creator.id}/rate-card", status=403)


def test_a_revocation_holds_from_its_answer_on(operator: Operator) -> None:
    """Readers hammer the profile; not one request begun after the answer is served."""
    with Revocation(operator) as revocation:
        revocation.revoke()
    revocation.creator.post(revocation.path, {"reason": "again"}, status=409)


def test_tenants_do_not_meet(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    other_agency, other_brand, other_creator = operator.agency(), operator.brand(), operator.creator()
    delegation = delegate(agency, creator)
    offer = send_offer(brand, creator)
    missing = other_agency.get("/v1/creators/cr_00000000000000000000000000000000", status=404)
    foreign = other_agency.get(f"/v1/creators/{creator.id}", status=404)
    assert without_request_id(missing) == without_request_id(foreign)
    other_creator.get(f"/v1/creators/{creator.id}", status=404)
    other_agency.get(f"/v1/delegations/{delegation['id']}", status=404)
    other_agency.get(creator_path(offer), status=404)
    other_creator.get(creator_path(offer), status=404)
    other_brand.get(f"/v1/campaigns/{offer['campaign_id']}", status=404)
    other_brand.get(f"/v1/campaigns/{offer['campaign_id']}/offers/{offer['id']}", status=404)
    brand.get(creator_path(offer), status=404)
    other_agency.get(f"/v1/creators/{creator.id}/activity", status=404)
    other_agency.put(f"/v1/roster/{creator.id}/labels", {"tags": ["mine"], "notes": ""}, status=404)
    assert other_agency.get("/v1/roster")["items"] == []
    assert other_agency.get("/v1/inbox")["items"] == []


def without_request_id(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem without what differs from request to request."""
    return {key: value for key, value in problem.items() if key != "request_id"}


def test_wrong_kinds_of_party_are_refused(parties: dict[str, Actor], operator: Operator) -> None:
    parties["agency"].post("/v1/operator/agencies", {"name": "X", "country": "US"}, status=403)
    parties["creator"].get("/v1/roster", status=403)
    parties["agency"].post("/v1/campaigns", {"name": "X"}, status=403)
    parties["brand"].get(f"/v1/creators/{parties['creator'].id}", status=403)
    operator.get(f"/v1/creators/{parties['creator'].id}", status=403)


def test_the_creator_reads_everything_done_for_her(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegation = delegate(agency, creator, scopes=(PROFILE,))
    agency.get(f"/v1/creators/{creator.id}")
    agency.get(f"/v1/creators/{creator.id}/rate-card", status=403)

    def complete() -> bool:
        entries = creator.get(f"/v1/creators/{creator.id}/activity")["items"]
        found = {(each["action"], each["decision"]) for each in entries}
        return {
            ("delegation_requested", "recorded"),
            ("delegation_accepted", "recorded"),
            ("get_creator", "allowed"),
            ("get_rate_card", "denied"),
        } <= found

    eventually(complete)
    own_acts = agency.get(f"/v1/creators/{creator.id}/activity")["items"]
    assert {each["actor_id"] for each in own_acts} == {agency.id}
    denied = next(each for each in own_acts if each["decision"] == "denied")
    assert (denied["on_behalf_of"], denied["delegation_id"]) == (creator.id, delegation["id"])


def test_leaving_the_roster_ends_the_delegation(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegation = delegate(agency, creator)
    agency.put(f"/v1/roster/{creator.id}/labels", {"tags": ["Beauty"], "notes": "Call on Mondays"})
    assert agency.get("/v1/roster", tag="beauty")["items"][0]["labels"]["notes"] == "Call on Mondays"
    agency.call("DELETE", f"/v1/roster/{creator.id}", status=204)
    assert agency.get("/v1/roster")["items"] == []
    agency.get(f"/v1/creators/{creator.id}", status=403)
    assert agency.get(f"/v1/delegations/{delegation['id']}")["state"] == "ended"


def test_without_roster_there_is_no_answer(installation: Installation, operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    agency.get(f"/v1/creators/{creator.id}")
    with installation.frozen("roster-rpc"):
        eventually(lambda: agency.send("GET", f"/v1/creators/{creator.id}/metrics").status_code == 503)
    eventually(lambda: agency.send("GET", f"/v1/creators/{creator.id}/metrics").status_code == 200)
