"""What is asked by POST and changes nothing is allowed, answered and logged like any reading."""

from __future__ import annotations

from protos.metrics.v1 import metrics_pb2
from services.shared.errors import Unavailable
from tests.unit.gateway.support import Stage

PATH = "/v1/creators/cr_1/audience/match"
BODY = {"target": {"gender": [{"bucket": "FEMALE", "weight": 1}]}}


def noted(stage: Stage) -> list[tuple[str, str, str, int]]:
    """Creator, action, path and count of what roster was told."""
    assert stage.app.readings.flush()
    batches = [call.request for call in stage.roster.calls if call.rpc == "RecordReadings"]
    return [(r.creator_id, r.action, r.object, r.count) for batch in batches for r in batch.readings]


def test_it_shares_a_lease_and_is_noted(stage: Stage) -> None:
    for _ in range(3):
        assert stage.send("POST", PATH, json=BODY).status_code == 200
    assert [call.rpc for call in stage.roster.calls].count("Authorize") == 1
    assert noted(stage) == [("cr_1", "match_audience", PATH, 3)]


def test_it_takes_no_idempotency_key_and_repeats_no_answer(stage: Stage) -> None:
    for key in ("k", "k", "x" * 300):
        answer = stage.send("POST", PATH, json=BODY, headers={"Idempotency-Key": key})
        assert answer.status_code == 200
        assert "Idempotency-Replayed" not in answer.headers
    calls = [call for call in stage.metrics.calls if call.rpc == "MatchAudience"]
    assert [call.idempotency_key for call in calls] == ["", "", ""]
    assert all(call.assertion for call in calls)


def test_a_ranking_names_those_whom_it_shows(stage: Stage) -> None:
    items = [metrics_pb2.RankedCreator(creator_id=name) for name in ("cr_1", "cr_2")]
    stage.metrics.answers["MatchRoster"] = metrics_pb2.MatchRosterResponse(items=items)
    assert stage.send("POST", "/v1/roster:match", json=BODY).status_code == 200
    found = [(name, "match_roster", "/v1/roster:match", 1) for name in ("cr_1", "cr_2")]
    assert sorted(noted(stage)) == found


def test_nothing_is_shown_that_could_not_be_named(stage: Stage) -> None:
    stage.app.readings._most = 0
    assert stage.send("POST", PATH, json=BODY).status_code == 503


def test_a_creator_is_not_noted_and_a_brand_is_refused(stage: Stage) -> None:
    stage.send("POST", "/v1/creators/creator_1/audience/match", "creator_1", json=BODY)
    assert stage.send("POST", PATH, "brand_1", json=BODY).status_code == 403
    assert stage.send("POST", "/v1/roster:match", "creator_1", json=BODY).status_code == 403
    assert noted(stage) == []


def test_without_roster_nothing_is_answered(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = Unavailable("away")
    assert stage.send("POST", PATH, json=BODY).status_code == 503
    assert [call.rpc for call in stage.metrics.calls] == []


def test_the_document_offers_no_key(stage: Stage) -> None:
    paths = (stage.http.get("/openapi.json").json or {})["paths"]
    for path in ("/v1/creators/{creator_id}/audience/match", "/v1/roster:match"):
        operation = paths[path]["post"]
        assert "Idempotency-Key" not in {each["name"] for each in operation.get("parameters", ())}
        assert "Idempotency-Replayed" not in operation["responses"]["200"]["headers"]
        assert "409" not in operation["responses"]
    command = paths["/v1/creators/{creator_id}/audience"]["post"]
    assert "Idempotency-Key" in {each["name"] for each in command["parameters"]}
