"""The in-memory twins of the notifications store and of the roster service that notifications asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.domain.events import Creator, Published, Standing
from services.notifications.domain.readings import Reading
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.shared.errors import Unavailable
from services.shared.paging import PageRequest
from tests.fakes.mail import FakeMail
from tests.fakes.memory import MemoryRepository, listed


@dataclass(frozen=True)
class Lane:
    """When a lane is due, for how long it is a worker's, and how much was put into it."""

    webhook_id: str
    due_at: datetime
    claimed_until: datetime
    added: int = 0


class FakeStore(FakeMail):
    """`services.notifications.store.Store` in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.webhooks: MemoryRepository[Webhook] = MemoryRepository()
        self.published: list[Published] = []
        self.deliveries: dict[str, Delivery] = {}
        self.lanes: dict[str, Lane] = {}
        self.readings: dict[str, Reading] = {}
        self._lock = threading.Lock()

    def ready(self) -> bool:
        """Whether the database answers."""
        return True

    def webhooks_of(self, party_ids: Collection[str]) -> list[Webhook]:
        """The webhooks of these parties."""
        return [each for each in self.webhooks.all() if each.party_id in party_ids]

    def webhooks_page(self, party_id: str, state: WebhookState | None, page: PageRequest) -> list[Webhook]:
        """The webhooks of a party for a page, and one more."""
        own = self.webhooks_of([party_id])
        return listed([each for each in own if state in {None, each.state}], page)

    def remove_webhook(self, webhook_id: str) -> None:
        """Removes a webhook with what waits for it, and what was sent to it."""
        self.webhooks.rows.pop(webhook_id, None)
        self.forget_webhook(webhook_id)

    def forget_webhook(self, webhook_id: str) -> None:
        """Removes what waits for a webhook, and what was sent to it."""
        self.lanes = {key: each for key, each in self.lanes.items() if each.webhook_id != webhook_id}
        kept = {key: each for key, each in self.deliveries.items() if each.webhook_id != webhook_id}
        self.deliveries = kept

    def event(self, event_id: str) -> Published | None:
        """An event by its id."""
        return next((each for each in self.published if each.id == event_id), None)

    def append(self, event_id: str, make: Callable[[int], Published]) -> Published:
        """The event of that id at the next position; the one that is there, where it was appended before."""
        with self._lock:
            known = self.event(event_id)
            if known is None:
                known = make(self.last_position() + 1)
                self.published.append(known)
            return known

    def last_position(self) -> int:
        """The position of the newest event; 0 before the first."""
        return len(self.published)

    def newest_event(self) -> Published | None:
        """The event at the last position."""
        return self.published[-1] if self.published else None

    def events_after(self, position: int, limit: int) -> list[Published]:
        """Up to `limit` events behind a position, oldest first."""
        return self.published[position : position + limit]

    def enqueue(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Puts deliveries into their lanes; those that are there already stay as they are."""
        with self._lock:
            for each in deliveries:
                self.deliveries.setdefault(each.id, each)
                lane = self.lanes.get(each.lane, Lane(each.webhook_id, now, now))
                self.lanes[each.lane] = replace(lane, added=lane.added + 1)

    def claim(self, now: datetime, until: datetime, busy: Collection[str] = ()) -> Claim | None:
        """Takes the lane that has been due for longest, until then at most; none of the webhooks `busy`."""
        with self._lock:
            due = [
                (lane.due_at, key)
                for key, lane in self.lanes.items()
                if lane.due_at <= now and lane.claimed_until <= now and lane.webhook_id not in busy
            ]
            if not due:
                return None
            _, key = min(due)
            lane = self.lanes[key] = replace(self.lanes[key], claimed_until=until)
            return Claim(key, lane.webhook_id, lane.added, until)

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        with self._lock:
            lane = self.lanes.get(claim.lane)
            if lane is None or lane.claimed_until != claim.until:
                return None
            self.lanes[claim.lane] = replace(lane, claimed_until=until)
            return replace(claim, until=until)

    def release(self, claim: Claim, due_at: datetime | None, now: datetime) -> None:
        """Gives a lane back until it is due, or where nothing waits in it, None, ends it."""
        with self._lock:
            lane = self.lanes.get(claim.lane)
            if lane is None or lane.claimed_until != claim.until:
                return
            if due_at is None and lane.added == claim.added:
                del self.lanes[claim.lane]
                return
            self.lanes[claim.lane] = replace(lane, due_at=due_at or now, claimed_until=now)

    def add_reading(self, reading: Reading) -> None:
        """Keeps a reading until it is reported."""
        self.readings[reading.id] = reading

    def batch_of_readings(self, batch_id: str, limit: int) -> list[Reading]:
        """A batch that was made before and is not reported; where there is none, one of up to `limit`."""
        with self._lock:
            begun = next((each.batch_id for each in self.readings.values() if each.batch_id), "")
            if not begun:
                for each in list(self.readings.values())[:limit]:
                    self.readings[each.id] = replace(each, batch_id=batch_id)
            batch = [each for each in self.readings.values() if each.batch_id == (begun or batch_id)]
            return sorted(batch, key=lambda each: each.id)

    def remove_readings(self, batch_id: str) -> None:
        """Forgets a batch that was reported."""
        self.readings = {key: each for key, each in self.readings.items() if each.batch_id != batch_id}

    def wake(self, webhook_id: str, now: datetime) -> None:
        """Makes every lane of a webhook due, whenever what heads it would be tried again."""
        with self._lock:
            for key, each in self.deliveries.items():
                if each.webhook_id == webhook_id and each.state is DeliveryState.PENDING:
                    self.deliveries[key] = replace(each, next_attempt_at=None)
            for key, lane in self.lanes.items():
                if lane.webhook_id == webhook_id:
                    self.lanes[key] = replace(lane, due_at=now)

    def waiting_in(self, lane: str, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries that wait in a lane, in their order."""
        held = [each for each in self.deliveries.values() if each.lane == lane]
        waiting = [each for each in held if each.state is DeliveryState.PENDING]
        return sorted(waiting, key=lambda each: each.position)[:limit]

    def write(self, delivery: Delivery) -> None:
        """Keeps what has become of a delivery that waits; what has ended stays as it is."""
        known = self.deliveries.get(delivery.id)
        if known and known.state is DeliveryState.PENDING:
            self.deliveries[delivery.id] = delivery

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        return self.deliveries.get(delivery_id)

    def deliveries_to(
        self, webhook_id: str, state: DeliveryState | None, page: PageRequest
    ) -> list[Delivery]:
        """The deliveries to a webhook for a page, and one more."""
        own = [each for each in self.deliveries.values() if each.webhook_id == webhook_id]
        return listed([each for each in own if state in {None, each.state}], page)


class FakeRoster:
    """Knows how creators stand; remembers how often it was asked."""

    def __init__(self) -> None:
        self.holders: dict[str, dict[str, frozenset[str]]] = {}
        self.reachable = True
        self.asked = 0
        self.recorded: dict[str, list[Reading]] = {}

    def grant(self, agency_id: str, creator_id: str, *scopes: str) -> None:
        """From now on an agency holds these scopes of a creator; none: it holds nothing."""
        self.holders.setdefault(creator_id, {}).pop(agency_id, None)
        if scopes:
            self.holders[creator_id][agency_id] = frozenset(scopes)

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands now."""
        self.asked += 1
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
        return Standing(Creator(creator_id, "zoe", "Zoe Example"), dict(self.holders.get(creator_id, {})))

    def record(self, batch_id: str, readings: Sequence[Reading]) -> None:
        """Logs what agencies were told, once for each batch."""
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
        self.recorded.setdefault(batch_id, list(readings))
