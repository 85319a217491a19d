"""An internal event becomes a public one, and is put on its way to whoever asks for it."""

from __future__ import annotations

from datetime import datetime

from services.notifications import catalogue
from services.notifications.domain.deliveries import Delivery, lane_of
from services.notifications.domain.events import KEPT, Published, Standing
from services.notifications.domain.webhooks import Webhook
from services.notifications.handlers.mail_events import mail_event
from services.notifications.roster import Roster
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.events import Received


def publish(store: Store, roster: Roster, clock: Clock, event: Received) -> None:
    """Appends the public event, and enqueues it for webhooks. Again, it changes nothing.

    How the creator stands is asked anew: who was let in just before the event is to hear it.
    """
    kind = catalogue.by_source()[event.type]
    creator_id = catalogue.creator_of(event.message)
    standing = roster.standing(creator_id)
    at = datetime.fromisoformat(event.time)

    def make(position: int) -> Published:
        data = catalogue.data_of(kind, event.message, standing.creator)
        return Published(
            position=position,
            id=event.event_id,
            type=kind.name,
            at=at,
            creator_id=creator_id,
            body=catalogue.body_of(kind.name, event.time, data),
            scope=kind.scope,
            brand_id=catalogue.brand_of(event.message),
            agency_id=catalogue.agency_of(event.message),
        )

    enqueue(store, clock, store.append(event.event_id, make), standing)


def enqueue(store: Store, clock: Clock, event: Published, standing: Standing) -> None:
    """Puts an event on its way to the webhooks and mail addresses of all who may hear it as things stand now.

    Whether they still may is asked again when it is sent.
    """
    hearing = event.named | {each for each in standing.holders if standing.hears(each, event)}
    webhooks = (each for each in store.webhooks_of(hearing) if each.wants(event.type))
    now = clock.now()
    store.enqueue([delivery_of(each, event, now) for each in webhooks], now)
    mail_event(store, clock, event, hearing)


def remove_old_events(store: Store, clock: Clock) -> int:
    """Removes the events that are no longer kept, and returns how many there were."""
    return store.remove_events(clock.now() - KEPT)


def delivery_of(webhook: Webhook, event: Published, now: datetime) -> Delivery:
    """The event on its way to a webhook, in the order of those about the same creator, if it is about one."""
    return Delivery(
        id=f"{webhook.id}:{event.id}",
        webhook_id=webhook.id,
        lane=lane_of(webhook.id, event.creator_id or event.id),
        position=event.position,
        event_id=event.id,
        type=event.type,
        body=event.body,
        created_at=event.at,
        updated_at=now,
    )
