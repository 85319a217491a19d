"""What waits in the lanes is sent: each delivery is decided when it begins, and what became of it is kept."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import datetime, timedelta

from services.notifications.domain.deliveries import Attempt, Claim, Delivery, after, silenced
from services.notifications.domain.events import Published
from services.notifications.domain.webhooks import Webhook, WebhookState, note_outcome
from services.notifications.handlers.hearing import permit
from services.notifications.handlers.notices import announce_pause
from services.notifications.roster import Standings
from services.notifications.sending.sender import SECONDS, Forbidden, Sender
from services.notifications.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.commands import execute, internal

log = logs.logger()

LANES = 64
"""Lanes that a worker serves at once."""

LANES_OF_ONE = 8
"""Of them, those of one webhook: a slow receiver holds up no other."""

CLAIM = timedelta(seconds=2 * SECONDS)
"""For how long a lane is a worker's without a sign of life: longer than any attempt takes."""

ROUND = 50
"""Deliveries of a lane that are read at once."""

PAUSED_AGAIN = timedelta(minutes=10)
"""After which a lane of a paused webhook is looked at again."""

POLL_SECONDS = 0.1


class Dispatcher:
    """Serves lanes, each in a task of its own. For one event loop; the store is asked in threads."""

    def __init__(self, store: Store, roster: Standings, sender: Sender, clock: Clock) -> None:
        self._store, self._roster, self._sender, self._clock = store, roster, sender, clock
        self._serving: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Claims lanes as they fall due until told to stop; then waits for those under way."""
        while not stopping.is_set():
            claim = await asyncio.to_thread(self._claim) if len(self._tasks) < LANES else None
            if claim is None:
                await asyncio.sleep(POLL_SECONDS)
                continue
            self._serving[claim.webhook_id] += 1
            task = asyncio.create_task(self._serve(claim, stopping))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _claim(self) -> Claim | None:
        now = self._clock.now()
        busy = [webhook for webhook, lanes in self._serving.items() if lanes >= LANES_OF_ONE]
        return self._store.claim(now, now + CLAIM, busy)

    async def _serve(self, claim: Claim, stopping: asyncio.Event) -> None:
        try:
            await self._serve_lane(claim, stopping)
        except Exception as error:
            # The claim runs out, and the lane is served again then.
            log.warning("lane_interrupted", lane=claim.lane, error=repr(error))
        finally:
            self._serving[claim.webhook_id] -= 1
            if not self._serving[claim.webhook_id]:
                del self._serving[claim.webhook_id]

    async def _serve_lane(self, claim: Claim, stopping: asyncio.Event) -> None:
        while waiting := await asyncio.to_thread(self._store.waiting_in, claim.lane, ROUND):
            for delivery in waiting:
                held = await asyncio.to_thread(self._store.renew, claim, self._clock.now() + CLAIM)
                if held is None:
                    return
                claim = held
                due_at = self._clock.now() if stopping.is_set() else await self._step(claim, delivery)
                if due_at is not None:
                    await asyncio.to_thread(self._store.release, claim, due_at, self._clock.now())
                    return
        await asyncio.to_thread(self._store.release, claim, None, self._clock.now())

    async def _step(self, claim: Claim, delivery: Delivery) -> datetime | None:
        """Deals with the head of a lane; when the lane goes on, where that is not at once."""
        now = self._clock.now()
        if delivery.next_attempt_at is not None and now < delivery.next_attempt_at:
            return delivery.next_attempt_at
        webhook = await asyncio.to_thread(self._store.webhooks.get, claim.webhook_id)
        if webhook is None:
            await asyncio.to_thread(self._store.forget_webhook, claim.webhook_id)
            return now
        if webhook.state is WebhookState.PAUSED:
            return now + PAUSED_AGAIN
        return (await self._deliver(webhook, delivery)).next_attempt_at

    async def _deliver(self, webhook: Webhook, delivery: Delivery) -> Delivery:
        """One attempt; what has become of the delivery is written."""
        event = await asyncio.to_thread(self._store.event, delivery.event_id)

        async def allowed() -> bool:
            return event is not None and await asyncio.to_thread(self._permit, webhook, event)

        try:
            secrets = webhook.signing_secrets(self._clock.now())
            attempt = await self._sender.send(webhook.url, secrets, delivery.event_id, delivery.body, allowed)
        except Forbidden:
            done = silenced(delivery, self._clock.now())
            await asyncio.to_thread(self._store.write, done)
            return done
        done = after(delivery, attempt, self._clock.now(), random.uniform(-1, 1))  # noqa: S311 (no secret)
        await asyncio.to_thread(self._note, webhook, done, attempt)
        return done

    def _permit(self, webhook: Webhook, event: Published) -> bool:
        return permit(self._store, self._roster, self._clock, webhook, event)

    def _note(self, webhook: Webhook, done: Delivery, attempt: Attempt) -> None:
        self._store.write(done)
        if not attempt.succeeded or webhook.failing_since:
            self._note_outcome(webhook.id, delivered=attempt.succeeded)

    def _note_outcome(self, webhook_id: str, *, delivered: bool) -> None:
        now = self._clock.now()

        def decide(webhook: Webhook) -> Webhook:
            noted = note_outcome(webhook, delivered=delivered, now=now)
            if noted.state is not webhook.state:
                # Before the pause is written: a crash in between loses no notice.
                announce_pause(self._store, self._clock, webhook)
            return noted

        by = internal("notifications")
        execute(self._store.webhooks, webhook_id, decide, lambda _: [], by, self._clock)
