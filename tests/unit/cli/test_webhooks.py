"""`callboard webhooks`: what is asked of the gateway, and what is shown of its answer."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.gateway import Gateway, Shell

WEBHOOK = {"id": "wh_1", "state": "paused", "url": "https://a.example/", "failing_since": None}
DELIVERY = {
    "id": "wh_1:ev_1",
    "type": "offer.sent",
    "state": "pending",
    "created_at": "2026-03-01T12:00:00Z",
    "attempts": [
        {"status": 0, "error": "The connection failed."},
        {"status": 500, "error": "The receiver answered 500."},
    ],
}
PATH = "/v1/webhooks/wh_1"


def test_webhooks_are_listed(gateway: Gateway, shell: Shell) -> None:
    gateway.answers["GET /v1/webhooks"] = {"items": [WEBHOOK], "next_cursor": ""}
    outcome = shell(gateway.context(), "webhooks", "list", "--state", "paused")
    assert outcome.code == 0
    assert "https://a.example/" in outcome.out
    assert gateway.asked[0].url.params["state"] == "paused"
    assert shell(gateway.context(), "webhooks", "list", "--json").document == {"items": [WEBHOOK]}


def test_a_webhook_is_added_and_its_secret_shown(gateway: Gateway, shell: Shell) -> None:
    made = {"id": "wh_1", "secret": "whsec_once"}
    gateway.answers["POST /v1/webhooks"] = made
    command = ("webhooks", "add", "https://a.example/", "--event", "offer.sent", "--event", "offer.declined")
    assert shell(gateway.context(), *command).out.count("whsec_once") == 1
    assert shell(gateway.context(), *command, "--json").document == made
    assert json.loads(gateway.asked[0].content) == {
        "url": "https://a.example/",
        "events": ["offer.sent", "offer.declined"],
        "description": "",
    }


@pytest.mark.parametrize(
    ("command", "route"),
    [
        (("test", "wh_1"), f"POST {PATH}/test"),
        (("redeliver", "wh_1", "wh_1:ev_1"), f"POST {PATH}/deliveries/wh_1:ev_1/redeliver"),
    ],
)
def test_an_event_is_sent(gateway: Gateway, shell: Shell, command: tuple[str, ...], route: str) -> None:
    gateway.answers[route] = DELIVERY
    assert shell(gateway.context(), "webhooks", *command).out == "wh_1:ev_1 is on its way.\n"
    assert shell(gateway.context(), "webhooks", *command, "--json").document == DELIVERY


def test_deliveries_show_what_came_of_the_latest_attempt(gateway: Gateway, shell: Shell) -> None:
    untried = {**DELIVERY, "id": "wh_1:ev_2", "attempts": []}
    gateway.answers[f"GET {PATH}/deliveries"] = {"items": [DELIVERY, untried], "next_cursor": "more"}
    outcome = shell(gateway.context(), "webhooks", "deliveries", "wh_1", "--state", "pending", "--limit", "1")
    assert "The receiver answered 500." in outcome.out
    assert "ev_2" not in outcome.out
    assert gateway.asked[0].url.params["state"] == "pending"
    assert len(gateway.asked) == 1
