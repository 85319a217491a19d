"""Which creators let an agency do something at this moment."""

from __future__ import annotations

from collections.abc import Collection

from services.roster.domain.me import MOST_LETTING
from services.roster.store import Store
from services.shared.clock import Clock


def list_letting(
    store: Store, clock: Clock, *, agency_id: str, scope: str, creator_ids: Collection[str]
) -> tuple[frozenset[str], bool]:
    """The creators who grant `scope` to the agency now and are not suspended; whether there may be more.

    Only of those named, where any are.
    """
    now = clock.now()
    if creator_ids:
        found: Collection[str] = store.grants_for(agency_id, creator_ids, scope, now)
    else:
        found = store.letting(agency_id, scope, now)
    more = not creator_ids and len(found) >= MOST_LETTING
    return frozenset(found) - store.suspended_of(found), more
