"""`callboard webhooks`: what is asked of the gateway, and what is shown of its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.webhook_listener import Arrival, arrival
from services.notifications.sending.sender import headers_of
from services.shared.clock import SystemClock
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


def test_all_since_a_time_is_sent_again_part_by_part(gateway: Gateway, shell: Shell) -> None:
    gateway.answers[f"POST {PATH}/redeliver"] = [
        {"count": 1000, "continues_at": "2026-03-02T00:00:00Z"},
        {"count": 7, "continues_at": None},
    ]
    command = ("webhooks", "redeliver", "wh_1", "--since", "2026-03-01T00:00:00Z")
    assert shell(gateway.context(), *command).out == "1007 events are on their way.\n"
    since = [json.loads(each.content)["since"] for each in gateway.asked]
    assert since == ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"]


@pytest.mark.parametrize("more", [(), ("wh_1:ev_1", "--since", "2026-03-01T00:00:00Z")])
def test_either_one_or_all_is_sent_again(gateway: Gateway, shell: Shell, more: tuple[str, ...]) -> None:
    outcome = shell(gateway.context(), "webhooks", "redeliver", "wh_1", *more)
    assert (outcome.code, gateway.asked) == (2, [])


BODY = b'{"type": "offer.sent", "timestamp": "2026-03-01T12:00:00Z", "data": {"offer_id": "of_1"}}'
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def signed(secret: str = SECRET) -> dict[str, str]:
    """The headers of a delivery of BODY that was sent just now."""
    now = SystemClock().now()
    headers = headers_of([secret], "ev_1", now, BODY.decode())
    return {name.decode().title(): value.decode() for name, value in headers}


def test_what_arrives_is_verified_where_there_is_a_secret() -> None:
    genuine = Arrival("ev_1", json.loads(BODY))
    assert arrival(signed(), BODY, SECRET) == genuine
    assert arrival({"webhook-id": "ev_1"}, BODY, "") == genuine
    other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    for refused in (
        arrival(signed(other), BODY, SECRET),
        arrival(signed(), BODY + b" ", SECRET),
        arrival({}, BODY, SECRET),
        arrival({}, b"[1]", ""),
        arrival({}, b"no", ""),
    ):
        assert refused.refused
        assert refused.event == {}


def test_a_secret_that_cannot_be_read_is_said(gateway: Gateway, shell: Shell, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert shell(gateway.context(), "webhooks", "listen", "--secret-file", missing).code == 2


def test_deliveries_show_what_came_of_the_latest_attempt(gateway: Gateway, shell: Shell) -> None:
    untried = {**DELIVERY, "id": "wh_1:ev_2", "attempts": []}
    gateway.answers[f"GET {PATH}/deliveries"] = {"items": [DELIVERY, untried], "next_cursor": "more"}
    outcome = shell(gateway.context(), "webhooks", "deliveries", "wh_1", "--state", "pending", "--limit", "1")
    assert "The receiver answered 500." in outcome.out
    assert "ev_2" not in outcome.out
    assert gateway.asked[0].url.params["state"] == "pending"
    assert len(gateway.asked) == 1
