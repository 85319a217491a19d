"""What every answer has: ids, entity tags, problems, and nothing that should stay inside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from protos.roster.v1 import parties_pb2, roster_pb2
from services.shared.codes import FieldCode
from services.shared.errors import (
    CLASSES_BY_KIND,
    CallboardError,
    Conflict,
    FieldError,
    Invalid,
)
from tests.unit.gateway.support import Stage

CREATOR = "/v1/creators/cr_1"
PUBLIC = ("/healthz", "/readyz", "/readyz/self", "/openapi.json", "/docs")


def is_problem(response: Any, status: int) -> bool:
    """Whether it is a whole problem document with that status."""
    body = response.json
    said = {"type", "code", "title", "status", "detail", "request_id"} <= set(body)
    same = body["request_id"] == response.headers["X-Request-Id"] and body["status"] == status
    return (
        said and same and response.status_code == status and response.mimetype == "application/problem+json"
    )


@pytest.mark.parametrize("kind", CLASSES_BY_KIND)
def test_every_error_of_a_service_becomes_a_problem(stage: Stage, kind: str) -> None:
    family = CLASSES_BY_KIND[kind]
    stage.roster.answers["GetCreator"] = family(
        "What went wrong.", [FieldError("a.b", "is bad", FieldCode.WRONG_TYPE)]
    )
    response = stage.send("GET", CREATOR)
    assert is_problem(response, family.http_status)
    assert response.json["type"] == f"/docs#{family.general}"
    assert response.json["code"] == family.general
    assert response.json["title"] == family.title
    assert response.json["detail"] == "What went wrong."
    assert response.json["errors"] == [{"field": "a.b", "code": "wrong_type", "message": "is bad"}]


def test_what_nobody_expected_is_logged_and_reveals_nothing(stage: Stage) -> None:
    error = ZeroDivisionError("the secret inside")
    stage.roster.answers["GetCreator"] = error
    with capture_logs() as lines:
        response = stage.send("GET", CREATOR)
    assert is_problem(response, 500)
    assert "secret" not in response.text
    request_id = response.json["request_id"]
    unexpected = {"event": "unexpected", "log_level": "error", "exc_info": error, "request_id": request_id}
    assert lines[0] == unexpected


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/nothing", "/docs/", "/static/../app.py", "/%ff", "/v1/creators"]
)
def test_what_is_not_there_is_a_problem(stage: Stage, path: str) -> None:
    assert is_problem(stage.send("GET", path), 404)


def test_the_root_leads_a_person_to_the_documentation(stage: Stage) -> None:
    response = stage.http.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/docs")
    assert stage.http.get(response.headers["Location"]).status_code == 200


def test_a_method_that_is_not_there_names_those_that_are(stage: Stage) -> None:
    response = stage.send("POST", f"{CREATOR}/rate-card")
    assert is_problem(response, 405)
    assert {"GET", "PUT"} <= response.allow
    assert is_problem(stage.send("BREW", "/healthz"), 405)
    assert is_problem(stage.send("GET", "/oauth/token"), 405)


def test_services_have_no_route_for_their_own_questions(stage: Stage) -> None:
    rules = [rule.rule for rule in stage.app.url_map.iter_rules()]
    assert not [rule for rule in rules if "Authorize" in rule or "Authenticate" in rule]


@pytest.mark.parametrize(
    ("authorization", "refused"),
    [
        (None, False),
        ("", True),
        ("Bearer", True),
        ("Bearer ", True),
        ("Basic YTpi", True),
        ("Bearer not.a.token", True),
        ("Bearer " + "x" * 20_000, True),
    ],
)
def test_without_a_token_nothing_is_served(stage: Stage, authorization: str | None, refused: bool) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = stage.http.get(CREATOR, headers=headers)
    assert is_problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="callboard"')
    assert ("invalid_token" in response.headers["WWW-Authenticate"]) == refused
    assert not stage.roster.calls


def test_a_header_that_could_be_read_in_two_ways_is_malformed(stage: Stage) -> None:
    assert is_problem(stage.http.get(CREATOR, headers={"Authorization": "Bearer \xff\xfe"}), 400)
    assert not stage.roster.calls


def test_a_token_expires_even_where_it_was_seen_before(stage: Stage) -> None:
    headers = stage.headers()
    assert stage.http.get("/v1/roster", headers=headers).status_code == 200
    stage.clock.advance(seconds=899)
    assert stage.http.get("/v1/roster", headers=headers).status_code == 200
    stage.clock.advance(seconds=1)
    assert is_problem(stage.http.get("/v1/roster", headers=headers), 401)


def test_a_token_for_another_use_is_not_believed(stage: Stage) -> None:
    claims = {"sub": "agency_1", "kind": "agency", "client": "c", "scopes": [], "jti": "t"}
    for kind, audience in (("callboard-assertion+jwt", "callboard"), ("at+jwt", "roster")):
        token = stage.signer.sign(kind, audience, claims, 900)
        response = stage.http.get("/v1/roster", headers={"Authorization": f"Bearer {token}"})
        assert is_problem(response, 401)


@pytest.mark.parametrize("given", ["abc", "A.b_c-1", "x" * 128])
def test_a_decent_request_id_is_kept_everywhere(stage: Stage, given: str) -> None:
    with capture_logs() as lines:
        response = stage.send("GET", CREATOR, headers={"X-Request-Id": given})
    assert response.headers["X-Request-Id"] == given
    assert {call.request_id for call in stage.roster.calls} == {given}
    assert [line["request_id"] for line in lines] == [given]


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "é", "a;b", "<script>", "a/b"])
def test_another_request_id_is_replaced(stage: Stage, given: str) -> None:
    response = stage.send("GET", CREATOR, headers={"X-Request-Id": given})
    assert response.headers["X-Request-Id"] not in ("", given)


@pytest.mark.parametrize("path", [*PUBLIC, CREATOR, "/nothing"])
def test_every_answer_carries_a_request_id(stage: Stage, path: str) -> None:
    assert len(stage.http.get(path).headers["X-Request-Id"]) == 32


def test_the_status_says_what_happened(stage: Stage) -> None:
    created = stage.send("POST", "/v1/operator/agencies", "operator_1", json={"name": "A", "country": "US"})
    assert (created.status_code, created.mimetype) == (201, "application/json")
    removed = stage.send("DELETE", "/v1/roster/cr_1")
    assert (removed.status_code, removed.data) == (204, b"")
    assert stage.send("POST", "/v1/delegations/dg_1/end").status_code == 200


def test_the_tag_is_the_version_or_a_hash(stage: Stage) -> None:
    stage.roster.answers["GetRateCard"] = roster_pb2.RateCard(creator_id="cr_1", version=7)
    assert stage.send("GET", f"{CREATOR}/rate-card").headers["ETag"] == '"7"'
    first = stage.send("GET", "/v1/me").headers["ETag"]
    stage.roster.answers["GetMe"] = parties_pb2.Me(party={"id": "ag_1"})
    assert stage.send("GET", "/v1/me").headers["ETag"] != first
    assert "ETag" not in stage.send("GET", "/v1/roster").headers
    assert stage.send("POST", "/v1/delegations/dg_1/end").headers["ETag"] == '"0"'


@pytest.mark.parametrize("tags", ['"7"', 'W/"7"', '"6", "7"', "*"])
def test_what_has_not_changed_is_not_sent_again(stage: Stage, tags: str) -> None:
    stage.roster.answers["GetRateCard"] = roster_pb2.RateCard(creator_id="cr_1", version=7)
    response = stage.send("GET", f"{CREATOR}/rate-card", headers={"If-None-Match": tags})
    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", '"7"')
    assert "Content-Type" not in response.headers
    stage.roster.answers["GetRateCard"] = roster_pb2.RateCard(creator_id="cr_1", version=8)
    fresh = stage.send("GET", f"{CREATOR}/rate-card", headers={"If-None-Match": '"7"'})
    assert (fresh.status_code, fresh.json["version"]) == (200, 8)


def test_answers_are_the_callers_alone(stage: Stage) -> None:
    headers = stage.send("GET", CREATOR).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("verb", "path"), [("GET", "/nothing"), ("BREW", "/healthz"), ("GET", CREATOR), ("POST", "/oauth/token")]
)
def test_a_problem_is_never_kept_nor_taken_for_something_else(stage: Stage, verb: str, path: str) -> None:
    response = stage.http.open(path, method=verb)
    assert response.status_code >= 400
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_figures_are_not_for_the_outside(stage: Stage) -> None:
    assert is_problem(stage.http.get("/metrics"), 404)


def test_head_and_options_work_as_http_says(stage: Stage) -> None:
    head = stage.send("HEAD", CREATOR)
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) > 0
    assert "GET" in stage.send("OPTIONS", CREATOR).allow


def test_one_line_is_logged_for_a_request(stage: Stage) -> None:
    with capture_logs() as lines:
        response = stage.send("GET", f"{CREATOR}?secret=1")
    (line,) = lines
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "path": CREATOR,
        "status": 422,
        "party": "agency_1",
        "request_id": response.headers["X-Request-Id"],
    }


def test_readiness_names_what_is_missing(stage: Stage) -> None:
    assert stage.http.get("/readyz").status_code == 200
    stage.metrics.is_healthy = stage.campaigns.is_healthy = False
    assert stage.http.get("/readyz").status_code == 200, "asked twice within half a second"
    stage.clock.advance(seconds=0.5)
    response = stage.http.get("/readyz")
    assert is_problem(response, 503)
    assert (response.json or {})["detail"] == "Not ready: campaigns, metrics."
    assert stage.http.get("/healthz").json == {"status": "ok"}


def test_a_gateway_is_taken_out_when_it_drains_and_not_for_a_service_that_is_away(keys: Path) -> None:
    stage = Stage(keys)
    stage.metrics.is_healthy = False
    assert stage.http.get("/readyz/self").status_code == 200
    stage.metrics.is_healthy = True
    stage.shared.drain(5)
    for path in ("/readyz", "/readyz/self"):
        assert is_problem(stage.http.get(path), 503)
    assert stage.http.get("/healthz").status_code == 200


def test_figures_are_counted_by_route_not_by_path(stage: Stage) -> None:
    for number in range(3):
        stage.send("GET", f"/v1/creators/cr_{number}")
    stage.send("BREW", "/healthz")
    text = generate_latest(stage.meter.registry).decode()
    labels = 'method="GET",route="/v1/creators/<creator_id>",status="200"'
    assert f"callboard_http_request_duration_seconds_count{{{labels}}} 3.0" in text
    assert "BREW" not in text
    assert "cr_1" not in text


def test_a_refusal_keeps_its_fields_in_order(stage: Stage) -> None:
    errors = [FieldError(f"rates[{index}]", "is bad", FieldCode.NOT_ALLOWED) for index in range(3)]
    stage.roster.answers["PutRateCard"] = Invalid("rates[0]: is bad", errors)
    response = stage.send("PUT", f"{CREATOR}/rate-card", json={"rates": []}, headers={"If-Match": "*"})
    assert [each["field"] for each in json.loads(response.data)["errors"]] == [
        "rates[0]",
        "rates[1]",
        "rates[2]",
    ]
    assert is_problem(response, 422)


def test_errors_have_no_entity_tag(stage: Stage) -> None:
    error: CallboardError = Conflict("It was accepted already.")
    stage.campaigns.answers["AcceptOffer"] = error
    response = stage.send("POST", f"{CREATOR}/offers/of_1/accept", json={"version": 1, "hash": "x"})
    assert is_problem(response, 409)
    assert "ETag" not in response.headers


def test_options_name_the_methods_of_the_path_alone(stage: Stage) -> None:
    for path, methods in (
        ("/v1/people/invitations", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/v1/me/sessions/end-others", {"OPTIONS", "POST"}),
        ("/v1/people/pe_1", {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH"}),
    ):
        allowed = stage.http.open(path, method="OPTIONS").headers["Allow"]
        assert set(allowed.split(", ")) == methods
