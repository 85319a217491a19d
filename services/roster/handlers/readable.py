"""Whose offers an agency may read: now, and what has changed in that since it was last asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import FieldCode
from services.shared.errors import invalid

SCOPE = "marketplace.offers.read"
OVERLAP = timedelta(seconds=5)
"""How far apart the clocks of roster and of its database may be, before and after a change of its primary."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Readable:
    """Creators who may be read now; those whose delegation has changed, and when; where to go on."""

    readable: frozenset[str]
    changes: tuple[tuple[str, datetime], ...]
    marker: str
    more: bool


def list_readable(
    store: Store, clock: Clock, *, agency_id: str, creator_ids: Iterable[str], since: str, most: int
) -> Readable:
    """Which of these creators, and of those with a change behind the marker `since`, may be read now.

    The database stamps each change with its own time when it writes it. A marker that has caught up stands
    a little before now: what was stamped since comes again, so that clocks that differ leave nothing out.
    Raises Invalid for a marker that was not given out.
    """
    caught_up = clock.now() - OVERLAP
    rows = store.changed_delegations(agency_id, _position(since), most + 1) if most else []
    kept, more = rows[:most], len(rows) > most
    moved = {row.creator_id: row.at for row in kept}
    # Read after the changes, so that it is at least as new as they are.
    asked = {*creator_ids, *moved}
    active = store.active_delegations_with(agency_id, asked)
    now, barred = clock.now(), store.suspended_of(asked)
    letting = {each.creator_id for each in active if each.active_at(now) and SCOPE in each.scopes}
    readable = frozenset(letting - barred)
    marker = _marker(kept[-1].at, kept[-1].delegation_id) if more else _marker(caught_up, "")
    return Readable(readable, tuple(moved.items()), marker if most else since, more)


def _marker(at: datetime, delegation_id: str) -> str:
    return f"{(at - _EPOCH) // timedelta(milliseconds=1)}:{delegation_id}"


def _position(marker: str) -> tuple[datetime, str]:
    milliseconds, _, delegation_id = marker.partition(":")
    try:
        return _EPOCH + timedelta(milliseconds=int(milliseconds or 0)), delegation_id
    except (ValueError, OverflowError) as error:
        message = "was not given out here; begin without one"
        raise invalid("since", message, FieldCode.UNKNOWN_CURSOR) from error
