"""`callboard events tail`."""

from __future__ import annotations

import json

import httpx

from tests.unit.cli.gateway import problem

BODY = json.dumps(
    {
        "type": "offer.sent",
        "timestamp": "2026-04-01T12:00:00Z",
        "data": {
            "creator": {"id": "cr_1", "display_name": "\u202eZoe"},
            "offer_id": "of_1",
            "state": "in_review",
        },
    }
)
STREAM = httpx.Response(200, content=f"id: ev_1\ndata: {BODY}\n\nid: ev_2\ndata: {BODY}\n\n".encode())


def test_each_event_is_a_line(gateway, shell):
    gateway.answers["GET /v1/events"] = STREAM
    command = ("events", "tail", "--types", "offer.sent,offer.declined", "--creator", "cr_1", "--limit", "2")
    outcome = shell(gateway.context(), *command)
    line = "2026-04-01T12:00:00Z  offer.sent  ev_1  creator=cr_1  offer_id=of_1  state=in_review"
    assert outcome.out.splitlines() == [line, line.replace("ev_1", "ev_2")]
    assert outcome.code == 0
    assert gateway.asked[0].url.query == b"types=offer.sent&types=offer.declined&creator_id=cr_1"


def test_json_is_one_document_a_line(gateway, shell):
    gateway.answers["GET /v1/events"] = STREAM
    outcome = shell(gateway.context(), "events", "tail", "--after", "ev_0", "--limit", "1", "--json")
    [line] = outcome.out.splitlines()
    assert json.loads(line)["id"] == "ev_1"
    assert "\u202e" not in line
    assert gateway.asked[0].headers["Last-Event-ID"] == "ev_0"


def test_a_refusal_is_said(gateway, shell):
    gateway.answers["GET /v1/events"] = problem(403, "This is for a party of another kind.")
    outcome = shell(gateway.context(), "events", "tail")
    assert (outcome.code, "another kind" in outcome.err) == (3, True)
