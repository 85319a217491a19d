"""Webhooks: whether a delivery is Callboard's, after the Standard Webhooks specification.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
Its reference library would bring five packages for these few lines.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from callboard.errors import CallboardError

TOLERANCE = 300.0
"""Seconds by which a delivery may be late, or early."""

_PREFIX = "whsec_"


class WebhookError(CallboardError):
    """The delivery is not one of Callboard's, or too old: do not believe it, answer 400."""


class Event(TypedDict):
    """What a delivery tells. `type` is `<thing>.<past participle>`; there may be new ones."""

    type: str
    timestamp: str
    data: dict[str, Any]


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secret: str | Iterable[str],
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> Event:
    """The event in a delivery; raises WebhookError where it is not genuine.

    `body` must be what was received, byte by byte. While a secret is replaced, give the old and the new one.
    """
    found = {name.lower(): value for name, value in headers.items()}
    try:
        message, sent_at = found["webhook-id"], int(found["webhook-timestamp"])
        signatures = found["webhook-signature"].split()
    except (LookupError, ValueError) as error:
        raise WebhookError(f"A header is missing or cannot be read: {error}.") from error
    if abs((time.time() if now is None else now) - sent_at) > tolerance:
        raise WebhookError("The delivery is too old, or the clocks disagree.")
    content = body.encode() if isinstance(body, str) else body
    signed = f"{message}.{sent_at}.".encode() + content
    secrets = [secret] if isinstance(secret, str) else list(secret)
    wanted = [_signature(_key(each), signed) for each in secrets]
    # Every pair is compared, so that the time tells nothing.
    matches = [hmac.compare_digest(one.encode(), each) for one in signatures for each in wanted]
    if not any(matches):
        raise WebhookError("The signature is not one of this secret.")
    return _event(content)


def _event(content: bytes) -> Event:
    try:
        event: Event = json.loads(content)
    except ValueError as error:
        raise WebhookError("The body is not JSON.") from error
    return event


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WebhookError("The secret is not one of a webhook: whsec_ and base64.") from error


def _signature(key: bytes, signed: bytes) -> bytes:
    return b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256"))
