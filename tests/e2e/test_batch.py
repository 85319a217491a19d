"""Readings of many creators in one request, and answers with some of their fields only."""

from __future__ import annotations

from tests.e2e.api import Operator, delegate

PARTS = {"profile": "", "rates": "/rate-card", "metrics": "/metrics", "audience": "/audience"}
READABLE = ("marketplace.profile.read", "marketplace.rates.read", "marketplace.metrics.read")


def test_a_batch_shows_what_single_readings_show(operator: Operator) -> None:
    agency, stranger = operator.agency(), operator.creator()
    creators = [operator.creator() for _ in range(3)]
    for creator in creators:
        delegate(agency, creator, scopes=READABLE)
    ids = [each.id for each in (*creators, stranger)]
    body = {"creator_ids": ids, "parts": list(PARTS)}
    *items, unknown = agency.post("/v1/creators:batchGet", body, status=200)["items"]
    for item in items:
        alone = {
            part: agency.get(f"/v1/creators/{item['creator_id']}{PARTS[part]}") for part in list(PARTS)[:3]
        }
        assert {part: item[part] for part in alone} == alone
        assert item["audience"] is None
        assert [(each["part"], each["code"]) for each in item["errors"]] == [
            ("audience", "scope_missing_in_delegation")
        ]
    assert unknown["creator_id"] == stranger.id
    assert {each["code"] for each in unknown["errors"]} == {"creator_not_found"}
    logged = creators[0].get(f"/v1/creators/{creators[0].id}/activity", page_size=100)["items"]
    assert {f"/v1/creators/{creators[0].id}{path}" for path in PARTS.values()} <= {
        each["object"] for each in logged
    }


def test_a_revoked_delegation_is_not_read_in_a_batch(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    granted = delegate(agency, creator)
    body = {"creator_ids": [creator.id], "parts": ["profile"]}
    assert agency.post("/v1/creators:batchGet", body, status=200)["items"][0]["profile"]
    creator.post(f"/v1/delegations/{granted['id']}/revoke", {"reason": "Enough."}, status=200)
    (item,) = agency.post("/v1/creators:batchGet", body, status=200)["items"]
    assert (item["profile"], item["errors"][0]["part"]) == (None, "profile")


def test_answers_have_the_fields_that_were_asked_for(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator("fields.test")
    delegate(agency, creator)
    whole = agency.get(f"/v1/creators/{creator.id}")
    assert agency.get(f"/v1/creators/{creator.id}", fields="handle,stats.followers") == {
        "handle": whole["handle"],
        "stats": {"followers": whole["stats"]["followers"]},
    }
    page = agency.get("/v1/delegations", fields="id,state", page_size=1)
    assert [set(item) for item in page["items"]] == [{"id", "state"}]
    assert set(page) == {"items", "next_cursor"}
