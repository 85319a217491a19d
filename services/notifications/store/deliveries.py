"""Deliveries and their lanes in MongoDB.

A lane is claimed by one worker at a time, which then sends what waits in it, one after the other. So workers
share the lanes, nothing is sent by two of them, and the order within a lane is kept. A claim runs out: the
lanes of a worker that has died are taken over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import BulkWriteError

from services.notifications.domain.deliveries import Claim, Delivery, DeliveryState
from services.notifications.store.documents import DeliveryDocument, LaneDocument
from services.shared.documents import converter
from services.shared.ids import new_id
from services.shared.paging import PageRequest
from services.shared.queries import index_of, listed

DUPLICATE_KEY = 11000
MOST_COUNTED = 10_000
CHANGES = ("state", "body", "attempts", "count", "next_attempt_at", "updated_at")
"""What an attempt changes of a delivery."""


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

    def due_lanes(self, now: datetime, limit: int, busy: Collection[str] = ()) -> list[tuple[str, str]]:
        """Up to `limit` lanes that nobody serves, each with its webhook; none of the webhooks `busy`."""
        wanted: dict[str, Any] = _free(now) | ({"webhook_id": {"$nin": list(busy)}} if busy else {})
        found = _lanes().find(wanted, {"webhook_id": 1}).sort("due_at", 1).limit(limit)
        return [(row["_id"], row["webhook_id"]) for row in found]

    def claim(self, lanes: Sequence[str], now: datetime, until: datetime) -> list[Claim]:
        """Takes these lanes until then at most; those that somebody serves meanwhile are left out."""
        if not lanes:
            return []
        key = new_id("cm")
        taken = {"$set": {"claimed_until": until, "claimed_by": key}}
        # Not update_many, which the driver does not repeat where the primary changes.
        _lanes().bulk_write([UpdateOne({"_id": lane, **_free(now)}, taken) for lane in lanes], ordered=False)
        return [_claim(row) for row in _lanes().find({"_id": {"$in": list(lanes)}, "claimed_by": key})]

    def waiting_lanes(self, now: datetime) -> tuple[int, datetime | None]:
        """How many lanes are due that nobody serves, up to 10 000, and since when the first of them is."""
        count = _lanes().count_documents(_free(now), limit=MOST_COUNTED)
        first = _lanes().find_one(_free(now), {"due_at": 1}, sort=[("due_at", 1)])
        return count, first["due_at"] if first else None

    def renew(self, claim: Claim, until: datetime) -> Claim | None:
        """Keeps a lane for longer; None where it ran out, and another worker has taken it."""
        renewed = _lanes().update_one(_held(claim), {"$set": {"claimed_until": until}})
        return replace(claim, until=until) if renewed.matched_count else None

    def release(self, released: Iterable[tuple[Claim, datetime | None]], now: datetime) -> None:
        """Gives lanes back until each is due, or where nothing waits in it, None, ends it.

        What was put into one since it was claimed may have been overlooked: then it is due at once.
        """
        rows = list(released)
        ended = [_ended(claim) for claim, due_at in rows if due_at is None]
        if ended and _lanes().bulk_write(ended, ordered=False).deleted_count == len(rows):
            return
        # Those that have ended are not found any more.
        _lanes().bulk_write([_given_back(claim, due_at or now, now) for claim, due_at in rows], ordered=False)

    def waiting_in(self, lanes: Collection[str], limit: int) -> dict[str, list[Delivery]]:
        """Up to `limit` deliveries that wait in each of the lanes, in their order. Each has an entry.

        Mostly little waits, and one query finds all of it.
        """
        found: dict[str, list[Delivery]] = {lane: [] for lane in lanes}
        rows = _waiting({"$in": list(lanes)}, limit + 1)
        if len(rows) > limit:
            rows = [row for lane in lanes for row in _waiting(lane, limit)]
        for row in rows:
            found[row["lane"]].append(_load(row))
        return found

    def write(self, deliveries: Iterable[Delivery]) -> None:
        """Keeps what has become of deliveries that wait; what has ended stays as it is."""
        _deliveries().bulk_write([_written(each) for each in deliveries], ordered=False)

    def delivery(self, delivery_id: str) -> Delivery | None:
        """A delivery by its id."""
        row = _deliveries().find_one({"_id": delivery_id})
        return _load(row) if row else None

    def ended_since(self, webhook_id: str, since: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` deliveries to a webhook that have ended, of that time or later, oldest first."""
        ended = sorted(each.value for each in DeliveryState if each is not DeliveryState.PENDING)
        query = {"webhook_id": webhook_id, "state": {"$in": ended}, "created_at": {"$gte": since}}
        rows = _deliveries().find(query).sort([("created_at", 1), ("_id", 1)]).limit(limit)
        return [_load(row) for row in rows]

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


def _free(now: datetime) -> dict[str, Any]:
    """Lanes that are due and that nobody serves."""
    return {"due_at": {"$lte": now}, "claimed_until": {"$lte": now}}


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(row["_id"], row["webhook_id"], row["added"], row["claimed_by"], row["claimed_until"])


def _held(claim: Claim) -> dict[str, Any]:
    """The lane, while it is still the claim's."""
    return {"_id": claim.lane, "claimed_by": claim.key}


def _ended(claim: Claim) -> DeleteOne:
    """The end of a lane, unless something was put into it meanwhile."""
    return DeleteOne({**_held(claim), "added": claim.added})


def _given_back(claim: Claim, due_at: datetime, now: datetime) -> UpdateOne:
    given = {"$set": {"due_at": due_at, "claimed_until": now}, "$unset": {"claimed_by": ""}}
    return UpdateOne(_held(claim), given)


def _waiting(lane: Any, limit: int) -> list[dict[str, Any]]:
    rows = _deliveries().find({"lane": lane, "state": DeliveryState.PENDING.value})
    return list(rows.sort([("lane", 1), ("position", 1)]).limit(limit))


def _written(delivery: Delivery) -> UpdateOne:
    row = _row(delivery)
    changed = {name: row[name] for name in CHANGES}
    return UpdateOne({"_id": delivery.id, "state": DeliveryState.PENDING.value}, {"$set": changed})


def _added(delivery: Delivery, now: datetime) -> UpdateOne:
    fresh = {"webhook_id": delivery.webhook_id, "due_at": now, "claimed_until": now}
    return UpdateOne({"_id": delivery.lane}, {"$inc": {"added": 1}, "$setOnInsert": fresh}, upsert=True)


def _row(delivery: Delivery) -> dict[str, Any]:
    row: dict[str, Any] = converter.unstructure(delivery)
    row["_id"] = row.pop("id")
    return row


def _load(row: dict[str, Any]) -> Delivery:
    return converter.structure({**row, "id": row["_id"]}, Delivery)
