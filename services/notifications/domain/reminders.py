"""Reminders: which deadlines there are, when their moments come, and who asks to be told of which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.shared.errors import Stale

DEFAULT_HOURS = (48, 24)
"""For whoever has set nothing."""

LATE = 0
"""Hours before a deadline at which it is missed."""

TELLABLE = timedelta(days=6)
"""A moment that came longer ago is told no more. Events, whose ids say what was told, are kept for longer."""


class DeadlineKind(StrEnum):
    """What is due."""

    ANSWER = "answer"
    DRAFT = "draft"
    PUBLICATION = "publication"


@dataclass(frozen=True)
class Deadline:
    """By when something is due, and from whom. An answer is of no deliverable."""

    kind: DeadlineKind
    due_at: datetime
    awaiting: str
    deliverable_id: str = ""

    def moment(self, hours: int) -> datetime:
        """So many hours before it."""
        return self.due_at - timedelta(hours=hours)

    @property
    def can_be_late(self) -> bool:
        """An offer that was not answered in time expires, which is told by itself."""
        return self.kind is not DeadlineKind.ANSWER


@dataclass(frozen=True)
class OfferDeadlines:
    """What is still to be met of an offer, as of its version; `next_due_at` is when to look at it next."""

    id: str
    version: int
    creator_id: str
    brand_id: str
    brand_name: str
    campaign_id: str
    campaign_name: str
    deadlines: tuple[Deadline, ...] = ()
    next_due_at: datetime | None = None


@dataclass(frozen=True)
class ReminderSettings:
    """When a party, which the id names, is reminded, and of what."""

    id: str
    hours_before: tuple[int, ...] = DEFAULT_HOURS
    late: bool = True
    kinds: tuple[DeadlineKind, ...] = tuple(DeadlineKind)
    version: int = 0

    def due(self, deadline: Deadline, now: datetime) -> int | None:
        """The newest moment that has come, as hours before the deadline; None where nothing is to be told.

        So whatever moments a downtime has covered, the party is told once how things stand.
        """
        if deadline.kind not in self.kinds:
            return None
        if deadline.due_at <= now:
            come = [LATE] if self.late and deadline.can_be_late else []
        else:
            come = [each for each in self.hours_before if deadline.moment(each) <= now]
        newest = min(come, default=None)
        return newest if newest is not None and now - deadline.moment(newest) <= TELLABLE else None


def next_moment(deadlines: Collection[Deadline], hours: Collection[int], after: datetime) -> datetime | None:
    """The earliest moment of any deadline behind `after`, where `hours` are those that anybody asks for."""
    moments = [each.moment(number) for each in deadlines for number in hours]
    moments += [each.due_at for each in deadlines if each.can_be_late]
    return min((each for each in moments if each > after), default=None)


def renewed(
    known: OfferDeadlines | None, said: OfferDeadlines, hours: Collection[int], now: datetime
) -> OfferDeadlines:
    """What a newer version of the offer says; where it moves deadlines, what has come of them is due, too."""
    if known is not None and known.deadlines == said.deadlines:
        return replace(said, next_due_at=known.next_due_at)
    return replace(said, next_due_at=next_moment(said.deadlines, hours, now - TELLABLE))


def put(known: ReminderSettings, wanted: ReminderSettings, expected_version: int | None) -> ReminderSettings:
    """The settings as they are wanted; raises Stale where others have changed them."""
    if expected_version not in (None, known.version):
        raise Stale("The settings have changed since you read them; read them again.")
    wanted = replace(wanted, version=known.version)
    return known if wanted == known else wanted
