"""Parts of many creators in one request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from protos.metrics.v1 import metrics_pb2
from protos.roster.v1 import roster_pb2
from services.gateway import batch
from services.shared.errors import NotFound, Unavailable
from tests.fakes.clock import START
from tests.unit.gateway.support import Stage, allowed

PATH = "/v1/creators:batchGet"


def _creator(request: Any) -> roster_pb2.Creator:
    return roster_pb2.Creator(
        id=request.creator_id, handle=f"handle_{request.creator_id}", country="US", stats={}, created_at=START
    )


def _granted_but(refused: str) -> Any:
    def authorize(request: Any) -> roster_pb2.AuthorizeResponse:
        if request.creator_id == refused:
            return roster_pb2.AuthorizeResponse(decision=roster_pb2.DECISION_UNKNOWN)
        scopes = range(1, 12)
        return allowed(delegation_id="dg_1", version=3, scopes=scopes)

    return authorize


@pytest.fixture(autouse=True)
def _answers(stage: Stage) -> None:
    stage.roster.answers["GetCreator"] = _creator
    stage.roster.answers["GetRateCard"] = roster_pb2.RateCard(creator={})
    stage.metrics.answers["GetMetrics"] = lambda request: metrics_pb2.ProfileMetrics(
        creator_id=request.creator_id
    )


def _post(stage: Stage, body: Any, party: str = "agency_1") -> Any:
    return stage.send("POST", PATH, party, json=body)


def test_parts_come_in_the_order_of_the_request(stage: Stage) -> None:
    ids = [f"cr_{number}" for number in (3, 1, 2)]
    got = _post(stage, {"creator_ids": ids, "parts": ["metrics", "profile"]})
    assert got.status_code == 200
    items = got.json["items"]
    assert [item["creator_id"] for item in items] == ids
    assert [item["profile"]["handle"] for item in items] == [f"handle_{each}" for each in ids]
    assert [item["metrics"]["creator_id"] for item in items] == ids
    assert all(item["rates"] is None and item["audience"] is None and item["errors"] == [] for item in items)


def test_what_was_read_alone_is_read_the_same(stage: Stage) -> None:
    got = _post(stage, {"creator_ids": ["cr_1"], "parts": ["profile"]})
    assert got.json["items"][0]["profile"] == stage.send("GET", "/v1/creators/cr_1").json


def test_the_answer_is_as_the_document_says(stage: Stage) -> None:
    document: Any = stage.http.get("/openapi.json").json
    got = _post(stage, {"creator_ids": ["cr_1"], "parts": ["profile", "rates"]})
    operation = document["paths"][PATH]["post"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert operation["operationId"] == "batchGetCreators"
    jsonschema.Draft202012Validator({**document, **schema}).validate(got.json)


def test_an_error_stands_in_its_place(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = _granted_but("cr_2")
    stage.metrics.answers["GetMetrics"] = Unavailable("Metrics is away.")
    got = _post(stage, {"creator_ids": ["cr_1", "cr_2"], "parts": ["profile", "metrics"]})
    first, second = got.json["items"]
    assert first["profile"]["id"] == "cr_1"
    assert first["metrics"] is None
    assert [(each["part"], each["status"], each["code"]) for each in first["errors"]] == [
        ("metrics", 503, "service_unavailable")
    ]
    assert second["profile"] is None
    assert {(each["status"], each["code"]) for each in second["errors"]} == {(404, "creator_not_found")}


def test_roster_is_asked_for_each_creator_as_for_its_own_route(stage: Stage) -> None:
    _post(stage, {"creator_ids": ["cr_1", "cr_2"], "parts": ["profile"]})
    asked = [call.request for call in stage.roster.calls if call.rpc == "Authorize"]
    assert {(each.creator_id, each.object) for each in asked} == {
        ("cr_1", "/v1/creators/cr_1"),
        ("cr_2", "/v1/creators/cr_2"),
    }
    assert {each.action for each in asked} == {"get_creator"}
    assert stage.app.readings.flush()
    noted = stage.roster.last("RecordReadings").request.readings
    assert {each.object for each in noted} == {"/v1/creators/cr_1", "/v1/creators/cr_2"}


def test_the_token_needs_the_scope_of_each_part(stage: Stage) -> None:
    headers = stage.headers(scopes=("marketplace.metrics.read",))
    body = {"creator_ids": ["cr_1"], "parts": ["profile", "metrics"]}
    answer: Any = stage.http.post(PATH, json=body, headers=headers).json
    item = answer["items"][0]
    assert item["metrics"]["creator_id"] == "cr_1"
    assert [(each["part"], each["code"]) for each in item["errors"]] == [
        ("profile", "scope_missing_in_token")
    ]


def test_a_token_that_is_refused_is_so_for_all(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=roster_pb2.DECISION_TOKEN_REVOKED
    )
    assert _post(stage, {"creator_ids": ["cr_1"], "parts": ["profile"]}).status_code == 401
    assert stage.http.post(PATH, json={}).status_code == 401


def test_it_is_not_for_brands(stage: Stage) -> None:
    got = _post(stage, {"creator_ids": ["cr_1"], "parts": ["profile"]}, party="brand_1")
    assert (got.status_code, got.json["code"]) == (403, "party_kind_not_allowed")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"parts": ["profile"]}, "creator_ids", "required"),
        ({"creator_ids": [], "parts": ["profile"]}, "creator_ids", "required"),
        ({"creator_ids": ["cr_1"]}, "parts", "required"),
        ({"creator_ids": ["cr_1"] * 2, "parts": ["profile"]}, "creator_ids[1]", "duplicate"),
        (
            {"creator_ids": [str(n) for n in range(101)], "parts": ["profile"]},
            "creator_ids",
            "too_many_items",
        ),
        ({"creator_ids": ["cr_1"], "parts": ["secrets"]}, "parts[0]", "not_one_of"),
        ({"creator_ids": [1], "parts": ["profile"]}, "creator_ids[0]", "wrong_type"),
        ({"creator_ids": ["cr_1"], "parts": ["profile"], "more": 1}, "more", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named(stage: Stage, body: Any, field: str, code: str) -> None:
    got = _post(stage, body)
    assert got.status_code == 422
    assert (got.json["errors"][0]["field"], got.json["errors"][0]["code"]) == (field, code)
    assert not stage.roster.count("GetCreator")


def test_an_id_leads_nowhere_else(stage: Stage) -> None:
    stage.roster.answers["GetCreator"] = NotFound("There is no such creator.")
    hostile = "../operator/agencies?x=1"
    item = _post(stage, {"creator_ids": [hostile], "parts": ["profile"]}).json["items"][0]
    assert [each["code"] for each in item["errors"]] == ["not_found"]
    asked = stage.roster.last("Authorize").request
    assert (asked.creator_id, asked.object) == (hostile, "/v1/creators/..%2Foperator%2Fagencies%3Fx%3D1")


def test_each_part_counts_as_a_request(keys: Path) -> None:
    stage = Stage(keys, client_limit="9/10 seconds")
    stage.roster.answers["GetCreator"] = _creator
    body = {"creator_ids": ["cr_1", "cr_2"], "parts": ["profile", "rates"]}
    codes = [_post(stage, body).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert stage.roster.count("GetCreator") == 4


def test_what_finds_no_time_is_not_begun(stage: Stage) -> None:
    def slow(request: Any) -> roster_pb2.Creator:
        stage.clock.advance(seconds=batch.SECONDS)
        return _creator(request)

    stage.roster.answers["GetCreator"] = slow
    ids = [f"cr_{number}" for number in range(50)]
    items = _post(stage, {"creator_ids": ids, "parts": ["profile"]}).json["items"]
    assert items[0]["profile"]["id"] == "cr_0"
    late = [each for item in items for each in item["errors"]]
    assert len(late) >= 50 - batch.THREADS
    assert {(each["status"], each["code"]) for each in late} == {(503, "service_unavailable")}
