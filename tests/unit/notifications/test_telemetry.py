"""What the worker of notifications tells Prometheus."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from services.notifications import telemetry
from services.notifications.domain.deliveries import Attempt, after, silenced
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeStore
from tests.unit.notifications.build import add_webhook, put


def value(name: str, **labels: str) -> float:
    """The present value of a series of the module."""
    for each in telemetry.SERIES:
        for family in each.collect():
            for sample in family.samples:
                if (sample.name, sample.labels) == (name, labels):
                    return float(sample.value)
    return 0.0


def test_deliveries_are_counted_by_outcome_and_their_age_when_they_arrive() -> None:
    store = FakeStore()
    waits = put(store, add_webhook(store))
    later = START + timedelta(seconds=3)
    outcomes = ("delivered", "retried", "failed", "silenced")
    count, age = "callboard_webhook_deliveries_total", "callboard_webhook_delivery_age_seconds_sum"
    before = {each: value(count, outcome=each) for each in outcomes}, value(age)
    failed = Attempt(START, 1, 500, "no")
    old = replace(waits, created_at=START - timedelta(days=4))
    telemetry.noted(after(waits, Attempt(START, 1, 204), later, 0))
    telemetry.noted(after(waits, failed, later, 0))
    telemetry.noted(after(old, failed, later, 0))
    telemetry.noted(silenced(waits, later))
    assert {each: value(count, outcome=each) for each in outcomes} == {
        each: 1 + known for each, known in before[0].items()
    }
    assert value(age) - before[1] == pytest.approx(3)


def test_what_waits_is_measured() -> None:
    store, clock = FakeStore(), FakeClock()
    assert telemetry.measure(store, clock) == 0
    assert value("callboard_webhook_oldest_due_seconds") == 0
    put(store, add_webhook(store))
    clock.advance(seconds=7)
    telemetry.measure(store, clock)
    assert value("callboard_webhook_lanes_due") == 1
    assert value("callboard_webhook_oldest_due_seconds") == 7
    assert value("callboard_webhooks_paused") == 0


def test_where_nobody_can_look_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    store = FakeStore()

    def lost(_: Any) -> Any:
        raise AutoReconnect

    monkeypatch.setattr(store, "waiting_lanes", lost)
    assert telemetry.measure(store, FakeClock()) == 0
    assert math.isnan(value("callboard_webhook_lanes_due"))
    assert math.isnan(value("callboard_webhook_oldest_due_seconds"))
    assert math.isnan(value("callboard_webhooks_paused"))
