"""The relay, against a broker that is told what to refuse."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from nats.errors import TimeoutError as NatsTimeoutError

from protos.roster.v1 import events_pb2
from services.roster.domain.roster import Labels
from services.shared import outbox
from services.shared.commands import Commit
from services.shared.events import Fact, stage
from services.shared.outbox import hand_over, relay, relay_once
from tests.fakes.clock import START
from tests.fakes.memory import MemoryRepository


class Broker:
    """Keeps what is published; refuses events of some creators."""

    def __init__(self, *refused: str) -> None:
        self.refused = set(refused)
        self.published: list[tuple[str, str]] = []

    async def publish(self, subject: str, payload: bytes, headers: dict[str, str], timeout: float) -> None:
        """As JetStream's."""
        await asyncio.sleep(0)
        creator_id = subject.rsplit(".", 1)[1]
        if creator_id in self.refused:
            raise NatsTimeoutError
        self.published.append((creator_id, headers["Callboard-Aggregate-Version"]))


def waiting(*creators: str, events: int = 2) -> MemoryRepository[Labels]:
    kept: MemoryRepository[Labels] = MemoryRepository()
    for creator_id in creators:
        fact = Fact(creator_id, events_pb2.CreatorRegistered(creator_id=creator_id))
        staged = tuple(stage(fact, creator_id, number + 1, START, "op", "") for number in range(events))
        kept.insert(Labels(f"ag:{creator_id}"), Commit(staged))
    return kept


def run(broker: Any, kept: Any) -> int:
    return asyncio.run(relay_once(broker, kept))


def test_events_of_an_aggregate_leave_in_order_and_are_struck_off() -> None:
    broker, kept = Broker(), waiting("cr_1", "cr_2", events=3)
    assert run(broker, kept) == 2
    assert kept.events == []
    for creator_id in ("cr_1", "cr_2"):
        assert [version for creator, version in broker.published if creator == creator_id] == ["1", "2", "3"]
    assert run(broker, kept) == 0


def test_what_the_broker_did_not_take_stays() -> None:
    broker, kept = Broker("cr_1"), waiting("cr_1")
    with pytest.raises(NatsTimeoutError):
        run(broker, kept)
    assert len(kept.events) == 2
    broker.refused.clear()
    run(broker, kept)
    assert kept.events == []


def test_what_it_took_before_it_failed_is_struck_off() -> None:
    broker, kept = Broker(), waiting("cr_1", events=3)
    publish = broker.publish

    async def fail_at_third(*args: Any, **named: Any) -> None:
        if len(broker.published) == 2:
            raise NatsTimeoutError
        await publish(*args, **named)

    broker.publish = fail_at_third  # type: ignore[method-assign]
    with pytest.raises(NatsTimeoutError):
        run(broker, kept)
    assert [event.aggregate_version for event in kept.events] == [3]


def test_events_about_a_creator_leave_in_the_order_of_their_times_whatever_aggregate_carries_them() -> None:
    broker, kept = Broker(), waiting("cr_2")
    fact = Fact("cr_1", events_pb2.CreatorRegistered(creator_id="cr_1"))
    for number in (3, 1, 4, 2):
        staged = stage(fact, f"dg_{number}", number, START + timedelta(seconds=number), "op", "")
        kept.insert(Labels(f"dg_{number}"), Commit((staged,)))
    assert run(broker, kept) == 5
    assert [version for creator, version in broker.published if creator == "cr_1"] == ["1", "2", "3", "4"]


def test_a_creator_does_not_hold_up_the_others() -> None:
    broker, kept = Broker("cr_1"), waiting("cr_1", "cr_2")
    with pytest.raises(NatsTimeoutError):
        run(broker, kept)
    assert [creator for creator, _ in broker.published] == ["cr_2", "cr_2"]


def test_one_outbox_does_not_hold_up_the_others_and_wake_makes_it_come_sooner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "POLL_SECONDS", 60)
    broker, stuck, other = Broker("cr_1"), waiting("cr_1"), waiting("cr_2")

    async def scene() -> None:
        wake, stopping = asyncio.Event(), asyncio.Event()
        relays = [relay(broker, each, wake, stopping) for each in (stuck, other)]  # type: ignore[arg-type]
        together = asyncio.gather(*relays)
        while other.events:
            await asyncio.sleep(0.005)
        broker.refused.clear()
        while stuck.events:
            wake.set()
            await asyncio.sleep(0.005)
        stopping.set()
        wake.set()
        await together

    asyncio.run(asyncio.wait_for(scene(), 5))
    assert len(broker.published) == 4


def test_a_worker_that_ends_hands_over_all_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    broker, kept = Broker(), waiting("cr_1", "cr_2", "cr_3", "cr_4", "cr_5")
    asyncio.run(hand_over(broker, [kept]))  # type: ignore[arg-type]
    assert kept.events == []
    assert len(broker.published) == 10


def test_what_cannot_be_handed_over_stays_for_the_next_worker() -> None:
    broker, kept = Broker("cr_1"), waiting("cr_1", "cr_2")
    asyncio.run(hand_over(broker, [kept]))  # type: ignore[arg-type]
    assert {event.aggregate_id for event in kept.events} == {"cr_1"}
