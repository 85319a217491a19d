"""Webhooks: registering them, changing them, and what was sent to them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from services.notifications.domain.deliveries import Delivery, DeliveryState
from services.notifications.domain.webhooks import (
    SECRET_BYTES,
    UNKNOWN,
    Secret,
    Webhook,
    WebhookState,
    require_own,
    require_room,
    rotate,
    secret_of,
)
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode, FieldCode
from services.shared.commands import Invocation, create, execute
from services.shared.errors import Stale, invalid
from services.shared.paging import Page, PageRequest


@dataclass(frozen=True)
class Registration:
    """What a party says of a webhook."""

    party_id: str
    client_id: str
    url: str
    events: tuple[str, ...]
    description: str


def create_webhook(
    store: Store, clock: Clock, given: Registration, invocation: Invocation, *, private: bool
) -> Webhook:
    """A new webhook with its first secret; raises Invalid, and Conflict where there are enough of them."""
    require_sendable(given.url, private=private)
    require_room(len(store.webhooks_of([given.party_id])))
    now = clock.now()
    webhook = Webhook(
        id=invocation.new_id("wh"),
        party_id=given.party_id,
        client_id=given.client_id,
        url=given.url,
        events=given.events,
        description=given.description,
        secrets=(Secret(_secret()),),
        created_at=now,
        updated_at=now,
    )
    return create(store.webhooks, webhook, lambda _: [], invocation, clock)


def require_sendable(url: str, *, private: bool) -> None:
    """Raises Invalid for an address to which nothing will ever be sent; the rest is checked when it is."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not private:
        raise invalid("url", "must be an https address", FieldCode.NOT_ALLOWED)


def _secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))


def list_webhooks(
    store: Store, *, party_id: str, state: WebhookState | None, page: PageRequest
) -> Page[Webhook]:
    """A party's webhooks."""
    return page.cut(store.webhooks_page(party_id, state, page))


def get_webhook(store: Store, *, party_id: str, webhook_id: str) -> Webhook:
    """One of the party's webhooks; raises NotFound."""
    return require_own(store.webhooks.get(webhook_id), party_id)


@dataclass(frozen=True)
class Change:
    """What changes of a webhook, by field, and over which version."""

    party_id: str
    webhook_id: str
    fields: Mapping[str, Any]
    expected_version: int | None


def change_webhook(
    store: Store, clock: Clock, change: Change, invocation: Invocation, *, private: bool
) -> Webhook:
    """The webhook, changed; resumed, it is sent what waits. Raises NotFound, Stale, Invalid."""
    if "url" in change.fields:
        require_sendable(change.fields["url"], private=private)

    def decide(webhook: Webhook) -> Webhook:
        require_own(webhook, change.party_id)
        if change.expected_version not in (None, webhook.version):
            raise Stale("The webhook has changed since you read it; read it again.")
        changed = replace(webhook, **change.fields)
        if changed == webhook:
            return webhook
        resumed = changed.state is WebhookState.ACTIVE and webhook.state is WebhookState.PAUSED
        failing_since = None if resumed else webhook.failing_since
        return replace(changed, failing_since=failing_since, updated_at=clock.now())

    changed = _execute(store, clock, change.webhook_id, decide, invocation)
    if change.fields.get("state") is WebhookState.ACTIVE:
        store.wake(changed.id, clock.now())
    return changed


def delete_webhook(store: Store, *, party_id: str, webhook_id: str) -> None:
    """Removes a webhook with what waits for it; raises NotFound."""
    get_webhook(store, party_id=party_id, webhook_id=webhook_id)
    store.remove_webhook(webhook_id)


def rotate_secret(
    store: Store, clock: Clock, *, party_id: str, webhook_id: str, invocation: Invocation
) -> Webhook:
    """The webhook with a new secret; the former one signs beside it for a day. Raises NotFound."""
    secret = _secret()

    def decide(webhook: Webhook) -> Webhook:
        return rotate(require_own(webhook, party_id), secret, clock.now())

    return _execute(store, clock, webhook_id, decide, invocation)


def _execute(store: Store, clock: Clock, webhook_id: str, decide: Any, invocation: Invocation) -> Webhook:
    return execute(
        store.webhooks,
        webhook_id,
        decide,
        lambda _: [],
        invocation,
        clock,
        missing=UNKNOWN,
        missing_code=ErrorCode.WEBHOOK_NOT_FOUND,
    )


def list_deliveries(
    store: Store, *, party_id: str, webhook_id: str, state: DeliveryState | None, page: PageRequest
) -> Page[Delivery]:
    """What was sent to a webhook, and what waits; raises NotFound."""
    get_webhook(store, party_id=party_id, webhook_id=webhook_id)
    return page.cut(store.deliveries_to(webhook_id, state, page))
