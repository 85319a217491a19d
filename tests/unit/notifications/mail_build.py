"""Subscriptions, events and mails as tests of mail need them."""

from __future__ import annotations

import json
from typing import Any

from services.notifications.domain.events import Published
from services.notifications.domain.mail import Mail, MailKind
from services.notifications.domain.subscriptions import (
    Frequency,
    Language,
    MailSubscription,
    SubscriptionState,
)
from services.notifications.handlers.mail_events import mail_to
from services.shared.commands import Commit
from tests.fakes.clock import START
from tests.fakes.notifications import FakeStore
from tests.unit.notifications.build import published

NAMES = {
    "creator": {"id": "cr_1", "handle": "ana", "display_name": "Ana"},
    "brand": {"id": "br_1", "name": "Acme"},
    "campaign": {"id": "cp_1", "name": "Spring Launch"},
    "agency": {"id": "ag_1", "name": "Northlight"},
}


def subscription(subscription_id: str = "ms_1", **fields: Any) -> MailSubscription:
    """A confirmed subscription of an agency."""
    given: dict[str, Any] = {
        "party_id": "ag_1",
        "client_id": "cl_1",
        "address": f"{subscription_id}@a.example",
        "language": Language.EN,
        "frequency": Frequency.AT_ONCE,
        "created_at": START,
        "updated_at": START,
        "state": SubscriptionState.ACTIVE,
    }
    return MailSubscription(subscription_id, **(given | fields))


def subscribe(store: FakeStore, subscription_id: str = "ms_1", **fields: Any) -> MailSubscription:
    """A subscription that is in the store."""
    added = subscription(subscription_id, **fields)
    store.subscriptions.insert(added, Commit())
    return added


def event(number: int = 1, event_type: str = "offer.sent", **names: Any) -> Published:
    """An event about an offer that names everybody; `names` replaces what is said of them."""
    data = NAMES | {"offer_id": f"of_{number}"} | names
    return published(number, type=event_type, body=json.dumps({"type": event_type, "data": data}))


def append(store: FakeStore, number: int = 1, **fields: Any) -> Published:
    """An event that is in the store."""
    made = event(number, **fields)
    return store.append(made.id, lambda _: made)


def mail(kind: MailKind = MailKind.EVENT, *event_ids: str, **fields: Any) -> Mail:
    """A mail of the subscription, due now."""
    return mail_to(subscription(**fields), kind, "1", START, START, *event_ids)
