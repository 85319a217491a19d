"""Deadlines and settings: whatever holds for MongoDB must hold for the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.notifications.domain.reminders import (
    Deadline,
    DeadlineKind,
    OfferDeadlines,
    ReminderSettings,
)
from services.notifications.store import Store
from services.shared.commands import Commit
from tests.fakes.clock import START

HOUR = timedelta(hours=1)
DUE = START + 100 * HOUR


def offer(number: int, *due: datetime, next_due_at: datetime | None = None) -> OfferDeadlines:
    """The offer of that number, which owes drafts by then."""
    drafts = tuple(Deadline(DeadlineKind.DRAFT, at, "creator_side", f"dl_{n}") for n, at in enumerate(due))
    key = f"of_{number}"
    return OfferDeadlines(key, 1, "cr_1", "br_1", "Lumen", "cp_1", "Spring", drafts, next_due_at)


def put(store: Store, *offers: OfferDeadlines) -> None:
    """Keeps what is known of these for the first time."""
    for each in offers:
        assert store.replace_deadlines(None, each)


def test_deadlines_are_read_back_as_they_were_written(store: Store) -> None:
    known = offer(1, DUE, DUE + HOUR, next_due_at=START)
    put(store, known, offer(2))
    assert store.deadlines_of("of_1") == known
    assert store.deadlines_of("of_2") == offer(2)
    assert store.deadlines_of("of_3") is None


def test_deadlines_are_written_over_what_was_known_only(store: Store) -> None:
    known = offer(1, DUE, next_due_at=DUE - HOUR)
    put(store, known)
    assert not store.replace_deadlines(None, replace(known, version=2))
    looked = replace(known, next_due_at=DUE)
    assert store.replace_deadlines(known, looked)
    assert not store.replace_deadlines(known, replace(known, version=2))
    newer = replace(known, version=2, deadlines=(), next_due_at=None)
    assert store.replace_deadlines(looked, newer)
    assert not store.replace_deadlines(looked, known)
    assert store.replace_deadlines(newer, replace(newer, version=3))


def test_what_is_due_is_walked_in_the_order_of_its_time(store: Store) -> None:
    moments = {1: START + HOUR, 2: START, 3: START + HOUR, 4: START + 2 * HOUR}
    put(store, offer(5), *(offer(number, DUE, next_due_at=at) for number, at in moments.items()))
    now = START + HOUR
    due = [(START, "of_2"), (now, "of_1"), (now, "of_3")]
    assert store.deadlines_due(now, None, 10) == due
    assert store.deadlines_due(now, None, 2) == due[:2]
    assert store.deadlines_due(now, due[1], 10) == due[2:]
    assert store.deadlines_due(START - HOUR, None, 10) == []


def test_new_hours_bring_forward_what_is_still_to_come(store: Store) -> None:
    later = DUE + 10 * HOUR
    put(
        store,
        offer(1, later, DUE, next_due_at=DUE - HOUR),
        offer(2, DUE, next_due_at=START + HOUR),
        offer(3, START + 60 * HOUR, later, next_due_at=later),
        offer(4, START + 60 * HOUR, next_due_at=None),
        offer(5),
        offer(6, DUE),
    )
    store.bring_forward(72, START)
    known = [store.deadlines_of(f"of_{number}") for number in range(1, 7)]
    assert [each.next_due_at if each else each for each in known] == [
        DUE - 72 * HOUR,
        START + HOUR,
        later - 72 * HOUR,
        None,
        None,
        DUE - 72 * HOUR,
    ]


def test_settings_are_those_of_each_party_or_those_of_whoever_has_none(store: Store) -> None:
    kept = ReminderSettings("br_1", (72, 2), late=False, kinds=(DeadlineKind.DRAFT,), version=1)
    store.reminder_settings.insert(kept, Commit())
    assert store.settings_of(["cr_1", "br_1", "ag_1"]) == [
        ReminderSettings("ag_1"),
        kept,
        ReminderSettings("cr_1"),
    ]


def test_the_hours_in_use_are_those_that_anybody_asks_for(store: Store) -> None:
    assert store.hours_in_use() == {48, 24}
    for party_id, hours in (("br_1", (72, 2)), ("ag_1", (2, 1)), ("cr_1", ())):
        store.reminder_settings.insert(ReminderSettings(party_id, hours, version=1), Commit())
    assert store.hours_in_use() == {72, 48, 24, 2, 1}
