"""A public event is put on its way to the addresses of those who may hear it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from services.notifications.domain.events import Published
from services.notifications.domain.mail import Mail, MailKind, digest_time
from services.notifications.domain.subscriptions import Frequency, MailSubscription
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.ids import derived_id


def mail_event(store: Store, clock: Clock, event: Published, parties: Collection[str]) -> None:
    """Puts an event into mails to these parties, at once or with others of a day. Again, it changes nothing.

    Whether they may still hear it is asked again when it is sent.
    """
    now = clock.now()
    for each in store.subscriptions_of(parties):
        if each.wants(event.type):
            _put(store, each, event, now)


def _put(store: Store, subscription: MailSubscription, event: Published, now: datetime) -> None:
    if subscription.frequency is Frequency.AT_ONCE:
        store.put_mail(mail_to(subscription, MailKind.EVENT, event.id, now, now, event.id))
        return
    next_one = digest_time(now)
    if not store.gather(_digest(subscription, event, next_one, now)):
        # By the clock of another worker its time had come.
        store.gather(_digest(subscription, event, next_one + timedelta(days=1), now))


def _digest(subscription: MailSubscription, event: Published, at: datetime, now: datetime) -> Mail:
    return mail_to(subscription, MailKind.DIGEST, f"{at:%Y-%m-%d}", at, now, event.id)


def mail_to(
    subscription: MailSubscription, kind: MailKind, about: str, at: datetime, now: datetime, *event_ids: str
) -> Mail:
    """A mail that leaves at a time; of one subscription, kind and subject there is one."""
    return Mail(
        id=derived_id("ml", f"{subscription.id} {kind.value} {about}"),
        kind=kind,
        subscription_id=subscription.id,
        party_id=subscription.party_id,
        recipient=subscription.address,
        language=subscription.language,
        planned_at=at,
        next_attempt_at=at,
        created_at=now,
        updated_at=now,
        event_ids=event_ids,
    )
