"""Refusals: the first of a caller stands in her log at once, what it repeats is counted there later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from services.roster.domain.activity import Activity

WINDOW = timedelta(minutes=1)
"""In which further refusals of one caller by the same rule become one entry."""

STRANGERS_WINDOW = timedelta(hours=1)
STRANGERS_MOST = 10
"""Strangers whose refusal gets an entry of its own in a window; all further ones share a last entry."""

SETTLED = timedelta(seconds=5)
"""How long after its window a tally is left alone: clocks of several processes differ."""

STRANGERS = "strangers"

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Tally:
    """Where a refusal is counted: the first of `most` callers get entries, everything else adds to one."""

    id: str
    ends_at: datetime
    most: int = 1


@dataclass(frozen=True)
class Tallied:
    """A tally with the refusals that stand in no entry yet, and the latest of them."""

    id: str
    count: int
    latest: Activity | None


def tally_of(entry: Activity, *, stranger: bool) -> Tally:
    """The tally of a refusal. A stranger is who never had a delegation of hers."""
    length = STRANGERS_WINDOW if stranger else WINDOW
    window = (entry.at - BEGINNING) // length
    whose = STRANGERS if stranger else f"{entry.actor_id}:{entry.rule}"
    ends_at = BEGINNING + (window + 1) * length
    return Tally(f"{entry.creator_id}:{whose}:{window}", ends_at, STRANGERS_MOST if stranger else 1)


def folded(tallied: Tallied) -> Activity | None:
    """The one entry for what was counted; None where there is nothing to add."""
    if not tallied.count or tallied.latest is None:
        return None
    entry = replace(tallied.latest, count=tallied.count, event_id=f"refusals:{tallied.id}")
    if f":{STRANGERS}:" not in tallied.id:
        return entry
    reason = f"Further refusals within an hour, of parties that have no delegation: {tallied.count}."
    nobody = replace(entry, actor_id="", client_id="", person_id="", person_name="", object="")
    return replace(nobody, request_id="", rule=STRANGERS, reason=reason)
