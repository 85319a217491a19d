"""Webhooks with their deliveries, addresses to which events are mailed, and reminders."""

from __future__ import annotations

import httpx
import pytest
from werkzeug.datastructures import MultiDict

from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.settings import DELIVERY, OWNER, REMINDERS, SUBSCRIPTION, WEBHOOK, owner

HOOK = "/v1/webhooks/wh_1"
PAGE = "/settings/webhooks/wh_1"


@pytest.fixture
def gateway() -> FakeGateway:
    """As an owner finds it."""
    return owner()


def test_the_operator_has_no_webhooks(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = {**me("operator", "op_1"), "client": OWNER["client"]}
    assert "/settings/webhooks" not in gateway.browser().look("/settings").text


def test_a_webhook_shows_what_was_sent_and_why_it_failed(gateway: FakeGateway) -> None:
    shown = gateway.browser().look(f"{PAGE}?state=failed").text
    assert "It failed." in shown
    assert "offer.sent" in shown
    asked = next(each for each in gateway.asked if each.url.path == f"{HOOK}/deliveries")
    assert asked.url.params["state"] == "failed"


def test_the_secret_of_a_webhook_is_shown_in_its_answer_alone(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/webhooks"] = {**WEBHOOK, "secret": "whsec_1"}
    browser = gateway.browser()
    form = MultiDict(
        [("url", "https://h.test"), ("events", "offer.sent"), ("events", "made.up"), ("once", "k")]
    )
    made = browser.send("/settings/webhooks/new", form)
    assert 'value="whsec_1"' in made.text
    assert gateway.bodies("/v1/webhooks") == [
        {"url": "https://h.test", "description": "", "events": ["offer.sent"]}
    ]
    assert "whsec_1" not in browser.look("/settings/webhooks").text


def test_an_address_that_is_refused_is_kept(gateway: FakeGateway) -> None:
    faults = [{"field": "url", "code": "private", "message": "It is a private address."}]
    gateway.answers["POST /v1/webhooks"] = problem(422, "invalid", errors=faults)
    shown = gateway.browser().send("/settings/webhooks/new", {"url": "javascript:alert(1)"})
    assert "It is a private address." in shown.text
    assert 'href="javascript:' not in shown.text


def test_where_events_are_sent_is_never_a_link(gateway: FakeGateway) -> None:
    hostile = {**WEBHOOK, "url": "javascript:alert(1)", "description": "<b>x</b>"}
    gateway.answers["GET /v1/webhooks"] = page(hostile)
    gateway.answers[f"GET {HOOK}"] = hostile
    gateway.answers[f"GET {HOOK}/deliveries"] = page({**DELIVERY, "body": "<script>alert(1)</script>"})
    for path in ("/settings/webhooks", PAGE):
        shown = gateway.browser().look(path).text
        assert 'href="javascript:' not in shown
        assert "<script>alert" not in shown
        assert "<b>x</b>" not in shown


def test_a_webhook_is_paused_tested_and_redelivered(gateway: FakeGateway) -> None:
    gateway.answers[f"GET {HOOK}"] = httpx.Response(200, json=WEBHOOK, headers={"ETag": '"5"'})
    gateway.answers[f"PATCH {HOOK}"] = WEBHOOK
    gateway.answers[f"POST {HOOK}/test"] = DELIVERY
    gateway.answers[f"POST {HOOK}/deliveries/dv_1/redeliver"] = DELIVERY
    gateway.answers[f"POST {HOOK}/redeliver"] = {"count": 3, "continues_at": None}
    browser = gateway.browser()
    assert browser.send(f"{PAGE}/state", {"state": "paused"}).location == PAGE
    assert gateway.bodies(HOOK) == [{"state": "paused"}]
    assert browser.send(f"{PAGE}/test", {"once": "k1"}).location == PAGE
    assert browser.send(f"{PAGE}/deliveries/dv_1/redeliver", {"once": "k2"}).location == PAGE
    browser.send(f"{PAGE}/redeliver", {"since": "2026-02-01T10:00", "once": "k3"})
    assert gateway.bodies(f"{HOOK}/redeliver") == [{"since": "2026-02-01T10:00:00Z"}]
    assert "3 events are sent again." in browser.look(PAGE).text


def test_a_new_secret_is_asked_for_and_shown_once(gateway: FakeGateway) -> None:
    gateway.answers[f"POST {HOOK}/rotate-secret"] = {**WEBHOOK, "secret": "whsec_2"}
    browser = gateway.browser()
    assert "Make a new secret?" in browser.look(f"{PAGE}/rotate").text
    assert 'value="whsec_2"' in browser.send(f"{PAGE}/rotate", {}).text


def test_a_webhook_that_was_changed_meanwhile_shows_both(gateway: FakeGateway) -> None:
    gateway.answers[f"PATCH {HOOK}"] = problem(412, "stale")
    shown = gateway.browser().send(f"{PAGE}/edit", {"url": "https://mine.test", "base": "4"})
    assert shown.status_code == 409
    assert 'value="https://mine.test"' in shown.text
    assert "<td>https://hooks.example.com/callboard</td>" in shown.text
    assert 'name="base" value="5"' in shown.text


def test_a_webhook_is_removed_after_a_question(gateway: FakeGateway) -> None:
    gateway.answers[f"DELETE {HOOK}"] = httpx.Response(204)
    browser = gateway.browser()
    assert "what waits is not sent" in browser.look(f"{PAGE}/remove").text
    assert browser.send(f"{PAGE}/remove", {}).location == "/settings/webhooks"


def test_an_address_is_added_confirmed_and_removed(gateway: FakeGateway) -> None:
    path = "/v1/mail/subscriptions"
    gateway.answers[f"POST {path}"] = SUBSCRIPTION
    gateway.answers[f"POST {path}/ms_1/confirm"] = SUBSCRIPTION
    gateway.answers[f"DELETE {path}/ms_1"] = httpx.Response(204)
    browser = gateway.browser()
    form = {"address": "ana@example.com", "frequency": "daily", "language": "es"}
    assert browser.send("/settings/mail/new", form).location == "/settings/mail"
    assert gateway.bodies(path) == [{**form, "events": []}]
    assert "Not confirmed yet" in browser.look("/settings/mail").text
    assert browser.send("/settings/mail/ms_1/confirm", {"token": "t"}).status_code == 303
    assert browser.send("/settings/mail/ms_1/remove", {}).status_code == 303


def test_a_wrong_code_of_a_mail_is_said(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/mail/subscriptions/ms_1/confirm"] = problem(404, "not_found", "No such code.")
    shown = gateway.browser().send("/settings/mail/ms_1/confirm", {"token": "wrong"})
    assert shown.status_code == 422
    assert 'value="wrong"' in shown.text


def test_what_is_mailed_is_changed(gateway: FakeGateway) -> None:
    gateway.answers["PATCH /v1/mail/subscriptions/ms_1"] = SUBSCRIPTION
    form = {"frequency": "at_once", "language": "en", "events": "offer.sent", "base": "2"}
    assert gateway.browser().send("/settings/mail/ms_1", form).status_code == 303
    assert gateway.bodies("/v1/mail/subscriptions/ms_1") == [
        {"language": "en", "frequency": "at_once", "events": ["offer.sent"]}
    ]


def test_reminders_are_set_on_the_version_that_was_shown(gateway: FakeGateway) -> None:
    gateway.answers["PUT /v1/reminders/settings"] = REMINDERS
    browser = gateway.browser()
    assert 'value="48, 24"' in browser.look("/settings/reminders").text
    form = {"hours_before": "72, 12", "kind.draft": "on", "base": "0"}
    assert browser.send("/settings/reminders", form).status_code == 303
    assert gateway.bodies("/v1/reminders/settings") == [
        {"hours_before": [72, 12], "late": False, "kinds": ["draft"]}
    ]


@pytest.mark.parametrize("hours", ["soon", "0", "721", "1,2,3,4,5,6"])
def test_hours_that_cannot_be_are_said(gateway: FakeGateway, hours: str) -> None:
    shown = gateway.browser().send("/settings/reminders", {"hours_before": hours, "base": "0"})
    assert shown.status_code == 422
    assert gateway.bodies("/v1/reminders/settings") == []


def test_reminders_that_were_changed_elsewhere_stand_beside(gateway: FakeGateway) -> None:
    gateway.answers["PUT /v1/reminders/settings"] = problem(412, "stale")
    shown = gateway.browser().send("/settings/reminders", {"hours_before": "1", "base": "0"})
    assert shown.status_code == 409
    assert "<td>48, 24</td>" in shown.text
