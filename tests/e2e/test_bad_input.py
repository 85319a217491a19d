"""Whatever comes in: a problem document of the right status, never a 5xx, nothing half written."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.e2e.api import Actor, Operator, brand_path, creator_path, current, in_days, send_offer, terms

MEBIBYTE = 1 << 20


def problem(reply: httpx.Response, *statuses: int) -> dict[str, Any]:
    """The problem document of an answer that must have one of the statuses."""
    assert reply.status_code in statuses, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = reply.json()
    assert document["status"] == reply.status_code
    assert document["request_id"] == reply.headers["x-request-id"]
    assert "Traceback" not in reply.text
    return document


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b"\xff\xfe", 400),
        (b'{"name": "\xc3\x28"}', 400),
        (b"[" * 100_000, 413),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
        (b"{}", 422),
        (b'{"name": 7, "country": "US"}', 422),
        (b'{"name": "A", "country": "US", "surprise": 1}', 422),
        (b'{"name": "A", "country": "Atlantis"}', 422),
        (b'{"name": "' + b"x" * 9 * MEBIBYTE + b'", "country": "US"}', 413),
    ],
)
def test_bodies(operator: Operator, content: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    problem(operator.send("POST", "/v1/operator/agencies", content=content, headers=headers), status)


def test_a_chunked_body_has_the_same_limit(operator: Operator) -> None:
    headers = {"Content-Type": "application/json"}
    chunks = (b" " * MEBIBYTE for _ in range(9))
    problem(operator.send("POST", "/v1/operator/agencies", content=chunks, headers=headers), 413)


def test_other_media_types(operator: Operator) -> None:
    for content_type in ("text/xml", "application/x-www-form-urlencoded"):
        headers = {"Content-Type": content_type}
        problem(operator.send("POST", "/v1/operator/agencies", content=b"<a/>", headers=headers), 415)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": {"amount_minor": -1, "currency": "USD"}}, "price.amount_minor"),
        ({"price": {"amount_minor": 1, "currency": "XYZ"}}, "price.currency"),
        ({"price": {"amount_minor": 1.5, "currency": "USD"}}, "price.amount_minor"),
        ({"price": None}, "price"),
        ({"payment_schedule": [{"stage": "on_agreement", "percent": 99}]}, "payment_schedule"),
        ({"payment_schedule": [{"stage": "some_day", "percent": 100}]}, "payment_schedule[0].stage"),
        ({"deliverables": []}, "deliverables"),
        ({"deliverables": [{"type": "video", "count": 1, "publish_by": in_days(-1)}]}, "publish_by"),
        ({"usage_rights": {"spark_ads_days": 8}}, "spark_ads_days"),
        ({"unknown_term": 1}, "unknown_term"),
    ],
)
def test_terms(operator: Operator, changes: dict[str, Any], field: str) -> None:
    brand, creator = operator.brand(), operator.creator()
    campaign = brand.post("/v1/campaigns", {"name": "Spring"})
    path = f"/v1/campaigns/{campaign['id']}/offers"
    reply = brand.send("POST", path, json={"creator_id": creator.id, "terms": terms(**changes)})
    named = [each["field"] for each in problem(reply, 422)["errors"]]
    assert any(field in each for each in named), named
    assert brand.get(path)["items"] == []


def test_deadlines_in_the_past(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    campaign = brand.post("/v1/campaigns", {"name": "Spring"})
    body = {"creator_id": creator.id, "terms": terms(), "respond_by": in_days(-1)}
    problem(brand.send("POST", f"/v1/campaigns/{campaign['id']}/offers", json=body), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/delegations?cursor=nonsense",
        "/v1/delegations?cursor=WyJvdGhlciIsIDFd",
        "/v1/delegations?page_size=0x10",
        "/v1/delegations?page_size=101",
        "/v1/delegations?page_size=-1",
        "/v1/delegations?state=asleep",
        "/v1/delegations?surprise=1",
        "/v1/roster?sort=shoe_size",
        "/v1/roster?min_followers=many",
        "/v1/roster?cursor=%00",
        "/v1/inbox?due_within_hours=soon",
        "/v1/inbox?tab=none",
        "/v1/inbox?sort=price",
    ],
)
def test_queries(parties: dict[str, Actor], path: str) -> None:
    named = problem(parties["agency"].send("GET", path), 422)["errors"]
    assert [each["field"] for each in named] == [path.partition("?")[2].partition("=")[0]]


def test_a_query_that_cannot_be_read(parties: dict[str, Actor]) -> None:
    unreadable = problem(parties["agency"].send("GET", "/v1/roster?cursor=%ff"), 400)
    assert unreadable["code"] == "parameters_unreadable"


def test_a_missing_field_is_no_unknown_and_no_stale_one(parties: dict[str, Actor]) -> None:
    asked = problem(parties["agency"].send("POST", "/v1/delegations", json={"scopes": []}), 422)
    assert {"field": "creator_id", "code": "required", "message": "is required"} in asked["errors"]
    path = f"/v1/creators/{parties['creator'].id}/offers/of_nothing"
    for act, missing in (("accept", {"version", "hash"}), ("proposals", {"base_version", "terms"})):
        refused = problem(parties["creator"].send("POST", f"{path}/{act}", json={}), 422)
        assert {each["field"] for each in refused["errors"]} == missing


def test_unknown_paths_and_methods(parties: dict[str, Actor]) -> None:
    http = parties["agency"].send
    problem(http("GET", "/v1/nothing"), 404)
    problem(http("PATCH", "/v1/delegations"), 405)
    problem(http("GET", "/v1/delegations/dg_nothing"), 404)
    problem(http("GET", "/v1/creators/%2e%2e%2f"), 404)


def test_preconditions(parties: dict[str, Actor]) -> None:
    creator = parties["creator"]
    path = f"/v1/creators/{creator.id}/rate-card"
    card: dict[str, Any] = {"rates": []}
    problem(creator.send("PUT", path, json=card), 428)
    problem(creator.send("PUT", path, json=card, headers={"If-Match": '"99"'}), 412)
    etag = creator.send("GET", path).headers["etag"]
    written = creator.send("PUT", path, json=card, headers={"If-Match": etag})
    assert written.status_code == 200
    problem(creator.send("PUT", path, json=card, headers={"If-Match": etag}), 412)
    unchanged = creator.send("GET", path, headers={"If-None-Match": written.headers["etag"]})
    assert unchanged.status_code == 304


def test_the_same_key_gives_the_first_answer(operator: Operator) -> None:
    body = {"name": "Twice", "country": "US"}
    headers = {"Idempotency-Key": "0b7c1f1e-key"}
    first = operator.post("/v1/operator/agencies", body, headers=headers)
    assert operator.post("/v1/operator/agencies", body, headers=headers) == first
    again = operator.send("POST", "/v1/operator/agencies", json=body, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = operator.send("POST", "/v1/operator/agencies", json=body | {"name": "Else"}, headers=headers)
    problem(other, 422)
    long = operator.send("POST", "/v1/operator/agencies", json=body, headers={"Idempotency-Key": "k" * 256})
    problem(long, 422)


def test_a_repeated_accept_after_progress_gives_the_first_answer(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    offer = send_offer(brand, creator)
    accept, key = f"{creator_path(offer)}/accept", {"Idempotency-Key": "accept-once"}
    first = creator.post(accept, current(offer), status=200, headers=key)
    creator.post(f"{creator_path(offer)}/messages", {"text": "Looking forward!"})
    assert creator.post(accept, current(offer), status=200, headers=key) == first
    brand.post(f"{brand_path(offer)}/withdraw", {"reason": "too late"}, status=409)


def test_bad_credentials(operator: Operator) -> None:
    url = f"{operator.base_url}/oauth/token"
    grant = {"grant_type": "client_credentials"}
    wrong = httpx.post(url, data=grant, auth=(operator.client_id, "wrong"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    unknown = httpx.post(url, data=grant, auth=("cl_nobody", "wrong"))
    assert unknown.json()["detail"] == wrong.json()["detail"]
    assert httpx.post(url, data=grant).status_code == 401
    auth = (operator.client_id, operator.client_secret)
    assert (
        httpx.post(url, data={"grant_type": "password"}, auth=auth).json()["error"]
        == "unsupported_grant_type"
    )


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 20_000])
def test_bad_tokens(operator: Operator, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    reply = httpx.get(f"{operator.base_url}/v1/delegations", headers=headers)
    assert reply.status_code in (400, 401, 431)
    assert reply.status_code != 401 or reply.headers["www-authenticate"].startswith("Bearer")
