"""Which creators let an agency import: read many times during an import, so only what the decision needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.roster.domain.delegations import DelegationState
from services.roster.domain.me import MOST_LETTING
from services.roster.store.documents import DelegationDocument


class ImportQueries:
    """The part of the store that an import asks."""

    def is_let(self, agency_id: str, scope: str, now: datetime) -> bool:
        """Whether one creator at least grants `scope` to the agency now."""
        return DelegationDocument._get_collection().find_one(_granting(agency_id, scope, now)) is not None

    def letting(self, agency_id: str, scope: str, now: datetime) -> list[str]:
        """The creators who grant `scope` to the agency now, up to MOST_LETTING of them."""
        rows = DelegationDocument._get_collection().find(_granting(agency_id, scope, now), {"creator_id": 1})
        return [row["creator_id"] for row in rows.limit(MOST_LETTING)]

    def grants_for(
        self, agency_id: str, creator_ids: Iterable[str], scope: str, now: datetime
    ) -> dict[str, tuple[str, int]]:
        """Id and version of the delegation by which each creator grants `scope` to the agency now."""
        query = _granting(agency_id, scope, now) | {"creator_id": {"$in": list(creator_ids)}}
        rows = DelegationDocument._get_collection().find(query, {"creator_id": 1, "version": 1})
        # Where there are several, the newest one counts, as for any other act.
        return {row["creator_id"]: (row["_id"], row["version"]) for row in rows.sort("_id", 1)}


def _granting(agency_id: str, scope: str, now: datetime) -> dict[str, Any]:
    lasting = [{"expires_at": None}, {"expires_at": {"$gt": now}}]
    state = DelegationState.ACTIVE.value
    return {"agency_id": agency_id, "state": state, "scopes": scope, "$or": lasting}
