"""Mail in MongoDB.

A mail is claimed by one worker at a time. A claim runs out: what a worker had that has died is taken over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.notifications.domain.mail import MOST_EVENTS, Mail, MailKind, MailState
from services.notifications.domain.subscriptions import MailSubscription, SubscriptionState
from services.notifications.store.mail_documents import MailDocument
from services.shared.documents import HISTORY, MongoRepository, converter
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed


def _mails() -> Any:
    return MailDocument._get_collection()


class MailQueries:
    """The part of the store that knows mail."""

    subscriptions: MongoRepository[MailSubscription]

    def subscriptions_of(self, party_ids: Collection[str]) -> list[MailSubscription]:
        """The subscriptions of these parties."""
        return list(self.subscriptions.find({"party_id": {"$in": list(party_ids)}}))

    def subscriptions_page(
        self, party_id: str, state: SubscriptionState | None, page: PageRequest
    ) -> list[MailSubscription]:
        """The subscriptions of a party for a page, and one more."""
        query = {"party_id": party_id} | ({"state": state.value} if state else {})
        found = listed(self.subscriptions.collection, query, page, "party", HISTORY, sorts=True)
        return [self.subscriptions.load(row) for row in found]

    def remove_subscription(self, subscription_id: str) -> None:
        """Removes a subscription. What waits for it is silenced when it would be sent."""
        self.subscriptions.collection.delete_one({"_id": subscription_id})

    def confirmations_to(self, address: str, since: datetime) -> int:
        """How many mails have asked an address for its confirmation."""
        return _confirmations({"recipient": address}, since)

    def confirmations_of(self, party_id: str, since: datetime) -> int:
        """How many mails that ask for a confirmation a party has caused."""
        return _confirmations({"party_id": party_id}, since)

    def put_mail(self, mail: Mail) -> None:
        """Keeps a mail until it is sent; one that is there already stays as it is."""
        row = _row(mail)
        _mails().update_one({"_id": row.pop("_id")}, {"$setOnInsert": row}, upsert=True)

    def gather(self, mail: Mail) -> bool:
        """Adds the event of a mail to the digest of that id, which is the mail where there is none.

        False where that one was taken before, without the event. Again, it changes nothing, but that an event
        for which there was no room is counted twice.
        """
        row = _row(mail)
        key = {"_id": row.pop("_id"), "claimed_until": row.pop("claimed_until")}
        (event_id,) = row.pop("event_ids")
        has_room = {f"event_ids.{MOST_EVENTS - 1}": {"$exists": False}}
        adding = {"$addToSet": {"event_ids": event_id}, "$setOnInsert": row}
        try:
            _mails().update_one(key | has_room, adding, upsert=True)
            return True
        except DuplicateKeyError:
            # It is there: full, taken, or made by another worker just now.
            adding.pop("$setOnInsert")
        if _mails().update_one(key | has_room, adding).matched_count:
            return True
        if _mails().find_one({"_id": mail.id, "event_ids": event_id}, {"_id": 1}):
            return True
        return bool(_mails().update_one(key, {"$inc": {"more": 1}}).matched_count)

    def claim_mail(self, now: datetime, until: datetime) -> Mail | None:
        """Takes the mail that has been due for longest, until then at most."""
        due = {"state": MailState.PENDING.value, "next_attempt_at": {"$lte": now}}
        free = {"claimed_until": {"$not": {"$gt": now}}}
        taken = {"$set": {"claimed_until": until}}
        order = [("next_attempt_at", 1)]
        row = _mails().find_one_and_update(due | free, taken, sort=order, return_document=True)
        return _load(row) if row else None

    def write_mail(self, mail: Mail) -> None:
        """Keeps what has become of a mail that was claimed, unless another worker has claimed it since."""
        row = _row(mail)
        held = {"_id": row.pop("_id"), "claimed_until": mail.claimed_until}
        _mails().update_one(held, {"$set": row | {"claimed_until": mail.updated_at}})

    def mail(self, mail_id: str) -> Mail | None:
        """A mail by its id."""
        row = _mails().find_one({"_id": mail_id})
        return _load(row) if row else None

    def mails_page(self, state: MailState | None, page: PageRequest) -> list[Mail]:
        """All mails for a page, and one more."""
        states = sorted(each.value for each in MailState if state in {None, each})
        index, sorts = index_of(page, "outbox", "outbox_updated")
        found = listed(_mails(), {"state": {"$in": states}}, page, index, sorts=sorts)
        return [_load(row) for row in found]


def _confirmations(query: dict[str, Any], since: datetime) -> int:
    kind = {"kind": MailKind.CONFIRMATION.value}
    return int(_mails().count_documents(query | kind | {"created_at": {"$gt": since}}))


def _row(mail: Mail) -> dict[str, Any]:
    row: dict[str, Any] = converter.unstructure(mail)
    row["_id"] = row.pop("id")
    return row


def _load(row: dict[str, Any]) -> Mail:
    return converter.structure({**row, "id": row["_id"]}, Mail)
