"""What use cases ask of the store about mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from services.notifications.domain.mail import Mail, MailState
from services.notifications.domain.subscriptions import MailSubscription, SubscriptionState
from services.shared.commands import Repository
from services.shared.paging import PageRequest


class MailStore(Protocol):
    """Subscriptions, and outgoing mail."""

    @property
    def subscriptions(self) -> Repository[MailSubscription]:
        """Mail subscriptions."""
        ...

    def subscriptions_of(self, party_ids: Collection[str]) -> list[MailSubscription]:
        """The subscriptions of these parties."""
        ...

    def subscriptions_page(
        self, party_id: str, state: SubscriptionState | None, page: PageRequest
    ) -> list[MailSubscription]:
        """The subscriptions of a party for a page, and one more."""
        ...

    def remove_subscription(self, subscription_id: str) -> None:
        """Removes a subscription. What waits for it is silenced when it would be sent."""
        ...

    def confirmations_to(self, address: str, since: datetime) -> int:
        """How many mails have asked an address for its confirmation."""
        ...

    def confirmations_of(self, party_id: str, since: datetime) -> int:
        """How many mails that ask for a confirmation a party has caused."""
        ...

    def put_mail(self, mail: Mail) -> None:
        """Keeps a mail until it is sent; one that is there already stays as it is."""
        ...

    def gather(self, mail: Mail) -> bool:
        """Adds the event of a mail to the digest of that id, which is the mail where there is none.

        False where that one was taken before, without the event. Again, it changes nothing.
        """
        ...

    def claim_mail(self, now: datetime, until: datetime) -> Mail | None:
        """Takes the mail that has been due for longest, until then at most."""
        ...

    def write_mail(self, mail: Mail) -> None:
        """Keeps what has become of a mail that was claimed, unless another worker has claimed it since."""
        ...

    def mail(self, mail_id: str) -> Mail | None:
        """A mail by its id."""
        ...

    def mails_page(self, state: MailState | None, page: PageRequest) -> list[Mail]:
        """All mails for a page, and one more."""
        ...
