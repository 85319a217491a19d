"""Routes of services are answered without Flask's contexts: nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from protos.roster.v1 import roster_pb2
from services.shared.codes import FieldCode
from services.shared.errors import Conflict, FieldError
from tests.unit.gateway.support import Stage

CREATOR = "/v1/creators/cr_1"


@pytest.mark.parametrize(
    ("verb", "path", "more"),
    [
        ("GET", CREATOR, {}),
        ("GET", CREATOR, {"headers": {"If-None-Match": "*"}}),
        ("GET", "/v1/roster?page_size=2", {}),
        ("GET", "/v1/roster?sorting=1", {}),
        ("GET", "/v1/creators/" + "x" * 200, {}),
        ("GET", "/v1/creators/cr_2", {}),
        ("GET", "/v1/creators/cr_3", {}),
        ("GET", CREATOR, {"headers": {"Authorization": "Bearer x"}}),
        ("PUT", f"{CREATOR}/rate-card", {"json": {"rates": []}}),
        ("DELETE", "/v1/roster/cr_1", {}),
        ("POST", "/v1/metrics/snapshots", {"data": b"handle\n", "headers": {"Content-Type": "text/csv"}}),
        ("POST", CREATOR, {}),
        ("HEAD", CREATOR, {}),
        ("OPTIONS", CREATOR, {}),
        ("GET", "/v1//roster", {}),
        ("GET", "/nowhere", {}),
        ("POST", "/oauth/token", {}),
    ],
)
def test_an_answer_is_the_same_with_and_without_flasks_contexts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, verb: str, path: str, more: dict[str, Any]
) -> None:
    """They are left out, but for requests that are traced."""

    def creator(request: Any) -> roster_pb2.Creator:
        if request.creator_id == "cr_3":
            raise ZeroDivisionError
        if request.creator_id == "cr_2":
            raise Conflict("It is in use.", [FieldError("a", "is bad", FieldCode.WRONG_TYPE)])
        return roster_pb2.Creator(id=request.creator_id, display_name="Zoë")

    stage.roster.answers["GetCreator"] = creator
    seen = []
    for traced in (False, True):
        monkeypatch.setattr("services.shared.traces.are_made", lambda traced=traced: traced)
        with capture_logs() as lines:
            given = {**more, "headers": {"X-Request-Id": "rq-1", **more.get("headers", {})}}
            response = stage.send(verb, path, **given)
        said = [{name: str(value) for name, value in line.items() if name != "ms"} for line in lines]
        seen.append((response.status_code, response.headers.to_wsgi_list(), response.data, said))
    assert seen[0] == seen[1]
    counted = stage.meter.registry.get_sample_value
    labels = {"method": verb, "status": str(seen[0][0])}
    routes = [line["path"] for line in seen[0][3] if line["event"] == "request"]
    assert len(routes) == 1
    rules = {"", *(rule.rule for rule in stage.app.url_map.iter_rules())}
    name = "callboard_http_request_duration_seconds_count"
    assert sum(counted(name, {**labels, "route": rule}) or 0 for rule in rules) == 2
