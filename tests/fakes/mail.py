"""The in-memory twin of the part of the notifications store that keeps mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from services.notifications.domain.mail import MOST_EVENTS, Mail, MailKind, MailState
from services.notifications.domain.subscriptions import MailSubscription, SubscriptionState
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository, listed


class FakeMail:
    """`services.notifications.store.mail.MailQueries` in memory."""

    def __init__(self) -> None:
        self.subscriptions: MemoryRepository[MailSubscription] = MemoryRepository()
        self.mails: dict[str, Mail] = {}

    def subscriptions_of(self, party_ids: Collection[str]) -> list[MailSubscription]:
        """The subscriptions of these parties."""
        return [each for each in self.subscriptions.all() if each.party_id in party_ids]

    def subscriptions_page(
        self, party_id: str, state: SubscriptionState | None, page: PageRequest
    ) -> list[MailSubscription]:
        """The subscriptions of a party for a page, and one more."""
        own = self.subscriptions_of([party_id])
        return listed([each for each in own if state in {None, each.state}], page)

    def remove_subscription(self, subscription_id: str) -> None:
        """Removes a subscription. What waits for it is silenced when it would be sent."""
        self.subscriptions.rows.pop(subscription_id, None)

    def confirmations_to(self, address: str, since: datetime) -> int:
        """How many mails have asked an address for its confirmation."""
        return sum(each.recipient == address for each in self._confirmations(since))

    def confirmations_of(self, party_id: str, since: datetime) -> int:
        """How many mails that ask for a confirmation a party has caused."""
        return sum(each.party_id == party_id for each in self._confirmations(since))

    def _confirmations(self, since: datetime) -> list[Mail]:
        kind = MailKind.CONFIRMATION
        return [each for each in self.mails.values() if each.kind is kind and each.created_at > since]

    def put_mail(self, mail: Mail) -> None:
        """Keeps a mail until it is sent; one that is there already stays as it is."""
        self.mails.setdefault(mail.id, mail)

    def gather(self, mail: Mail) -> bool:
        """Adds the event of a mail to the digest of that id, which is the mail where there is none."""
        known = self.mails.setdefault(mail.id, mail)
        if known is mail or set(mail.event_ids) <= set(known.event_ids):
            return True
        if known.claimed_until is not None:
            return False
        if len(known.event_ids) < MOST_EVENTS:
            self.mails[mail.id] = replace(known, event_ids=known.event_ids + mail.event_ids)
        else:
            self.mails[mail.id] = replace(known, more=known.more + 1)
        return True

    def claim_mail(self, now: datetime, until: datetime) -> Mail | None:
        """Takes the mail that has been due for longest, until then at most."""
        due = [
            (each.next_attempt_at, each.id)
            for each in self.mails.values()
            if each.state is MailState.PENDING
            and each.next_attempt_at
            and each.next_attempt_at <= now
            and not (each.claimed_until and each.claimed_until > now)
        ]
        if not due:
            return None
        _, key = min(due)
        claimed = self.mails[key] = replace(self.mails[key], claimed_until=until)
        return claimed

    def write_mail(self, mail: Mail) -> None:
        """Keeps what has become of a mail that was claimed, unless another worker has claimed it since."""
        if self.mails[mail.id].claimed_until == mail.claimed_until:
            self.mails[mail.id] = replace(mail, claimed_until=mail.updated_at)

    def mail(self, mail_id: str) -> Mail | None:
        """A mail by its id."""
        return self.mails.get(mail_id)

    def mails_page(self, state: MailState | None, page: PageRequest) -> list[Mail]:
        """All mails for a page, and one more."""
        return listed([each for each in self.mails.values() if state in {None, each.state}], page)
