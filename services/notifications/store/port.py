"""What use cases ask of the store; the one on MongoDB and the fake of the tests are checked against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.domain.events import Published
from services.notifications.domain.readings import Reading
from services.notifications.domain.reminders import OfferDeadlines, ReminderSettings
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.store.mail_port import MailStore
from services.shared.commands import Repository
from services.shared.due import Position
from services.shared.paging import PageRequest


class Store(MailStore, Protocol):
    """The service's data: webhooks, public events, deliveries in their lanes, deadlines, and mail."""

    @property
    def webhooks(self) -> Repository[Webhook]:
        """Webhooks."""
        ...

    @property
    def reminder_settings(self) -> Repository[ReminderSettings]:
        """When parties are reminded of deadlines; of those that have said so."""
        ...

    def ready(self) -> bool:
        """Whether the database answers."""
        ...

    def webhooks_of(self, party_ids: Collection[str]) -> list[Webhook]:
        """The webhooks of these parties."""
        ...

    def webhooks_by_id(self, webhook_ids: Collection[str]) -> dict[str, Webhook]:
        """Webhooks by their ids; those that are not there are left out."""
        ...

    def failing_webhooks_paused(self) -> int:
        """How many webhooks are paused to which deliveries have failed."""
        ...

    def webhooks_page(self, party_id: str, state: WebhookState | None, page: PageRequest) -> list[Webhook]:
        """The webhooks of a party for a page, and one more."""
        ...

    def remove_webhook(self, webhook_id: str) -> None:
        """Removes a webhook with what waits for it, and what was sent to it."""
        ...

    def forget_webhook(self, webhook_id: str) -> None:
        """Removes what waits for a webhook, and what was sent to it."""
        ...

    def event(self, event_id: str) -> Published | None:
        """An event by its id."""
        ...

    def events_by_id(self, event_ids: Collection[str]) -> dict[str, Published]:
        """Events by their ids; those that are not there are left out."""
        ...

    def append(self, event_id: str, make: Callable[[int], Published]) -> Published:
        """The event of that id at the next position; the one that is there, where it was appended before."""
        ...

    def last_position(self) -> int:
        """The position of the newest event; 0 before the first."""
        ...

    def newest_event(self) -> Published | None:
        """The event at the last position."""
        ...

    def remove_events(self, before: datetime) -> int:
        """Removes those of before that time, but the newest, whose position the next one follows."""
        ...

    def events_after(self, position: int, limit: int) -> list[Published]:
        """Up to `limit` events behind a position, oldest first."""
        ...

    def enqueue(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Puts deliveries into their lanes; those that are there already stay as they are."""
        ...

    def due_lanes(self, now: datetime, limit: int, busy: Collection[str] = ()) -> list[tuple[str, str]]:
        """Up to `limit` lanes that nobody serves, each with its webhook; none of the webhooks `busy`.

        Those that have been due for longest come first.
        """
        ...

    def claim(self, lanes: Sequence[str], now: datetime, until: datetime) -> list[Claim]:
        """Takes these lanes until then at most; those that somebody serves meanwhile are left out."""
        ...

    def waiting_lanes(self, now: datetime) -> tuple[int, datetime | None]:
        """How many lanes are due that nobody serves, up to 10 000, and since when the first of them is."""
        ...

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        ...

    def release(self, released: Iterable[tuple[Claim, datetime | None]], now: datetime) -> None:
        """Gives lanes back until each is due, or where nothing waits in it, None, ends it.

        What was put into one since it was claimed may have been overlooked: then it is due at once. Nothing
        happens where another worker has taken it.
        """
        ...

    def add_readings(self, readings: Iterable[Reading]) -> None:
        """Keeps readings until they are reported."""
        ...

    def batch_of_readings(self, batch_id: str, limit: int) -> list[Reading]:
        """A batch that was made before and is not reported; where there is none, one of up to `limit`."""
        ...

    def remove_readings(self, batch_id: str) -> None:
        """Forgets a batch that was reported."""
        ...

    def wake(self, webhook_id: str, now: datetime) -> None:
        """Makes every lane of a webhook due, whenever what heads it would be tried again."""
        ...

    def waiting_in(self, lanes: Collection[str], limit: int) -> dict[str, list[Delivery]]:
        """Up to `limit` deliveries that wait in each of the lanes, in their order. Each has an entry."""
        ...

    def write(self, deliveries: Iterable[Delivery]) -> None:
        """Keeps what has become of deliveries that wait; what has ended stays as it is."""
        ...

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        ...

    def ended_since(self, webhook_id: str, since: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries to a webhook that have ended, of that time or later, oldest first."""
        ...

    def deliveries_to(
        self, webhook_id: str, state: DeliveryState | None, page: PageRequest
    ) -> list[Delivery]:
        """The deliveries to a webhook for a page, and one more."""
        ...

    def deadlines_of(self, offer_id: str) -> OfferDeadlines | None:
        """The deadlines of an offer, as they are known."""
        ...

    def replace_deadlines(self, known: OfferDeadlines | None, changed: OfferDeadlines) -> bool:
        """Writes over what was known, if anything was; False where that is no longer so."""
        ...

    def deadlines_due(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers to look at by `now`, the longest due first, behind `after`."""
        ...

    def bring_forward(self, hours: int, now: datetime) -> None:
        """Has every offer looked at so many hours before each of its deadlines, where that is to come."""
        ...

    def settings_of(self, party_ids: Collection[str]) -> list[ReminderSettings]:
        """The settings of each of these parties, in the order of their ids."""
        ...

    def hours_in_use(self) -> frozenset[int]:
        """The hours before a deadline that anybody asks for."""
        ...
