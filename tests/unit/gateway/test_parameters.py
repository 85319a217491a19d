"""What callers say beside the body: path, query and If-Match, good and bad."""

from __future__ import annotations

import pytest

from protos.roster.v1 import roster_pb2
from services.shared.paging import unknown_cursor
from tests.unit.gateway.support import Stage

OFFERS = "/v1/campaigns/cp_1/offers"
RATES = "/v1/creators/cr_1/rate-card"


@pytest.mark.parametrize("tag", ['"7"', 'W/"7"', '  "7" '])
def test_if_match_names_the_version(stage: Stage, tag: str) -> None:
    assert stage.send("PUT", RATES, json={"rates": []}, headers={"If-Match": tag}).status_code == 200
    assert stage.roster.last("PutRateCard").request.expected_version == 7


def test_if_match_may_be_any_version(stage: Stage) -> None:
    assert stage.send("PUT", RATES, json={"rates": []}, headers={"If-Match": "*"}).status_code == 200
    assert not stage.roster.last("PutRateCard").request.HasField("expected_version")


def test_if_match_is_required(stage: Stage) -> None:
    assert stage.send("PUT", RATES, json={}).status_code == 428
    assert stage.send("PUT", RATES, json={}, headers={"If-Match": " "}).status_code == 428


@pytest.mark.parametrize(
    "tag", ["7", '"x"', '"-1"', '"07"', '"7", "8"', '"9223372036854775808"', '"' + "9" * 5000]
)
def test_a_tag_that_names_no_version_cannot_match(stage: Stage, tag: str) -> None:
    response = stage.send("PUT", RATES, json={}, headers={"If-Match": tag})
    assert response.status_code == 412
    assert response.json["type"] == "/docs#stale_version"


def test_a_query_fills_the_remaining_fields(stage: Stage) -> None:
    query = "page_size=5&q=a%20b%2Bc&tag=&min_followers=0&sort=-followers&cursor=" + "x" * 50
    assert stage.send("GET", f"/v1/roster?{query}").status_code == 200
    sent = stage.roster.last("ListRoster").request
    assert (sent.page_size, sent.q, sent.sort, sent.cursor) == (
        5,
        "a b+c",
        roster_pb2.ROSTER_SORT_FOLLOWERS_DESCENDING,
        "x" * 50,
    )
    assert sent.HasField("min_followers")
    assert not sent.HasField("max_followers")
    assert stage.send("GET", "/v1/delegations?state=active").status_code == 200
    assert stage.roster.last("ListDelegations").request.state == roster_pb2.DELEGATION_STATE_ACTIVE


@pytest.mark.parametrize(
    "query",
    ["cursor=%ff", "cursor=%ed%a0%80", "&".join(f"a{number}=1" for number in range(101))],
)
def test_a_query_that_cannot_be_read_is_malformed(stage: Stage, query: str) -> None:
    response = stage.send("GET", f"/v1/delegations?{query}")
    assert response.status_code == 400
    assert response.json["type"] == "/docs#parameters_unreadable"
    assert not stage.roster.calls


@pytest.mark.parametrize(
    "query",
    [
        "page_size=many",
        "page_size=",
        "page_size=1.0",
        "page_size=1e1",
        "page_size=-0.0",
        "page_size=NaN",
        "page_size=true",
        "page_size=%EF%BC%91",
        "page_size=4294967296",
        "page_size=1&page_size=2",
        "state=ACTIVE",
        "state=unspecified",
        "state=",
        "cursor=%E2%80%AE",
        "cursor=%00",
        "cursor=%0A",
        "colour=red",
        "Page_size=1",
    ],
)
def test_a_wrong_value_of_a_query_is_named_by_its_parameter(stage: Stage, query: str) -> None:
    response = stage.send("GET", f"/v1/delegations?{query}")
    assert response.status_code == 422
    assert [each["field"] for each in response.json["errors"]] == [query.partition("=")[0]]
    assert not stage.roster.calls


def test_a_route_with_a_body_takes_no_query(stage: Stage) -> None:
    assert stage.send("POST", f"{OFFERS}?message=x", "brand_1", json={}).status_code == 422


def test_an_unknown_cursor_is_for_the_service_to_refuse(stage: Stage) -> None:
    stage.roster.answers["ListRoster"] = unknown_cursor()
    response = stage.send("GET", "/v1/roster?cursor=nonsense")
    fault = response.json["errors"][0]
    assert (response.status_code, fault["field"], fault["code"]) == (422, "cursor", "unknown_cursor")


def test_a_path_hides_nothing(stage: Stage) -> None:
    for hidden in ("%00", "%0A", "%E2%80%AE"):
        response = stage.send("GET", f"/v1/creators/cr_1{hidden}/rate-card")
        assert (response.status_code, response.json["errors"][0]["field"]) == (422, "creator_id")
    assert not stage.roster.calls


def test_a_path_is_taken_as_it_is(stage: Stage) -> None:
    assert stage.send("GET", "/v1/creators/%FF/rate-card").status_code == 200
    assert stage.roster.last("GetRateCard").request.creator_id == "\ufffd"
    assert stage.send("GET", "/v1/creators/a%2Frate-card").status_code == 200
    for path in ("/v1//creators/cr_1", "/v1/creators/cr_1/", "/v1/creators//rate-card", "/v1/../v1/roster"):
        assert stage.send("GET", path).status_code == 404
