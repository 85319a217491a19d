"""What is due is done in its order, and what fails holds up nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect

from services.shared.due import BATCH, FIRST_PAUSE, LONGEST_PAUSE, Due
from tests.fakes.clock import START, FakeClock


class Rows:
    """Things that are due, some of which fail."""

    def __init__(self, count, failing=()):
        self.due = {f"x_{number:04}": START + timedelta(seconds=number) for number in range(count)}
        self.failing, self.tried = set(failing), []
        self.error: Exception = ValueError("broken")
        self.clock = FakeClock(START + timedelta(days=1))
        self.timer = Due("test", self.clock, self.find, self.change)

    def find(self, now, after, limit):
        found = sorted((at, key) for key, at in self.due.items() if at <= now)
        return [row for row in found if after is None or row > after][:limit]

    def change(self, key):
        self.tried.append(key)
        if key in self.failing:
            raise self.error
        del self.due[key]


def test_the_oldest_come_first_and_a_run_has_an_end():
    rows = Rows(BATCH + 3)
    oldest_first = sorted(rows.due)
    assert [rows.timer.run() for _ in range(3)] == [BATCH, 3, 0]
    assert rows.tried == oldest_first


def test_a_thousand_that_fail_are_stepped_over():
    rows = Rows(1005, failing=[f"x_{number:04}" for number in range(1000)])
    assert rows.timer.run() == 5
    assert len(rows.due) == 1000


def test_what_failed_is_left_alone_for_longer_each_time():
    rows = Rows(1, failing=["x_0000"])
    for times in range(1, 14):
        pause = min(FIRST_PAUSE * 2 ** (times - 1), LONGEST_PAUSE)
        assert rows.timer.run() == 0
        assert len(rows.tried) == times
        rows.clock.advance(seconds=pause.total_seconds() - 1)
        assert rows.timer.run() == 0
        assert len(rows.tried) == times
        rows.clock.advance(seconds=1)
    rows.failing.clear()
    assert (rows.timer.run(), rows.due) == (1, {})


def test_what_is_due_no_more_is_forgotten():
    rows = Rows(2, failing=["x_0000"])
    rows.timer.run()
    at = rows.due.pop("x_0000")
    rows.timer.run()
    rows.due["x_0000"] = at
    rows.timer.run()
    assert rows.tried.count("x_0000") == 2


def test_a_lost_database_is_no_fault_of_what_is_due():
    rows = Rows(3, failing=["x_0001"])
    rows.error = AutoReconnect("lost")
    with pytest.raises(AutoReconnect):
        rows.timer.run()
    rows.failing.clear()
    assert rows.timer.run() == 2
