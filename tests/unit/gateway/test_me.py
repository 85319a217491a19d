"""`GET /v1/me`, and what a suspended party is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from protos.roster.v1 import parties_pb2
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden
from tests.unit.gateway.support import SECRET, Stage


def test_any_token_will_do_and_the_gateway_says_its_limits(stage: Stage) -> None:
    stage.roster.answers["GetMe"] = parties_pb2.Me(party={"id": "agency_1"})
    for party in ("agency_1", "creator_1", "brand_1", "operator_1"):
        for scopes in ((), ("marketplace.rates.read",)):
            for _ in range(2):  # The second one under the lease of the first.
                reply: Any = stage.http.get("/v1/me", headers=stage.headers(party, scopes))
                assert reply.status_code == 200
                assert [each["name"] for each in reply.json["limits"]] in ([], ["client", "party"])
    assert stage.http.get("/v1/me").status_code == 401


def test_the_limits_are_those_that_hold(keys: Path) -> None:
    stage = Stage(keys, rate_limit="on", client_limit="7/minute", party_limit="9/2 seconds")
    reply: Any = stage.http.get("/v1/me", headers=stage.headers())
    assert [tuple(each.values()) for each in reply.json["limits"]] == [("client", 7, 60), ("party", 9, 2)]


def test_a_suspended_party_is_refused_a_token_and_told_why(stage: Stage) -> None:
    def barred(_: Any) -> None:
        raise Forbidden("The operator has suspended this party.", code=ErrorCode.PARTY_SUSPENDED)

    stage.roster.answers["Authenticate"] = barred
    form = {"grant_type": "client_credentials"}
    for _ in range(50):  # It counts as no wrong secret.
        reply: Any = stage.http.post("/oauth/token", data=form, auth=("agency_1", SECRET))
    assert (reply.status_code, reply.json["error"]) == (403, "unauthorized_client")
    assert reply.json["code"] == "party_suspended"


@pytest.mark.parametrize("query", ["handle=a b", "handle=", "handle=zoe&handle=zoe", "sort=rates", "q=%00"])
def test_a_look_into_the_directory_that_may_not_be(stage: Stage, query: str) -> None:
    reply = stage.send("GET", f"/v1/directory/creators?{query}")
    assert reply.status_code in (200, 422)
