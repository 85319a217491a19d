"""What use cases ask of the store; the one on MongoDB and the fake of the tests are checked against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.domain.events import Published
from services.notifications.domain.readings import Reading
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.store.mail_port import MailStore
from services.shared.commands import Repository
from services.shared.paging import PageRequest


class Store(MailStore, Protocol):
    """The service's data: webhooks, public events, deliveries in their lanes, and mail."""

    @property
    def webhooks(self) -> Repository[Webhook]:
        """Webhooks."""
        ...

    def ready(self) -> bool:
        """Whether the database answers."""
        ...

    def webhooks_of(self, party_ids: Collection[str]) -> list[Webhook]:
        """The webhooks of these parties."""
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

    def append(self, event_id: str, make: Callable[[int], Published]) -> Published:
        """The event of that id at the next position; the one that is there, where it was appended before."""
        ...

    def last_position(self) -> int:
        """The position of the newest event; 0 before the first."""
        ...

    def newest_event(self) -> Published | None:
        """The event at the last position."""
        ...

    def events_after(self, position: int, limit: int) -> list[Published]:
        """Up to `limit` events behind a position, oldest first."""
        ...

    def enqueue(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Puts deliveries into their lanes; those that are there already stay as they are."""
        ...

    def claim(self, now: datetime, until: datetime, busy: Collection[str] = ()) -> Claim | None:
        """Takes the lane that has been due for longest, until then at most; none of the webhooks `busy`."""
        ...

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        ...

    def release(self, claim: Claim, due_at: datetime | None, now: datetime) -> None:
        """Gives a lane back until it is due, or where nothing waits in it, None, ends it.

        What was put into it since it was claimed may have been overlooked: then it is due at once. Nothing
        happens where another worker has taken it.
        """
        ...

    def add_reading(self, reading: Reading) -> None:
        """Keeps a reading until it is reported."""
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

    def waiting_in(self, lane: str, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries that wait in a lane, in their order."""
        ...

    def write(self, delivery: Delivery) -> None:
        """Keeps what has become of a delivery that waits; what has ended stays as it is."""
        ...

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        ...

    def deliveries_to(
        self, webhook_id: str, state: DeliveryState | None, page: PageRequest
    ) -> list[Delivery]:
        """The deliveries to a webhook for a page, and one more."""
        ...
