"""A party sets when it is reminded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.notifications.domain.reminders import DeadlineKind, ReminderSettings
from services.notifications.handlers.reminder_settings import get_settings, put_settings
from services.shared.errors import Stale
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.fakes.notifications import FakeStore

WANTED = ReminderSettings("ag_1", (72, 1), late=False, kinds=(DeadlineKind.DRAFT,))


def put(store: FakeStore, wanted: ReminderSettings = WANTED, expected: int | None = None) -> ReminderSettings:
    """The settings, put."""
    return put_settings(store, FakeClock(), wanted, expected, Called("ag_1"))


def test_whoever_has_set_nothing_is_reminded_of_everything() -> None:
    found = get_settings(FakeStore(), "ag_1")
    assert found == ReminderSettings("ag_1", (48, 24), late=True, kinds=tuple(DeadlineKind), version=0)


def test_what_was_put_is_kept_and_counted() -> None:
    store = FakeStore()
    assert put(store) == get_settings(store, "ag_1") == replace(WANTED, version=1)
    assert put(store).version == 1
    assert put(store, replace(WANTED, late=True), 1).version == 2
    assert get_settings(store, "ag_2").version == 0


def test_settings_that_others_have_changed_are_not_replaced() -> None:
    store = FakeStore()
    put(store, expected=0)
    with pytest.raises(Stale):
        put(store, replace(WANTED, late=True), 0)
