"""Whether a delivery is genuine."""

from __future__ import annotations

import base64
import hmac
import json
import time

import pytest

from callboard import webhooks

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
OTHER = "whsec_" + base64.b64encode(b"another one, 24 bytes lo").decode()
BODY = json.dumps(
    {"type": "offer.sent", "timestamp": "2026-03-01T12:00:00Z", "data": {"id": "of_1"}}
).encode()
NOW = 1_772_366_400


def delivery(secret=SECRET, body=BODY, at=NOW, **changed):
    """The headers of a delivery."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.digest(key, f"msg_1.{at}.".encode() + body, "sha256")).decode()
    return {
        "Webhook-Id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    } | changed


def test_a_genuine_one_is_its_event():
    assert webhooks.verify(BODY, delivery(), SECRET, now=NOW)["data"] == {"id": "of_1"}
    assert webhooks.verify(BODY.decode(), delivery(), SECRET, now=NOW + 299)["type"] == "offer.sent"
    assert webhooks.verify(BODY, delivery(at=int(time.time())), SECRET)["type"] == "offer.sent"


def test_the_example_of_the_specification():
    """From the reference libraries."""
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert webhooks.verify('{"test": 2432232314}', headers, secret, now=1614265330)


def test_a_secret_can_be_replaced():
    assert webhooks.verify(BODY, delivery(OTHER), [SECRET, OTHER], now=NOW)
    both = f"{delivery(OTHER)['webhook-signature']} v2,x {delivery()['webhook-signature']}"
    assert webhooks.verify(BODY, delivery(**{"webhook-signature": both}), SECRET, now=NOW)


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (BODY + b" ", delivery(), "signature"),
        (BODY, delivery(OTHER), "signature"),
        (BODY, delivery(**{"Webhook-Id": "msg_2"}), "signature"),
        (BODY, delivery(at=NOW - 301), "too old"),
        (BODY, delivery(at=NOW + 301), "too old"),
        (BODY, delivery(**{"webhook-timestamp": "soon"}), "header"),
        (BODY, {}, "header"),
        (b"{", delivery(body=b"{"), "not JSON"),
    ],
)
def test_anything_else_is_refused(body, headers, said):
    with pytest.raises(webhooks.WebhookError, match=said):
        webhooks.verify(body, headers, SECRET, now=NOW)


def test_a_wrong_secret_is_said():
    with pytest.raises(webhooks.WebhookError, match="whsec_"):
        webhooks.verify(BODY, delivery(), "hello!", now=NOW)
