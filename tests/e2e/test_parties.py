"""Parties: listed and suspended by the operator, found by agencies and brands, and told who they are."""

from __future__ import annotations

from typing import Any

from tests.e2e.api import Actor, Operator, delegate, in_days, send_offer, terms, unique
from tests.e2e.waiting import eventually

WRITE = "marketplace.profile.write"
PATCH = {"Content-Type": "application/merge-patch+json"}


def patch(actor: Actor, path: str, body: dict[str, Any], *, status: int = 200, etag: str = "*") -> Any:
    return actor.call("PATCH", path, body, status=status, headers={**PATCH, "If-Match": etag})


def test_the_operator_finds_suspends_and_resumes_a_party(operator: Operator) -> None:
    name = unique("Northern")
    agency = operator.agency(name)
    path = f"/v1/operator/agencies/{agency.id}"
    (found,) = operator.get("/v1/operator/agencies", q=name[:-1].upper(), state="active")["items"]
    assert (found["id"], found["kind"], found["handle"]) == (agency.id, "agency", None)
    (client,) = found["clients"]
    assert (client["client_id"], client["last_used_at"] is None) == (agency.client_id, False)
    operator.post(f"{path}/suspend", {"reason": "Invoices are overdue."}, status=200)
    assert agency.get("/v1/roster", status=403)["code"] == "party_suspended"
    refused = agency.send("POST", "/v1/delegations", json={})
    assert (refused.status_code, refused.json()["code"]) == (403, "party_suspended")
    assert operator.get("/v1/operator/agencies", q=agency.id, state="suspended")["items"]
    agency.get("/v1/operator/agencies", status=403)
    operator.get(f"/v1/operator/brands/{agency.id}", status=404)
    assert operator.post(f"{path}/resume", status=200)["state"] == "active"
    agency.get("/v1/roster")


def test_a_suspended_party_gets_no_token(operator: Operator) -> None:
    brand = operator.brand()
    operator.post(f"/v1/operator/brands/{brand.id}/suspend", {"reason": "x"}, status=200)
    form = {"grant_type": "client_credentials"}
    reply = brand.send(
        "POST",
        "/oauth/token",
        data=form,
        auth=(brand.client_id, brand.client_secret),
        headers={"Authorization": ""},
    )
    assert (reply.status_code, reply.json()["error"]) == (403, "unauthorized_client")
    assert reply.json()["code"] == "party_suspended"


def test_a_suspended_creator_is_made_no_offers_and_acted_for_by_nobody(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    offer = send_offer(brand, creator)
    eventually(lambda: agency.get("/v1/me")["waiting"]["offers"] == 1)
    path = f"/v1/operator/creators/{creator.id}"
    operator.post(f"{path}/suspend", {"reason": "x"}, status=200)
    assert agency.get(f"/v1/creators/{creator.id}", status=403)["code"] == "party_suspended"
    assert agency.get("/v1/roster")["items"] == agency.get("/v1/inbox")["items"] == []
    offers = f"/v1/campaigns/{offer['campaign_id']}/offers"
    body = {"creator_id": creator.id, "terms": terms(), "message": "Again."}

    def refused() -> bool:
        reply = brand.send("POST", offers, json=body)
        return reply.status_code == 403 and reply.json()["code"] == "party_suspended"

    eventually(refused)
    operator.post(f"{path}/resume", status=200)
    assert [each["creator"]["id"] for each in agency.get("/v1/roster")["items"]] == [creator.id]
    eventually(lambda: brand.send("POST", offers, json=body).status_code == 201)

    def recorded() -> bool:
        actions = [each["action"] for each in creator.get(f"/v1/creators/{creator.id}/activity")["items"]]
        return any("PartySuspended" in each or "suspended" in each for each in actions)

    eventually(recorded)


def test_a_creator_shows_herself_and_is_found(operator: Operator) -> None:
    handle, agency, brand = unique("dir"), operator.agency(), operator.brand()
    creator = operator.creator(handle)
    path, listed = f"/v1/creators/{creator.id}", "/v1/directory/creators"
    (found,) = brand.get(listed, handle=f"@{handle}")["items"]
    assert (found["id"], found["listed"], found["country"], found["stats"]) == (
        creator.id,
        False,
        None,
        None,
    )
    delegate(agency, creator, scopes=("marketplace.profile.read", WRITE))
    known = agency.send("GET", path)
    changed = patch(agency, path, {"bio": "Cooks.", "portfolio": ["v_1"]}, etag=known.headers["ETag"])
    assert (changed["bio"], changed["portfolio"]) == ("Cooks.", ["v_1"])
    patch(agency, path, {"bio": "Again."}, status=412, etag=known.headers["ETag"])
    patch(agency, f"{path}/visibility", {"listed": True}, status=403)
    patch(creator, f"{path}/visibility", {"listed": True})
    (found,) = agency.get(listed, q=handle)["items"]
    assert (found["bio"], found["starting_rate"]) == ("Cooks.", None)
    assert agency.get(f"{listed}/{creator.id}")["portfolio"][0]["video_id"] == "v_1"
    yesterday = in_days(-1)
    lines = ["creator,video,captured_at,views", f"{creator.id},v_1,{yesterday},48200"]
    row = "\n".join([*lines, f"{creator.id},v_2,{yesterday},9", ""])
    headers = {"Content-Type": "text/csv"}
    operator.call("POST", "/v1/metrics/snapshots", status=200, content=row.encode(), headers=headers)

    def shown() -> bool:
        portfolio = agency.get(f"{listed}/{creator.id}")["portfolio"]
        return [(each["video_id"], each["views"], each["likes"]) for each in portfolio] == [
            ("v_1", 48200, None),
        ]

    eventually(shown)
    patch(creator, f"{path}/visibility", {"listed": False, "found_by_handle": False})
    assert agency.get(listed, q=handle)["items"] == []
    agency.get(listed, handle=handle, status=404)


def test_everybody_is_told_who_he_is(operator: Operator) -> None:
    for actor, kind in (
        (operator, "operator"),
        (operator.agency(), "agency"),
        (operator.brand(), "brand"),
        (operator.creator(), "creator"),
    ):
        told = actor.get("/v1/me")
        assert (told["party"]["kind"], told["client"]["client_id"]) == (kind, actor.client_id)
        assert told["client"]["scopes"]
        assert {each["name"] for each in told["limits"]} <= {"client", "party"}
