"""Routes that end say so on every answer, long enough before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.callboard.lifecycle.v1 import lifecycle_pb2
from services.gateway.transcode.lifecycle import notices_of
from services.shared.access import UndeclaredRule
from tests.unit.gateway.support import Stage
from tests.unit.gateway.test_routes import service, start

PARTIES = access_pb2.Rule(
    parties=[access_pb2.PARTY_KIND_AGENCY], scope=access_pb2.SCOPE_MARKETPLACE_ROSTER_READ
)
SEE = "/docs#ListRoster"


def ending(rule: Any = PARTIES, **said: str) -> Any:
    return service(rule, lifecycle=lifecycle_pb2.Lifecycle(**said))


def test_every_answer_of_a_route_that_ends_says_so(keys: Path) -> None:
    stage = start(keys, ending(deprecated_on="2026-01-31", sunset_on="2026-09-01", see=SEE))
    for response in (
        stage.send("GET", "/v1/things/t_1"),
        stage.http.get("/v1/things/t_1"),
        stage.send("GET", "/v1/things/t_1?surprise=1"),
    ):
        assert response.headers["Deprecation"] == "@1769817600"
        assert response.headers["Sunset"] == "Tue, 01 Sep 2026 00:00:00 GMT"
        assert response.headers["Link"] == f'<{SEE}>; rel="deprecation"; type="text/html"'
    document: Any = stage.http.get("/openapi.json").json
    assert document["paths"]["/v1/things/{thing_id}"]["get"]["deprecated"] is True


def test_other_routes_say_nothing(stage: Stage) -> None:
    response = stage.send("GET", "/v1/roster")
    assert not {"Deprecation", "Sunset", "Link"} & set(response.headers.keys())
    document: Any = stage.http.get("/openapi.json").json
    assert "deprecated" not in document["paths"]["/v1/roster"]["get"]


def test_an_end_need_not_be_decided_yet() -> None:
    (method,) = ending(deprecated_on="2026-01-31").methods
    assert notices_of(method) == (("Deprecation", "@1769817600"),)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "no date"),
        ({"deprecated_on": "31.1.2026"}, "no date"),
        ({"deprecated_on": "2026-01-31", "sunset_on": "soon"}, "no date"),
        ({"deprecated_on": "2026-01-31", "sunset_on": "2026-07-29"}, "less than 180 days"),
        ({"sunset_on": "2026-09-01"}, "no date"),
    ],
)
def test_what_keeps_no_promise_does_not_start(keys: Path, said: dict[str, str], reason: str) -> None:
    with pytest.raises(UndeclaredRule, match=reason):
        start(keys, ending(**said))
