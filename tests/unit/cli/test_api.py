"""The client of the REST surface."""

from __future__ import annotations

import httpx
import pytest

from services.cli.errors import CliError, Problem
from tests.unit.cli.gateway import URL, problem


def test_one_token_serves_until_it_is_about_to_end(gateway):
    context = gateway.context()
    gateway.answers["GET /v1/x"] = {"items": []}
    api = context.api()
    api.get("/v1/x")
    api.get("/v1/x")
    assert gateway.tokens == 1
    context.clock.advance(seconds=841)
    api.get("/v1/x")
    assert gateway.tokens == 2


def test_a_token_that_is_refused_is_replaced_once(gateway):
    gateway.answers["GET /v1/x"] = [problem(401, "Expired."), httpx.Response(200, json={"ok": 1})]
    assert gateway.context().api().get("/v1/x") == {"ok": 1}
    assert gateway.tokens == 2
    gateway.answers["GET /v1/x"] = problem(401, "Not you.")
    with pytest.raises(Problem, match="Not you"):
        gateway.context().api().get("/v1/x")


def test_pages_are_followed_to_the_last(gateway):
    def page(request):
        cursor = request.url.params.get("cursor")
        return httpx.Response(200, json={"items": [cursor], "next_cursor": "" if cursor == "b" else "b"})

    gateway.answers["GET /v1/x"] = page
    assert list(gateway.context().api().pages("/v1/x", tab="active")) == [None, "b"]
    assert {request.url.params["tab"] for request in gateway.asked} == {"active"}


@pytest.mark.parametrize("fault", [problem(503, "Later."), httpx.ReadError("reset"), problem(429, "Slower.")])
def test_a_post_is_repeated_under_the_same_key(gateway, fault):
    context = gateway.context()
    gateway.answers["POST /v1/x"] = [fault, fault, httpx.Response(201, json={"id": 1})]
    assert context.api().post("/v1/x", {}, key="k1") == {"id": 1}
    assert [request.headers["Idempotency-Key"] for request in gateway.asked] == ["k1"] * 3
    assert context.clock.slept == [0.2, 1.0]


def test_it_gives_up_in_the_end(gateway):
    gateway.answers["POST /v1/x"] = problem(503, "Later.")
    with pytest.raises(Problem, match=r"Later. \(HTTP 503\) \[request r1\]"):
        gateway.context().api().post("/v1/x", {}, key="k1")
    assert len(gateway.asked) == 4


def test_a_put_is_never_repeated(gateway):
    gateway.answers["PUT /v1/x"] = [httpx.ReadError("reset"), httpx.Response(200, json={})]
    with pytest.raises(CliError, match="failed: reset"):
        gateway.context().api().put("/v1/x", {}, etag='"1"')
    assert gateway.asked[0].headers["If-Match"] == '"1"'


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (httpx.ConnectError("refused"), f"No Callboard answers at {URL}; is it running?"),
        (httpx.ReadTimeout("slow"), f"{URL} did not answer in time."),
    ],
)
def test_what_the_network_does_is_one_sentence(gateway, fault, said):
    gateway.answers["POST /oauth/token"] = fault
    with pytest.raises(CliError) as raised:
        gateway.context().api().get("/v1/x")
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (problem(404, "There is no such creator."), "There is no such creator. (HTTP 404)"),
        (
            problem(
                422,
                "a: bad (and 1 more)",
                errors=[{"field": "a", "message": "bad"}, {"field": "b", "message": "worse"}],
            ),
            "a: bad (and 1 more) (a bad; b worse) (HTTP 422)",
        ),
        (httpx.Response(502, text="<html>Bad gateway</html>"), "The server gave no reason. (HTTP 502)"),
        (httpx.Response(200, text="hello"), "The server's answer is not a JSON object. (HTTP 200)"),
        (httpx.Response(200, json=[]), "The server's answer is not a JSON object. (HTTP 200)"),
    ],
)
def test_what_the_server_says_is_one_sentence(gateway, answer, said):
    gateway.answers["GET /v1/x"] = answer
    with pytest.raises(Problem) as raised:
        gateway.context().api().get("/v1/x")
    assert str(raised.value) == said


def test_an_upload_is_sent_once_in_pieces(gateway):
    gateway.answers["POST /v1/up"] = [problem(503, "Later."), httpx.Response(200, json={})]
    with pytest.raises(Problem, match="Later"):
        gateway.context().api().upload("/v1/up", iter([b"ab", b"c"]), content_type="text/csv", size=3)
    [sent] = gateway.asked
    assert (sent.content, sent.headers["Content-Length"]) == (b"abc", "3")
    assert "Transfer-Encoding" not in sent.headers
