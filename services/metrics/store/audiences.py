"""The newest audiences of many creators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from services.metrics.domain.audience import Breakdown, Dimensions, Share
from services.metrics.domain.targets import DIMENSIONS
from services.metrics.store.documents import AudienceDocument

AT_ONCE = 1_000
"""Creators in one question."""


class AudienceQueries:
    """The part of the store that reads audiences of many creators."""

    def latest_breakdowns(self, creator_ids: Collection[str]) -> dict[str, Breakdown]:
        """What was captured last of each creator's audience, by creator; who has none is left out.

        mongod jumps along the index from creator to creator, and sends the dimensions that a target has.
        """
        wanted, found = list(creator_ids), {}
        for begun in range(0, len(wanted), AT_ONCE):
            stages = [
                {"$match": {"creator_id": {"$in": wanted[begun : begun + AT_ONCE]}}},
                {"$sort": {"creator_id": -1, "captured_at": -1, "strength": -1, "source": -1}},
                {"$group": {"_id": "$creator_id", "newest": {"$first": "$$ROOT"}}},
                {"$project": {f"newest.{name}": 1 for name in _SENT}},
            ]
            rows = AudienceDocument._get_collection().aggregate(stages, hint="newest")
            found.update({row["_id"]: _breakdown(row["newest"]) for row in rows})
        return found


_SENT = ("captured_at", "source", "note", *(f"dimensions.{name}" for name in DIMENSIONS))


def _breakdown(row: Mapping[str, Any]) -> Breakdown:
    shares = {name: _shares(row["dimensions"].get(name)) for name in DIMENSIONS}
    return Breakdown(row["captured_at"], row["source"], Dimensions(**shares), row.get("note") or "")


def _shares(rows: Any) -> tuple[Share, ...]:
    return tuple(Share(row["bucket"], row["share"]) for row in rows or ())
