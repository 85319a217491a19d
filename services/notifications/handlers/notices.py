"""Events about a webhook, which its owner alone hears."""

from __future__ import annotations

from services.notifications import catalogue
from services.notifications.domain.deliveries import Delivery
from services.notifications.domain.events import Published
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.handlers.mail_events import mail_event
from services.notifications.handlers.publishing import delivery_of
from services.notifications.store import Store
from services.shared.clock import Clock, rfc3339
from services.shared.ids import derived_id, new_id

TESTED, PAUSED = "webhook.tested", "webhook.paused"


def send_test(store: Store, clock: Clock, webhook: Webhook) -> Delivery:
    """Puts a test on its way to a webhook, whatever types that asks for."""
    delivery = delivery_of(webhook, _append(store, clock, webhook, TESTED, new_id("ev")), clock.now())
    store.enqueue([delivery], clock.now())
    return delivery


def announce_pause(store: Store, clock: Clock, webhook: Webhook) -> None:
    """Tells the owner that a webhook is paused, through the others and by mail. Again, it changes nothing."""
    event_id = derived_id("ev", f"{PAUSED} {webhook.id} {webhook.failing_since}")
    event = _append(store, clock, webhook, PAUSED, event_id)
    others = [
        each
        for each in store.webhooks_of([webhook.party_id])
        if each.id != webhook.id and each.state is WebhookState.ACTIVE and each.wants(PAUSED)
    ]
    now = clock.now()
    store.enqueue([delivery_of(each, event, now) for each in others], now)
    mail_event(store, clock, event, [webhook.party_id])


def _append(store: Store, clock: Clock, webhook: Webhook, event_type: str, event_id: str) -> Published:
    now = clock.now()
    body = catalogue.body_of(event_type, rfc3339(now), catalogue.about_webhook(webhook.id, webhook.url))

    def make(position: int) -> Published:
        return Published(position, event_id, event_type, now, "", body, owner_id=webhook.party_id)

    return store.append(event_id, make)
