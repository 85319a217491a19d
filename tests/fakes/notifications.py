"""The in-memory twins of the notifications store and of the roster service that notifications asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.domain.events import Creator, Published, Standing
from services.notifications.domain.readings import Reading
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.roster import Link
from services.shared.errors import Unavailable
from services.shared.paging import PageRequest
from tests.fakes.mail import FakeMail
from tests.fakes.memory import MemoryRepository, listed
from tests.fakes.reminders import FakeReminders


@dataclass(frozen=True)
class Lane:
    """When a lane is due, for how long it is a worker's, and how much was put into it."""

    webhook_id: str
    due_at: datetime
    claimed_until: datetime
    claimed_by: str = ""
    added: int = 0


def _is_free(lane: Lane, now: datetime) -> bool:
    return lane.due_at <= now and lane.claimed_until <= now


class FakeStore(FakeReminders, FakeMail):
    """`services.notifications.store.Store` in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.webhooks: MemoryRepository[Webhook] = MemoryRepository()
        self.published: list[Published] = []
        self.deliveries: dict[str, Delivery] = {}
        self.lanes: dict[str, Lane] = {}
        self.readings: dict[str, Reading] = {}
        self._keys = count()
        self._lock = threading.Lock()
        super().__init__()

    def ready(self) -> bool:
        """Whether the database answers."""
        return True

    def webhooks_of(self, party_ids: Collection[str]) -> list[Webhook]:
        """The webhooks of these parties."""
        return [each for each in self.webhooks.all() if each.party_id in party_ids]

    def webhooks_by_id(self, webhook_ids: Collection[str]) -> dict[str, Webhook]:
        """Webhooks by their ids; those that are not there are left out."""
        return {each.id: each for each in self.webhooks.all() if each.id in webhook_ids}

    def failing_webhooks_paused(self) -> int:
        """How many webhooks are paused to which deliveries have failed."""
        paused = [each for each in self.webhooks.all() if each.state is WebhookState.PAUSED]
        return sum(each.failing_since is not None for each in paused)

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

    def events_by_id(self, event_ids: Collection[str]) -> dict[str, Published]:
        """Events by their ids; those that are not there are left out."""
        return {each.id: each for each in self.published if each.id in event_ids}

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
        return self.published[-1].position if self.published else 0

    def newest_event(self) -> Published | None:
        """The event at the last position."""
        return self.published[-1] if self.published else None

    def remove_events(self, before: datetime) -> int:
        """Removes those of before that time, but the newest, whose position the next one follows."""
        former = self.published
        self.published = [each for each in self.published[:-1] if each.at >= before] + self.published[-1:]
        return len(former) - len(self.published)

    def events_after(self, position: int, limit: int) -> list[Published]:
        """Up to `limit` events behind a position, oldest first."""
        return [each for each in self.published if each.position > position][:limit]

    def enqueue(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Puts deliveries into their lanes; those that are there already stay as they are."""
        with self._lock:
            for each in deliveries:
                self.deliveries.setdefault(each.id, each)
                lane = self.lanes.get(each.lane, Lane(each.webhook_id, now, now))
                self.lanes[each.lane] = replace(lane, added=lane.added + 1)

    def due_lanes(self, now: datetime, limit: int, busy: Collection[str] = ()) -> list[tuple[str, str]]:
        """Up to `limit` lanes that nobody serves, each with its webhook; none of the webhooks `busy`."""
        with self._lock:
            due = [
                (lane.due_at, key, lane.webhook_id)
                for key, lane in self.lanes.items()
                if _is_free(lane, now) and lane.webhook_id not in busy
            ]
        return [(key, webhook_id) for _, key, webhook_id in sorted(due)[:limit]]

    def claim(self, lanes: Sequence[str], now: datetime, until: datetime) -> list[Claim]:
        """Takes these lanes until then at most; those that somebody serves meanwhile are left out."""
        with self._lock:
            claims = []
            for name in lanes:
                lane = self.lanes.get(name)
                if lane is not None and _is_free(lane, now):
                    claim = Claim(name, lane.webhook_id, lane.added, f"cm_{next(self._keys)}", until)
                    self.lanes[name] = replace(lane, claimed_until=until, claimed_by=claim.key)
                    claims.append(claim)
            return claims

    def waiting_lanes(self, now: datetime) -> tuple[int, datetime | None]:
        """How many lanes are due that nobody serves, and since when the first of them is."""
        due = [lane.due_at for lane in self.lanes.values() if _is_free(lane, now)]
        return len(due), min(due, default=None)

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        with self._lock:
            lane = self.lanes.get(claim.lane)
            if lane is None or lane.claimed_by != claim.key:
                return None
            self.lanes[claim.lane] = replace(lane, claimed_until=until)
            return replace(claim, until=until)

    def release(self, released: Iterable[tuple[Claim, datetime | None]], now: datetime) -> None:
        """Gives lanes back until each is due, or where nothing waits in it, None, ends it."""
        with self._lock:
            for claim, due_at in released:
                self._release(claim, due_at, now)

    def _release(self, claim: Claim, due_at: datetime | None, now: datetime) -> None:
        lane = self.lanes.get(claim.lane)
        if lane is None or lane.claimed_by != claim.key:
            return
        if due_at is None and lane.added == claim.added:
            del self.lanes[claim.lane]
            return
        self.lanes[claim.lane] = replace(lane, due_at=due_at or now, claimed_until=now, claimed_by="")

    def add_readings(self, readings: Iterable[Reading]) -> None:
        """Keeps readings until they are reported."""
        self.readings |= {each.id: each for each in readings}

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

    def waiting_in(self, lanes: Collection[str], limit: int) -> dict[str, list[Delivery]]:
        """Up to `limit` deliveries that wait in each of the lanes, in their order. Each has an entry."""
        waiting = [each for each in self.deliveries.values() if each.state is DeliveryState.PENDING]
        waiting.sort(key=lambda each: each.position)
        return {lane: [each for each in waiting if each.lane == lane][:limit] for lane in lanes}

    def write(self, deliveries: Iterable[Delivery]) -> None:
        """Keeps what has become of deliveries that wait; what has ended stays as it is."""
        for each in deliveries:
            known = self.deliveries.get(each.id)
            if known and known.state is DeliveryState.PENDING:
                self.deliveries[each.id] = each

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        return self.deliveries.get(delivery_id)

    def ended_since(self, webhook_id: str, since: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries to a webhook that have ended, of that time or later, oldest first."""
        ended = [
            each
            for each in self.deliveries.values()
            if each.webhook_id == webhook_id
            and each.state is not DeliveryState.PENDING
            and each.created_at >= since
        ]
        return sorted(ended, key=lambda each: (each.created_at, each.id))[:limit]

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
        self.links: dict[str, Link] = {}
        self.reachable = True
        self.asked = 0
        self.late: Callable[[], None] = lambda: None
        self.recorded: dict[str, list[Reading]] = {}

    def grant(self, agency_id: str, creator_id: str, *scopes: str) -> None:
        """From now on an agency holds these scopes of a creator; none: it holds nothing."""
        self.holders.setdefault(creator_id, {}).pop(agency_id, None)
        if scopes:
            self.holders[creator_id][agency_id] = frozenset(scopes)

    def standing(self, creator_id: str) -> Standing:
        """How a creator stands now."""
        self.asked += 1
        self.late()
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
        return Standing(Creator(creator_id, "zoe", "Zoe Example"), dict(self.holders.get(creator_id, {})))

    current = standing
    """Its answers are never late."""

    def link(self, owner_id: str) -> Link | None:
        """A fresh link of an invitation or a reset."""
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
        return self.links.get(owner_id)

    def record(self, batch_id: str, readings: Sequence[Reading]) -> None:
        """Logs what agencies were told, once for each batch."""
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
        self.recorded.setdefault(batch_id, list(readings))
