"""`callboard mail`: what is asked of the gateway, and what is shown of its answer."""

from __future__ import annotations

import json

from tests.unit.cli.gateway import Gateway, Shell

SUBSCRIPTION = {
    "id": "ms_1",
    "state": "paused",
    "address": "ana@a.example",
    "frequency": "daily",
    "language": "es",
    "refusal": "550 No such user",
}
MAIL = {
    "id": "ml_1",
    "state": "kept",
    "recipient": "ana@a.example",
    "subject": "Acme has sent Ana an offer",
    "text": "Acme has sent\n\u202eAna an offer.",
    "created_at": "2026-03-01T12:00:00Z",
    "attempts": [{"status": 451, "error": "451 Later"}],
}
PATH = "/v1/mail/subscriptions"


def test_subscriptions_are_listed(gateway: Gateway, shell: Shell) -> None:
    gateway.answers[f"GET {PATH}"] = {"items": [SUBSCRIPTION], "next_cursor": ""}
    outcome = shell(gateway.context(), "mail", "subscriptions", "--state", "paused")
    assert outcome.code == 0
    assert "550 No such user" in outcome.out
    assert gateway.asked[0].url.params["state"] == "paused"
    assert shell(gateway.context(), "mail", "subscriptions", "--json").document == {"items": [SUBSCRIPTION]}


def test_an_address_is_added_confirmed_and_removed(gateway: Gateway, shell: Shell) -> None:
    gateway.answers[f"POST {PATH}"] = SUBSCRIPTION
    gateway.answers[f"POST {PATH}/ms_1/confirm"] = SUBSCRIPTION
    gateway.answers[f"DELETE {PATH}/ms_1"] = {}
    command = ("mail", "add", "ana@a.example", "--event", "offer.sent", "--language", "es")
    assert "ms_1" in shell(gateway.context(), *command).out
    assert json.loads(gateway.asked[0].content) == {
        "address": "ana@a.example",
        "events": ["offer.sent"],
        "frequency": "at_once",
        "language": "es",
    }
    assert "ana@a.example" in shell(gateway.context(), "mail", "confirm", "ms_1", "token").out
    assert json.loads(gateway.asked[1].content) == {"token": "token"}
    assert shell(gateway.context(), "mail", "remove", "ms_1").code == 0


def test_the_operator_reads_what_is_kept(gateway: Gateway, shell: Shell) -> None:
    gateway.answers["GET /v1/mail/outbox"] = {"items": [MAIL], "next_cursor": ""}
    gateway.answers["GET /v1/mail/outbox/ml_1"] = MAIL
    listed = shell(gateway.context(), "mail", "outbox", "--state", "kept", "--limit", "1")
    assert listed.code == 0
    assert "451 Later" in listed.out
    assert gateway.asked[0].url.params["state"] == "kept"
    shown = shell(gateway.context(), "mail", "read", "ml_1").out
    assert "Acme has sent\n\\u202eAna an offer." in shown
    assert shell(gateway.context(), "mail", "read", "ml_1", "--json").document == MAIL
