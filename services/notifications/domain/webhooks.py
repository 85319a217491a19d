"""Webhooks: where a party's events are sent, how they are signed, and when sending is given up."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound

MOST_WEBHOOKS = 20
"""Of one party."""

SECRET_PREFIX = "whsec_"  # noqa: S105 (not a secret)
SECRET_BYTES = 24
OVERLAP = timedelta(days=1)
"""For which a former secret signs beside the new one."""

MOST_SECRETS = 3
GIVE_UP = timedelta(days=3)
"""After which an event is tried no more, and a webhook of which every delivery has failed is paused."""

UNKNOWN = "There is no such webhook."


class WebhookState(StrEnum):
    """Whether events are sent to a webhook."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True)
class Secret:
    """A secret with which deliveries are signed; `ends_at` is None for the present one."""

    value: str
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Webhook:
    """An address to which a party's events are sent; no `events` means all types."""

    id: str
    party_id: str
    url: str
    created_at: datetime
    updated_at: datetime
    secrets: tuple[Secret, ...]
    client_id: str = ""
    """The client that has registered it."""
    events: tuple[str, ...] = ()
    description: str = ""
    state: WebhookState = WebhookState.ACTIVE
    failing_since: datetime | None = None
    redelivered_at: datetime | None = None
    """When its owner had events sent again last."""
    version: int = 1

    @property
    def path(self) -> str:
        """Where its owner reads it."""
        return f"/v1/webhooks/{self.id}"

    def wants(self, event_type: str) -> bool:
        """Whether events of that type are sent."""
        return not self.events or event_type in self.events

    def signing_secrets(self, now: datetime) -> list[str]:
        """Those with which a delivery is signed now, the present one first."""
        return [each.value for each in self.secrets if each.ends_at is None or now < each.ends_at]


def secret_of(random: bytes) -> str:
    """The form of the Standard Webhooks specification, of SECRET_BYTES random bytes."""
    return SECRET_PREFIX + base64.b64encode(random).decode()


def require_own(webhook: Webhook | None, party_id: str) -> Webhook:
    """The webhook, where it is the party's; raises NotFound."""
    if webhook is None or webhook.party_id != party_id:
        raise NotFound(UNKNOWN, code=ErrorCode.WEBHOOK_NOT_FOUND)
    return webhook


def require_room(count: int) -> None:
    """Raises Conflict where a party has as many webhooks as it may have."""
    if count >= MOST_WEBHOOKS:
        raise Conflict(
            f"A party has at most {MOST_WEBHOOKS} webhooks; remove one first.", code=ErrorCode.LIMIT_REACHED
        )


def rotate(webhook: Webhook, secret: str, now: datetime) -> Webhook:
    """With a new secret; the former one signs beside it for OVERLAP."""
    former = [
        each if each.ends_at else replace(each, ends_at=now + OVERLAP)
        for each in webhook.secrets
        if each.ends_at is None or now < each.ends_at
    ]
    kept = (Secret(secret), *former)[:MOST_SECRETS]
    return replace(webhook, secrets=kept, updated_at=now)


def note_outcome(webhook: Webhook, *, delivered: bool, now: datetime) -> Webhook:
    """After an attempt: since when every one has failed, and paused where that was GIVE_UP ago.

    Itself where nothing changes, so that a webhook that works is not written with every delivery.
    """
    if delivered:
        return replace(webhook, failing_since=None) if webhook.failing_since else webhook
    if webhook.failing_since is None:
        return replace(webhook, failing_since=now)
    if webhook.state is WebhookState.ACTIVE and now - webhook.failing_since >= GIVE_UP:
        return replace(webhook, state=WebhookState.PAUSED, updated_at=now)
    return webhook
