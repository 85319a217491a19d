"""A delivery is decided when it begins and again when its connection stands; what became of it is kept."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from services.notifications.domain.deliveries import Attempt, Delivery, after, silenced
from services.notifications.domain.events import Published, Standing
from services.notifications.domain.readings import Reading
from services.notifications.domain.webhooks import Webhook, WebhookState, note_outcome
from services.notifications.handlers.notices import announce_pause
from services.notifications.handlers.readings import reading_of
from services.notifications.sending.batched import Batched
from services.notifications.sending.sender import Forbidden, Sender
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.commands import execute, internal
from services.shared.leased import Leased
from services.shared.published import changes_delegation

PAUSED_AGAIN = timedelta(minutes=10)
"""After which a lane of a paused webhook is looked at again."""


class Deliverer:
    """Makes attempts. For one event loop; what many deliveries need of the store is asked together.

    `noted` is told of each delivery after something has become of it.
    """

    def __init__(
        self,
        store: Store,
        standings: Leased[str, Standing],
        sender: Sender,
        clock: Clock,
        noted: Callable[[Delivery], None],
    ) -> None:
        self._store, self._standings, self._sender, self._clock = store, standings, sender, clock
        self._noted = noted
        self._webhook = Batched(self._webhooks)
        self._event = Batched(self._events)
        self._note_reading = Batched(self._note_readings)
        self._write = Batched(self._written)

    async def deliver(self, delivery: Delivery) -> datetime | None:
        """Deals with the head of a lane; when the lane goes on, where that is not at once."""
        now = self._clock.now()
        if delivery.next_attempt_at is not None and now < delivery.next_attempt_at:
            return delivery.next_attempt_at
        webhook, event = await asyncio.gather(
            self._webhook(delivery.webhook_id), self._event(delivery.event_id)
        )
        if webhook is None:
            await asyncio.to_thread(self._store.forget_webhook, delivery.webhook_id)
            return now
        if webhook.state is WebhookState.PAUSED:
            return now + PAUSED_AGAIN
        if event is not None and changes_delegation(event.type):
            # What follows in the lane is decided by an answer from after it: an end is heard last.
            self._standings.forget(event.creator_id)
        if event is None or not await self._may_hear(webhook, event):
            await self._silence(delivery)
            return None
        return await self._attempt(webhook, event, delivery)

    async def _silence(self, delivery: Delivery) -> None:
        done = silenced(delivery, self._clock.now())
        await self._write(done)
        self._noted(done)

    async def _attempt(self, webhook: Webhook, event: Published, delivery: Delivery) -> datetime | None:
        async def allowed() -> bool:
            return await self._permit(webhook, event)

        secrets = webhook.signing_secrets(self._clock.now())
        try:
            attempt = await self._sender.send(webhook.url, secrets, delivery.event_id, delivery.body, allowed)
        except Forbidden:
            await self._silence(delivery)
            return None
        done = after(delivery, attempt, self._clock.now(), random.uniform(-1, 1))  # noqa: S311 (no secret)
        await self._write(done)
        self._noted(done)
        if not attempt.succeeded or webhook.failing_since:
            await asyncio.to_thread(self._note_outcome, webhook.id, attempt)
        return done.next_attempt_at

    async def _permit(self, webhook: Webhook, event: Published) -> bool:
        """Whether the webhook's owner may hear it; what an agency is told is written before it is sent."""
        if not await self._may_hear(webhook, event):
            return False
        if not event.tells_agency(webhook.party_id):
            return True
        await self._note_reading(reading_of(webhook, event, self._clock.now()))
        # The writing may have outlasted the answer.
        return await self._may_hear(webhook, event)

    async def _may_hear(self, webhook: Webhook, event: Published) -> bool:
        """Whether the webhook's owner may hear it now; raises Unavailable where nobody can say."""
        if webhook.party_id in event.named:
            return True
        return (await self._standings.of(event.creator_id)).hears(webhook.party_id, event)

    def _note_outcome(self, webhook_id: str, attempt: Attempt) -> None:
        now = self._clock.now()

        def decide(webhook: Webhook) -> Webhook:
            noted = note_outcome(webhook, delivered=attempt.succeeded, now=now)
            if noted.state is not webhook.state:
                # Before the pause is written: a crash in between loses no notice.
                announce_pause(self._store, self._clock, webhook)
            return noted

        by = internal("notifications")
        execute(self._store.webhooks, webhook_id, decide, lambda _: [], by, self._clock)

    def _webhooks(self, webhook_ids: Sequence[str]) -> list[Webhook | None]:
        found = self._store.webhooks_by_id(set(webhook_ids))
        return [found.get(each) for each in webhook_ids]

    def _events(self, event_ids: Sequence[str]) -> list[Published | None]:
        found = self._store.events_by_id(set(event_ids))
        return [found.get(each) for each in event_ids]

    def _note_readings(self, readings: Sequence[Reading]) -> list[None]:
        self._store.add_readings(readings)
        return [None] * len(readings)

    def _written(self, deliveries: Sequence[Delivery]) -> list[None]:
        self._store.write(deliveries)
        return [None] * len(deliveries)
