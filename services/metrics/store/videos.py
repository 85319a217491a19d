"""The list of a creator's videos, each order of which has an index."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bson.max_key import MaxKey
from bson.min_key import MinKey

from services.metrics.domain.videos import Listed, Order, Place, rank
from services.metrics.store.rows import Rows, listed_from
from services.shared.queries import require_few

Bound = list[Any]


class VideoQueries:
    """The part of the store that lists videos."""

    _videos: Rows

    def videos_named(self, account: str, videos: Collection[str]) -> list[Listed]:
        """Those of these videos that were ever captured."""
        rows = self._videos.find({"_id": {"$in": [f"{account}|{video}" for video in videos]}})
        return [listed_from(row) for row in rows]

    def video_page(
        self, account: str, order: Order, after: Place | None, limit: int, since: datetime | None = None
    ) -> list[Listed]:
        """Up to `limit` videos in order, after a place in it; only those that have changed since."""
        if since and order.column != "updated_at":
            return self._sorted(account, order, after, since)[:limit]
        low: Bound = [account, since or MinKey(), MinKey()]
        high: Bound = [account, MaxKey(), MaxKey()]
        if after is not None:
            place = [account, after[0], f"{account}|{after[1]}"]
            # The lower bound of an index scan is inclusive: the next string excludes the place itself.
            low, high = (low, place) if order.descending else ([*place[:2], f"{place[2]}\0"], high)
        return [listed_from(row) for row in self._index_scan(order, low, high, limit)]

    def _index_scan(self, order: Order, low: Bound, high: Bound, limit: int) -> Any:
        fields = ("account", order.column, "_id")
        direction = -1 if order.descending else 1
        rows = self._videos.find().hint(order.column).sort([(field, direction) for field in fields])
        bounded = rows.min(list(zip(fields, low, strict=True))).max(list(zip(fields, high, strict=True)))
        return bounded.limit(limit)

    def _sorted(self, account: str, order: Order, after: Place | None, since: datetime) -> list[Listed]:
        """What has changed since, in an order that no index has for it."""
        query = {"account": account, "updated_at": {"$gte": since}}
        require_few(self._videos, query, "updated_at")
        ranked = [
            (rank(each.value(order), each.snapshot.video), each)
            for each in map(listed_from, self._videos.find(query).hint("updated_at"))
        ]
        place = rank(*after) if after else None
        behind = [
            (at, each)
            for at, each in ranked
            if place is None or (at < place if order.descending else at > place)
        ]
        return [each for _, each in sorted(behind, key=lambda pair: pair[0], reverse=order.descending)]
