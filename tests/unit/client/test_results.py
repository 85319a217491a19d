"""What methods send, and what becomes of answers."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

import callboard
from callboard import (
    Answer,
    CallboardError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ServerError,
    Stale,
    etag_of,
)
from tests.unit.client.gateway import answered, problem

OFFER = {"id": "of_1", "state": "a_new_state", "a_new_field": {"x": 1}, "version": 3}


def page(request):
    """Three pages of two."""
    place = int(request.url.params.get("cursor", "0"))
    items = [{"id": f"of_{place}{number}"} for number in range(2)]
    return answered(items=items, next_cursor=str(place + 1) if place < 2 else "")


def test_what_a_later_server_adds_is_let_pass(gateway):
    gateway.script = [answered(**OFFER)]
    offer = gateway.client().get_creator_offer("cr_1", "of_1")
    assert dict(offer) == OFFER


def test_a_result_knows_its_version(gateway):
    gateway.script = [answered(**OFFER)]
    client = gateway.client()
    labels = client.get_labels("cr_1")
    client.put_labels("cr_1", if_match=labels, tags=[], notes="")
    client.put_labels("cr_1", if_match=etag_of(labels), tags=[], notes="")
    assert [request.headers.get("If-Match") for request in gateway.asked] == [None, '"3"', '"3"']
    assert isinstance(labels, Answer)
    assert (labels.etag, labels.request_id, labels.replayed) == ('"3"', "r1", False)
    with pytest.raises(ValueError, match="no result with an ETag"):
        client.put_labels("cr_1", if_match={"version": 3}, tags=[])


def test_null_and_absent_are_two_things_in_a_patch(gateway):
    gateway.script = [answered(version=4)]
    client = gateway.client()
    client.patch_guardrails("dg_1", if_match='"3"', floor_price=None, blocked_categories=("a",))
    client.patch_guardrails("dg_1", if_match='"3"')
    first, second = gateway.asked
    assert json.loads(first.content) == {"floor_price": None, "blocked_categories": ["a"]}
    assert json.loads(second.content) == {}
    assert first.headers["Content-Type"] == "application/merge-patch+json"


def test_a_list_is_all_of_its_items(gateway):
    gateway.script = [page]
    offers = gateway.client().list_creator_offers("cr_1", tab="active", page_size=2)
    assert gateway.asked == []
    assert [offer["id"] for offer in offers] == ["of_00", "of_01", "of_10", "of_11", "of_20", "of_21"]
    queries = [dict(request.url.params) for request in gateway.asked]
    assert queries[0] == {"tab": "active", "page_size": "2"}
    assert queries[1:] == [{**queries[0], "cursor": cursor} for cursor in ("1", "2")]


def test_a_list_is_also_its_pages(gateway):
    gateway.script = [page]
    offers = gateway.client().list_creator_offers("cr_1")
    assert [len(each.items) for each in offers.pages()] == [2, 2, 2]
    assert offers.first().next_cursor == "1"
    last = gateway.client().list_creator_offers("cr_1", cursor="2").first()
    assert (len(last.items), last.next_cursor) == (2, "")
    assert len(list(gateway.client().pages("/v1/anything", {"q": "x"}))) == 6


def test_a_list_of_the_async_client(gateway):
    async def run():
        async with gateway.async_client() as client:
            offers = client.list_creator_offers("cr_1")
            found = [offer["id"] async for offer in offers]
            sizes = [len(each.items) async for each in offers.pages()]
            return found, sizes, (await offers.first()).next_cursor

    gateway.script = [page]
    found, sizes, cursor = asyncio.run(run())
    assert (len(found), sizes, cursor) == (6, [2, 2, 2], "1")


def test_ids_cannot_leave_their_place(gateway):
    gateway.script = [answered(id="x")]
    gateway.client().get_creator("cr_1/../x?y#z")
    assert gateway.asked[0].url.raw_path == b"/v1/creators/cr_1%2F..%2Fx%3Fy%23z"
    for wrong in ("", "..", "."):
        with pytest.raises(ValueError, match="is no id"):
            gateway.client().get_creator(wrong)
    with pytest.raises(ValueError, match="must begin with a slash"):
        gateway.client().request("GET", "http://elsewhere/v1/x")


def test_what_is_not_json_is_given_as_bytes(gateway):
    gateway.script = [httpx.Response(200, content=b'{"a": 1}\n')]
    assert gateway.client().export_activity("cr_1", after=3) == b'{"a": 1}\n'
    assert dict(gateway.asked[0].url.params) == {"after": "3"}


def test_nothing_is_given_for_nothing(gateway):
    gateway.script = [httpx.Response(204)]
    gateway.client().remove_creator("cr_1")
    assert gateway.asked[0].method == "DELETE"


def test_a_form_proves_the_client(gateway):
    gateway.script = [httpx.Response(200)]
    gateway.client().revoke_token(token="t")
    [request] = gateway.asked
    assert request.headers["Authorization"].startswith("Basic ")
    assert (request.content, "Idempotency-Key" in request.headers) == (b"token=t", False)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, Forbidden), (404, NotFound), (409, Conflict), (412, Stale), (422, Invalid), (500, ServerError)],
)
def test_errors_have_a_class_for_each_status(gateway, status, kind):
    faults = [{"field": "terms.price", "code": "required", "message": "is missing", "more": 1}]
    gateway.script = [problem(status, code="a_new_code", detail="It cannot be.", errors=faults)]
    with pytest.raises(kind) as raised:
        gateway.client().get_creator("cr_1")
    error = raised.value
    assert (error.status, error.code, error.request_id) == (status, "a_new_code", "r1")
    assert str(error) == f"It cannot be. (terms.price: is missing) (HTTP {status}) [request r1]"
    assert (error.errors[0].field, error.errors[0].code) == ("terms.price", "required")


def test_a_page_of_a_proxy_is_an_error_too(gateway):
    gateway.script = [httpx.Response(502, text="<html>Bad gateway</html>")]
    with pytest.raises(ServerError, match=r"gave no reason. \(HTTP 502\)"):
        gateway.client().get_creator("cr_1")
    for answer in (httpx.Response(200, text="hello"), httpx.Response(200, json=[])):
        gateway.script = [answer]
        with pytest.raises(CallboardError, match="not a JSON object"):
            gateway.client().get_creator("cr_1")


def test_any_answer_can_be_had(gateway):
    gateway.script = [problem(418)]
    assert gateway.client().request("GET", "/v1/x", query={"a": [1, True]}, check=False).status_code == 418
    assert gateway.asked[0].url.query == b"a=1&a=true"
    with pytest.raises(callboard.ApiError):
        gateway.client().request("GET", "/v1/x")
