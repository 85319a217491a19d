"""`callboard api`: any request."""

from __future__ import annotations

import io
import json

import httpx
import pytest

from tests.unit.cli.gateway import problem


def sent(request):
    """The JSON that was sent."""
    return json.loads(request.content)


def test_help_shows_examples(gateway, shell):
    assert "callboard api GET" in " ".join(shell(gateway.context(), "api", "-h").out.split())


def test_fields_of_a_reading_are_its_query(gateway, shell):
    gateway.answers["GET /v1/roster"] = {"items": []}
    outcome = shell(
        gateway.context(), "api", "get", "/v1/roster", "-f", "sort=-followers", "-F", "page_size=3"
    )
    assert outcome.document == {"items": []}
    assert dict(gateway.asked[0].url.params) == {"sort": "-followers", "page_size": "3"}


def test_a_body_of_fields_on_top_of_a_file(gateway, shell, tmp_path, monkeypatch):
    gateway.answers["POST /v1/x"] = httpx.Response(201, json={"id": 1}, headers={"ETag": '"1"'})
    (tmp_path / "body.json").write_text('{"a": 1, "b": 2}')
    command = ("api", "POST", "/v1/x", "--input", str(tmp_path / "body.json"), "-f", "c=1=2", "-F", "b=[3]")
    outcome = shell(gateway.context(), *command, "--idempotency-key", "k1", "-i")
    assert outcome.out.startswith("HTTP 201\n")
    assert 'etag: "1"' in outcome.out
    assert sent(gateway.asked[0]) == {"a": 1, "b": [3], "c": "1=2"}
    assert gateway.asked[0].headers["Idempotency-Key"] == "k1"
    monkeypatch.setattr("sys.stdin", io.StringIO('{"d": null}'))
    assert shell(gateway.context(), "api", "POST", "/v1/x", "--input", "-").code == 0
    assert sent(gateway.asked[1]) == {"d": None}
    assert gateway.asked[1].headers["Idempotency-Key"] != "k1"


def test_a_patch_is_a_merge_patch_over_a_version(gateway, shell):
    gateway.answers["PATCH /v1/x"] = {"id": 1}
    assert shell(gateway.context(), "api", "PATCH", "/v1/x", "--if-match", '"3"', "-F", "a=null").code == 0
    [request] = gateway.asked
    assert (request.headers["If-Match"], sent(request)) == ('"3"', {"a": None})
    assert request.headers["Content-Type"] == "application/merge-patch+json"


def test_all_pages_are_one_document(gateway, shell):
    def page(request):
        cursor = request.url.params.get("cursor", "")
        return httpx.Response(200, json={"items": [cursor], "next_cursor": "" if cursor else "b"})

    gateway.answers["GET /v1/x"] = page
    outcome = shell(gateway.context(), "api", "GET", "/v1/x", "-f", "tab=active", "--paginate")
    assert outcome.document == {"items": ["", "b"]}
    assert {request.url.params["tab"] for request in gateway.asked} == {"active"}


def test_what_is_not_json_is_printed_as_it_came(gateway, shell):
    gateway.answers["GET /v1/x"] = httpx.Response(200, content=b'{"a": 1}\n{"a": 2}\n')
    assert shell(gateway.context(), "api", "GET", "/v1/x").out == '{"a": 1}\n{"a": 2}\n'


def test_a_refusal_is_printed_and_ends_the_command(gateway, shell):
    gateway.answers["GET /v1/x"] = problem(403, "Not you.", code="wrong_party")
    outcome = shell(gateway.context(), "api", "GET", "/v1/x")
    assert (outcome.code, outcome.document["code"]) == (3, "wrong_party")
    assert outcome.err == "Error: Not you. (HTTP 403) [request r1]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("GET", "v1/x"),
        ("POST", "/v1/x", "-f", "a"),
        ("POST", "/v1/x", "-F", "a={"),
        ("GET", "/v1/x", "--input", "-"),
        ("POST", "/v1/x", "--paginate"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(gateway, shell, arguments):
    outcome = shell(gateway.context(), "api", *arguments)
    assert (outcome.code, gateway.asked) == (2, [])
