"""Probes and what a process offers to Prometheus, without a socket."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from prometheus_client import generate_latest
from pymongo.errors import ServerSelectionTimeoutError

from services.shared import ops, telemetry
from services.shared.worker import Health


def figure(name: str, **labels: str) -> float:
    """One figure of a worker or rpc process; 0 where it was never counted."""
    for registry in (telemetry.registry(telemetry.RPC), telemetry.registry(telemetry.WORKER)):
        value = registry.get_sample_value(name, labels)
        if value is not None:
            return value
    return 0.0


def test_a_process_that_drains_is_not_ready_but_lives() -> None:
    probes = ops.Probes(lambda: True)
    assert (probes.ready(), probes.alive()) == (True, True)
    probes.drain()
    assert (probes.ready(), probes.alive(), probes.draining) == (False, True, True)


def test_a_process_offers_nothing_about_what_others_do() -> None:
    rpc, worker = (
        generate_latest(telemetry.registry(each)).decode() for each in (telemetry.RPC, telemetry.WORKER)
    )
    assert "callboard_rpc_in_flight 0.0" in rpc
    assert "callboard_outbox" not in rpc
    assert "callboard_outbox_waiting_events" in worker
    assert "callboard_rpc" not in worker
    assert "_created" not in rpc + worker


def test_an_address_that_cannot_be_used_is_a_sentence() -> None:
    with pytest.raises(SystemExit, match="OPS_LISTEN is nonsense, where this process cannot listen"):
        ops.start("nonsense", ops.Probes(lambda: True), bytes)


def test_without_an_address_nothing_listens() -> None:
    assert ops.start("", ops.Probes(lambda: False), bytes) is None
    assert figure("callboard_ready") == 0


def test_calls_are_counted_by_outcome_and_while_they_last() -> None:
    before = figure("callboard_rpc_in_flight")
    meter = telemetry.RpcMeter("/made.v1.Up/Do")
    meter.begun()
    assert figure("callboard_rpc_in_flight") == before + 1
    meter.ended("ok", 0.004)
    meter.begun()
    meter.ended("internal", 2.0)
    assert figure("callboard_rpc_in_flight") == before
    named = {"rpc": "made.v1.Up/Do", "outcome": "ok"}
    assert figure("callboard_rpc_duration_seconds_count", **named) == 1
    assert figure("callboard_rpc_duration_seconds_bucket", **named, le="0.0025") == 0
    assert figure("callboard_rpc_duration_seconds_bucket", **named, le="0.005") == 1


def test_a_delivery_that_ends_without_an_outcome_is_not_counted() -> None:
    with pytest.raises(KeyError), telemetry.handling("made-up"):
        raise KeyError
    with telemetry.handling("made-up") as outcome:
        outcome.append("dead")
    assert figure("callboard_event_handling_seconds_count", consumer="made-up", outcome="dead") == 1
    assert figure("callboard_event_handling_seconds_count", consumer="made-up", outcome="ok") == 0


def test_a_clock_that_is_ahead_makes_no_delay_below_zero() -> None:
    telemetry.delayed("ahead", "2999-01-01T00:00:00Z")
    assert figure("callboard_event_delay_seconds_sum", consumer="ahead") == 0
    assert figure("callboard_event_delay_seconds_count", consumer="ahead") == 1


class Repository:
    """A collection whose database answers, or does not."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.collection = SimpleNamespace(database=self)

    def command(self, _: str) -> dict[str, Any]:
        """The answer to a ping."""
        if self.error:
            raise self.error
        return {"ok": 1.0}


def test_a_worker_is_ready_while_broker_and_database_answer() -> None:
    health: Any = Health([cast(Any, Repository())])
    assert not health.probes.ready()
    health.broker = SimpleNamespace(is_connected=True)
    assert health.probes.ready()
    health.broker.is_connected = False
    assert not health.probes.ready()
    gone: Any = Health([cast(Any, Repository(ServerSelectionTimeoutError("gone")))])
    gone.broker = SimpleNamespace(is_connected=True)
    assert not gone.probes.ready()
    assert gone.probes.alive()


def test_a_worker_whose_loop_stands_still_does_not_live(monkeypatch: pytest.MonkeyPatch) -> None:
    health = Health([])
    assert health.probes.alive()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + Health.LONGEST_PAUSE + 1)
    assert not health.probes.alive()
