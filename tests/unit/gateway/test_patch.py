"""Merge patches (RFC 7396): what a body names, null included, is told to the service."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.gateway.support import Stage

TERMS, LIMITS = "/v1/delegations/dg_1", "/v1/delegations/dg_1/guardrails"
TYPE = "application/merge-patch+json"


def patch(stage: Stage, path: str, body: bytes, **headers: str) -> Any:
    given = {"Content-Type": TYPE, "If-Match": '"2"', **headers}
    return stage.send("PATCH", path, "creator_1", data=body, headers=given)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (b"{}", []),
        (b'{"scopes": ["marketplace.profile.read"]}', ["scopes"]),
        (b'{"scopes": []}', ["scopes"]),
        (b'{"scopes": null, "expires_at": null}', ["scopes", "expires_at"]),
        (b'{"expires_at": "2026-05-01T00:00:00Z"}', ["expires_at"]),
    ],
)
def test_what_a_whole_body_names(stage: Stage, body: bytes, paths: list[str]) -> None:
    assert patch(stage, TERMS, body).status_code == 200
    sent = stage.roster.last("PatchDelegation").request
    assert (list(sent.update_mask.paths), sent.delegation_id, sent.expected_version) == (paths, "dg_1", 2)


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (b'{"max_active_campaigns": null}', ["max_active_campaigns"]),
        (b'{"blocked_categories": []}', ["blocked_categories"]),
        (b'{"floor_price": {"amount_minor": 5}}', ["floor_price.amount_minor"]),
        (b'{"floor_price": {"currency": null}}', ["floor_price.currency"]),
        (b'{"floor_price": null, "confirm_all_accepts": false}', ["floor_price", "confirm_all_accepts"]),
        (b'{"floor_price": {}}', []),
    ],
)
def test_what_the_body_of_one_field_names(stage: Stage, body: bytes, paths: list[str]) -> None:
    assert patch(stage, LIMITS, body).status_code == 200
    assert list(stage.roster.last("PatchGuardrails").request.update_mask.paths) == paths


@pytest.mark.parametrize(
    "body", [b'{"update_mask": {}}', b'{"state": "active"}', b'{"scopes": [null]}', b'{"expires_at": {}}']
)
def test_what_is_no_patch_of_it(stage: Stage, body: bytes) -> None:
    assert patch(stage, TERMS, body).status_code == 422
    assert stage.roster.count("PatchDelegation") == 0


def test_the_version_must_be_named(stage: Stage) -> None:
    reply = stage.send("PATCH", TERMS, "creator_1", data=b"{}", headers={"Content-Type": TYPE})
    assert reply.status_code == 428
    assert patch(stage, TERMS, b"{}", **{"If-Match": "*"}).status_code == 200
    assert not stage.roster.last("PatchDelegation").request.HasField("expected_version")
    assert patch(stage, TERMS, b"{}", **{"Content-Type": "text/plain"}).status_code == 415
    assert patch(stage, f"{TERMS}?update_mask=x", b"{}").status_code == 422


def test_other_requests_are_told_what_was_given_where_they_ask(stage: Stage) -> None:
    for body, paths in (({}, []), ({"scopes": []}, ["scopes"]), ({"guardrails": {}}, [])):
        reply = stage.send("POST", f"{TERMS}/accept", "creator_1", json=body)
        assert reply.status_code == 200
        sent = stage.roster.last("AcceptDelegation").request
        assert list(sent.given.paths) == paths
        assert sent.HasField("guardrails") == ("guardrails" in body)


def test_the_document_describes_a_patch_without_its_mask(stage: Stage) -> None:
    document: Any = stage.http.get("/openapi.json").json
    operation = document["paths"]["/v1/delegations/{delegation_id}"]["patch"]
    (content,) = operation["requestBody"]["content"].items()
    assert content[0] == TYPE
    assert content[1]["schema"] == {"$ref": "#/components/schemas/DelegationPatch"}
    patched = document["components"]["schemas"]["DelegationPatch"]
    assert set(patched["properties"]) == {"scopes", "expires_at"}
    assert "required" not in patched
    assert "If-Match" in [each["name"] for each in operation["parameters"] if each["required"]]
    limits = document["paths"]["/v1/delegations/{delegation_id}/guardrails"]["patch"]
    assert {each["name"] for each in limits["parameters"]} == {"delegation_id", "If-Match"}
    assert "FieldMask" not in document["components"]["schemas"]


REPLACED = {
    LIMITS: (
        "creator_1",
        ["confirm_all_accepts", "confirm_accepts_above", "floor_price", "blocked_categories"],
        ["max_active_campaigns"],
    ),
    "/v1/creators/creator_1/rate-card": ("creator_1", ["rates"], []),
    "/v1/roster/cr_1/labels": ("agency_1", ["tags"], ["notes"]),
    "/v1/campaigns/cp_1": (
        "brand_1",
        ["name", "brief", "category", "budget", "target"],
        ["starts_on", "ends_on"],
    ),
}


@pytest.mark.parametrize("path", REPLACED)
def test_a_put_names_every_field_and_null_clears(stage: Stage, path: str) -> None:
    party, some, others = REPLACED[path]
    given = {"If-Match": "*"}
    missing = stage.send("PUT", path, party, json=dict.fromkeys(some), headers=given)
    assert missing.status_code == (422 if others else 200)
    if others:
        found = [(each["field"], each["code"]) for each in missing.json["errors"]]
        assert found == [(name, "required") for name in others]
    whole = dict.fromkeys([*some, *others])
    assert stage.send("PUT", path, party, json=whole, headers=given).status_code == 200
    assert stage.send("PUT", path, party, headers=given).status_code == 422


def test_what_a_put_may_repeat_it_may_leave_out(stage: Stage) -> None:
    path, given = "/v1/creators/creator_1/rate-card", {"If-Match": "*"}
    bodies: list[dict[str, Any]] = [{"rates": []}, {"rates": [], "version": 3}]
    for body in bodies:
        assert stage.send("PUT", path, "creator_1", json=body, headers=given).status_code == 200


def test_the_document_says_that_a_put_names_every_field(stage: Stage) -> None:
    document: Any = stage.http.get("/openapi.json").json
    schemas = document["components"]["schemas"]
    for name in ("GuardrailsPut", "CampaignPut", "LabelsPut"):
        assert schemas[name]["required"] == list(schemas[name]["properties"])
    assert schemas["RateCardPut"]["required"] == ["rates"]
    assert schemas["LabelsPut"]["properties"]["notes"]["type"] == ["string", "null"]
    assert schemas["CampaignPut"]["properties"]["name"]["type"] == "string"
    assert "required" not in schemas["CampaignPatch"]
