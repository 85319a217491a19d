"""What was sent is sent again, one event or all since a time; whether its owner may hear it is asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.notifications.domain.deliveries import MOST_REDELIVERED, Delivery, Redelivery, lane_of
from services.notifications.domain.events import KEPT, Published
from services.notifications.domain.webhooks import Webhook, require_own
from services.notifications.handlers.publishing import delivery_of
from services.notifications.handlers.webhooks import get_webhook
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, execute, replay
from services.shared.errors import NotFound
from services.shared.ids import new_id


def redeliver(store: Store, clock: Clock, *, party_id: str, webhook_id: str, delivery_id: str) -> Delivery:
    """Sends an event again, under its own id, in a lane of its own; raises NotFound."""
    webhook = get_webhook(store, party_id=party_id, webhook_id=webhook_id)
    former = store.delivery(delivery_id)
    if former is None or former.webhook_id != webhook_id:
        raise NotFound("There is no such delivery.", code=ErrorCode.DELIVERY_NOT_FOUND)
    event = store.event(former.event_id)
    if event is None:
        raise NotFound("The event is too old to be sent again.", code=ErrorCode.DELIVERY_NOT_FOUND)
    again = _again(webhook, event, new_id("re"), clock.now())
    store.enqueue([again], clock.now())
    return again


def redeliver_since(
    store: Store, clock: Clock, *, party_id: str, webhook_id: str, since: datetime, invocation: Invocation
) -> Redelivery:
    """Sends again what was sent since a time, each event once, in lanes of its own; raises NotFound.

    The ids follow from the command's key: where it is repeated after a crash, nothing is sent twice.
    """
    webhook = get_webhook(store, party_id=party_id, webhook_id=webhook_id)
    replay(store.webhooks, webhook_id, invocation)
    now, key = clock.now(), invocation.new_id("re")
    ended = store.ended_since(webhook_id, max(since, now - KEPT), MOST_REDELIVERED + 1)
    events = store.events_by_id({each.event_id for each in ended[:MOST_REDELIVERED]}).values()
    # What was sent again since then may have happened before.
    again = [_again(webhook, each, key, now) for each in events if each.at >= since]
    store.enqueue(again, now)
    more = ended[MOST_REDELIVERED:]
    done = Redelivery(len(again), more[0].created_at if more else None)

    def decide(known: Webhook) -> Webhook:
        return replace(require_own(known, party_id), redelivered_at=now)

    execute(store.webhooks, webhook_id, decide, lambda _: [], invocation, clock, result=lambda _: done)
    return done


def _again(webhook: Webhook, event: Published, key: str, now: datetime) -> Delivery:
    """The event once more, beside the order of what is sent for the first time; `key` names the command."""
    again = delivery_of(webhook, event, now)
    lane = lane_of(webhook.id, f"{key}:{event.creator_id or event.id}")
    return replace(again, id=f"{again.id}:{key}", lane=lane, created_at=now)
