"""Webhooks, events and deliveries as tests need them."""

from __future__ import annotations

from typing import Any

from services.notifications.domain.deliveries import Delivery
from services.notifications.domain.events import Published
from services.notifications.domain.webhooks import Secret, Webhook
from services.notifications.handlers.publishing import delivery_of
from services.shared.commands import Commit
from tests.fakes.clock import START
from tests.fakes.notifications import FakeStore

SCOPE = "marketplace.offers.read"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def webhook(webhook_id: str = "wh_1", **fields: Any) -> Webhook:
    """A webhook of an agency."""
    given: dict[str, Any] = {
        "party_id": "ag_1",
        "url": f"https://{webhook_id}.example/",
        "created_at": START,
        "updated_at": START,
        "secrets": (Secret(SECRET),),
        "client_id": "cl_1",
    }
    return Webhook(webhook_id, **(given | fields))


def published(position: int = 1, **fields: Any) -> Published:
    """An event about an offer to a creator."""
    given: dict[str, Any] = {
        "id": f"ev_{position}",
        "type": "offer.sent",
        "at": START,
        "creator_id": "cr_1",
        "body": f'{{"number": {position}}}',
        "scope": SCOPE,
        "brand_id": "br_1",
    }
    return Published(position, **(given | fields))


def add_webhook(store: FakeStore, webhook_id: str = "wh_1", **fields: Any) -> Webhook:
    """A webhook that is in the store."""
    added = webhook(webhook_id, **fields)
    store.webhooks.insert(added, Commit())
    return added


def put(store: FakeStore, to: Webhook, **fields: Any) -> Delivery:
    """The next event, on its way to a webhook."""
    number = store.last_position() + 1
    event = store.append(f"ev_{number}", lambda position: published(position, **fields))
    delivery = delivery_of(to, event, START)
    store.enqueue([delivery], START)
    return delivery
