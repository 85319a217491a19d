"""The part of the in-memory twin of the notifications store that knows deadlines and settings."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from services.notifications.domain.reminders import DEFAULT_HOURS, OfferDeadlines, ReminderSettings
from services.shared.due import Position
from tests.fakes.memory import MemoryRepository


class FakeReminders:
    """Deadlines by offer, and settings by party."""

    def __init__(self) -> None:
        super().__init__()
        self.deadlines: dict[str, OfferDeadlines] = {}
        self.reminder_settings: MemoryRepository[ReminderSettings] = MemoryRepository()
        self._replacing = threading.Lock()

    def deadlines_of(self, offer_id: str) -> OfferDeadlines | None:
        """The deadlines of an offer, as they are known."""
        return self.deadlines.get(offer_id)

    def replace_deadlines(self, known: OfferDeadlines | None, changed: OfferDeadlines) -> bool:
        """Writes over what was known, if anything was; False where that is no longer so."""
        with self._replacing:
            if self.deadlines.get(changed.id) != known:
                return False
            self.deadlines[changed.id] = changed
            return True

    def deadlines_due(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers to look at by `now`, the longest due first, behind `after`."""
        due = [(each.next_due_at, each.id) for each in self.deadlines.values() if each.next_due_at]
        return sorted(each for each in due if each[0] <= now and (after is None or each > after))[:limit]

    def bring_forward(self, hours: int, now: datetime) -> None:
        """Has every offer looked at so many hours before each of its deadlines, where that is to come."""
        for key, offer in self.deadlines.items():
            moments = [each.moment(hours) for each in offer.deadlines]
            known = [offer.next_due_at] if offer.next_due_at else []
            earliest = min([each for each in moments if each > now] + known, default=None)
            self.deadlines[key] = replace(offer, next_due_at=earliest)

    def settings_of(self, party_ids: Collection[str]) -> list[ReminderSettings]:
        """The settings of each of these parties, in the order of their ids."""
        return [self.reminder_settings.get(each) or ReminderSettings(each) for each in sorted(party_ids)]

    def hours_in_use(self) -> frozenset[int]:
        """The hours before a deadline that anybody asks for."""
        asked = (hours for each in self.reminder_settings.all() for hours in each.hours_before)
        return frozenset({*DEFAULT_HOURS, *asked})
