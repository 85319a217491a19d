"""When parties are reminded of deadlines."""

from __future__ import annotations

from services.notifications.domain import reminders
from services.notifications.domain.reminders import ReminderSettings
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.commands import Invocation, execute


def get_settings(store: Store, party_id: str) -> ReminderSettings:
    """A party's settings, or those of whoever has set nothing."""
    (settings,) = store.settings_of([party_id])
    return settings


def put_settings(
    store: Store,
    clock: Clock,
    wanted: ReminderSettings,
    expected_version: int | None,
    invocation: Invocation,
) -> ReminderSettings:
    """A party's settings from now on; raises Stale."""

    def decide(known: ReminderSettings) -> ReminderSettings:
        return reminders.put(known, wanted, expected_version)

    blank = ReminderSettings(wanted.id)
    return execute(store.reminder_settings, wanted.id, decide, lambda _: [], invocation, clock, blank=blank)
