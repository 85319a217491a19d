"""Deliveries and their lanes in MongoDB.

A lane is claimed by one worker at a time, which then sends what waits in it, one after the other. So workers
share the lanes, nothing is sent by two of them, and the order within a lane is kept. A claim runs out: the
lanes of a worker that has died are taken over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.store.documents import DeliveryDocument, LaneDocument
from services.shared.documents import converter
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed

DUPLICATE_KEY = 11000


def _lanes() -> Any:
    return LaneDocument._get_collection()


def _deliveries() -> Any:
    return DeliveryDocument._get_collection()


class DeliveryQueries:
    """The part of the store that knows deliveries."""

    def enqueue(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Puts deliveries into their lanes; those that are there already stay as they are.

        First the deliveries, then the lanes: whoever finds a lane finds what is in it. After a crash in
        between the event, which was not acknowledged, comes again, and with it the lane. A lane that is there
        keeps its time: its first delivery may wait for its next attempt, or be on its way.
        """
        rows = list(deliveries)
        if not rows:
            return
        try:
            _deliveries().insert_many([_row(each) for each in rows], ordered=False)
        except BulkWriteError as error:
            if any(each["code"] != DUPLICATE_KEY for each in error.details["writeErrors"]):
                raise
        _lanes().bulk_write([_added(each, now) for each in rows], ordered=False)

    def claim(self, now: datetime, until: datetime, busy: Collection[str] = ()) -> Claim | None:
        """Takes the lane that has been due for longest, until then at most; none of the webhooks `busy`."""
        wanted: dict[str, Any] = {"due_at": {"$lte": now}, "claimed_until": {"$lte": now}}
        wanted |= {"webhook_id": {"$nin": list(busy)}} if busy else {}
        taken = {"$set": {"claimed_until": until}}
        row = _lanes().find_one_and_update(wanted, taken, sort=[("due_at", 1)], return_document=True)
        return _claim(row) if row else None

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        longer = {"$set": {"claimed_until": until}}
        row = _lanes().find_one_and_update(_held(claim), longer, return_document=True)
        return replace(claim, until=row["claimed_until"]) if row else None

    def release(self, claim: Claim, due_at: datetime | None, now: datetime) -> None:
        """Gives a lane back until it is due, or where nothing waits in it, None, ends it.

        What was put into it since it was claimed may have been overlooked: then it is due at once.
        """
        if due_at is None:
            if _lanes().delete_one({**_held(claim), "added": claim.added}).deleted_count:
                return
            due_at = now
        _lanes().update_one(_held(claim), {"$set": {"due_at": due_at, "claimed_until": now}})

    def waiting_in(self, lane: str, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries that wait in a lane, in their order."""
        rows = _deliveries().find({"lane": lane, "state": DeliveryState.PENDING.value})
        return [_load(row) for row in rows.sort("position", 1).limit(limit)]

    def write(self, delivery: Delivery) -> None:
        """Keeps what has become of a delivery that waits; what has ended stays as it is."""
        row = _row(delivery)
        waits = {"_id": row.pop("_id"), "state": DeliveryState.PENDING.value}
        _deliveries().update_one(waits, {"$set": row})

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        row = _deliveries().find_one({"_id": delivery_id})
        return _load(row) if row else None

    def deliveries_to(
        self, webhook_id: str, state: DeliveryState | None, page: PageRequest
    ) -> list[Delivery]:
        """The deliveries to a webhook for a page, and one more."""
        states = sorted(each.value for each in DeliveryState if state in {None, each})
        query = {"webhook_id": webhook_id, "state": {"$in": states}}
        index, sorts = index_of(page, "log", "log_updated")
        return [_load(row) for row in listed(_deliveries(), query, page, index, sorts=sorts)]

    def forget_webhook(self, webhook_id: str) -> None:
        """Removes what waits for a webhook, and what was sent to it."""
        _lanes().delete_many({"webhook_id": webhook_id})
        _deliveries().delete_many({"webhook_id": webhook_id})

    def wake(self, webhook_id: str, now: datetime) -> None:
        """Makes every lane of a webhook due, whenever what heads it would be tried again."""
        held = {
            "webhook_id": webhook_id,
            "state": DeliveryState.PENDING.value,
            "next_attempt_at": {"$ne": None},
        }
        _deliveries().update_many(held, {"$set": {"next_attempt_at": None}})
        _lanes().update_many({"webhook_id": webhook_id}, {"$set": {"due_at": now}})


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(row["_id"], row["webhook_id"], row["added"], row["claimed_until"])


def _held(claim: Claim) -> dict[str, Any]:
    """The lane, while it is still the claim's."""
    return {"_id": claim.lane, "claimed_until": claim.until}


def _added(delivery: Delivery, now: datetime) -> UpdateOne:
    fresh = {"webhook_id": delivery.webhook_id, "due_at": now, "claimed_until": now}
    return UpdateOne({"_id": delivery.lane}, {"$inc": {"added": 1}, "$setOnInsert": fresh}, upsert=True)


def _row(delivery: Delivery) -> dict[str, Any]:
    row: dict[str, Any] = converter.unstructure(delivery)
    row["_id"] = row.pop("id")
    return row


def _load(row: dict[str, Any]) -> Delivery:
    return converter.structure({**row, "id": row["_id"]}, Delivery)
