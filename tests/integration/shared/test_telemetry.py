"""What a worker finds out for Prometheus, from a real database and a real broker, and how it is asked."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from nats.js import JetStreamContext
from pymongo.errors import ServerSelectionTimeoutError

from services.roster.domain.roster import Labels
from services.roster.store import MongoStore
from services.shared import backlog, ops, telemetry
from services.shared import events as events_module
from services.shared.backlog import Backlog
from services.shared.commands import Commit
from services.shared.events import Staged
from services.shared.outbox import relay_once
from tests.integration.shared.fixtures import Broker, consuming, eventually, handled, unasked
from tests.integration.shared.test_consuming import Hearing, publish, registered
from tests.unit.shared.test_ops import figure


def aged(number: int, minutes: int) -> Staged:
    """An event of some minutes ago, with the id that it would have got then."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    event = registered(number)
    earlier = f"ev_{10**6 - minutes:08}{number}"
    return Staged(**{**event.__dict__, "id": earlier, "at": at})


def test_the_backlog_counts_events_and_knows_the_oldest(store: MongoStore) -> None:
    assert store.labels.backlog(10) == Backlog(0, None)
    for number, minutes in ((1, 5), (2, 90), (3, 1)):
        staged = aged(number, minutes)
        store.labels.insert(Labels(f"ag_1:cr_{number}"), Commit((staged, aged(number, 0))))
    store.labels.insert(Labels("ag_1:cr_9"), Commit())
    found = store.labels.backlog(10)
    assert found.events == 6
    assert found.oldest is not None
    assert timedelta(minutes=89) < datetime.now(UTC) - found.oldest < timedelta(minutes=91)
    bounded = store.labels.backlog(1)
    assert (bounded.events, bounded.oldest) == (2, found.oldest)


def test_the_backlog_reads_no_document_that_carries_nothing(store: MongoStore) -> None:
    for number in range(200):
        store.labels.insert(Labels(f"ag_1:cr_{number}"), Commit((registered(number),) if number < 3 else ()))
    collection = store.labels.collection
    explained: dict[str, Any] = collection.database.command(
        "explain",
        {"find": collection.name, "filter": {"outbox.id": {"$gt": ""}}, "hint": "outbox", "limit": 1000},
        verbosity="executionStats",
    )
    statistics = explained["executionStats"]
    assert (statistics["totalDocsExamined"], statistics["totalKeysExamined"]) == (3, 3)


def test_outbox_and_publications_are_measured(store: MongoStore, broker: Broker) -> None:
    labels = {"type": "roster.v1.CreatorRegistered"}
    before = figure("callboard_events_published_total", **labels)
    store.labels.insert(Labels("ag_1:cr_1"), Commit((aged(1, 10), aged(2, 0))))

    async def scene(js: JetStreamContext) -> None:
        await backlog._outboxes(store.repositories)
        assert figure("callboard_outbox_waiting_events") == 2
        assert 599 < figure("callboard_outbox_oldest_age_seconds") < 660
        await relay_once(js, store.labels)
        await backlog._outboxes(store.repositories)

    broker.run(scene)
    assert figure("callboard_outbox_waiting_events") == 0
    assert figure("callboard_outbox_oldest_age_seconds") == 0
    assert figure("callboard_events_published_total", **labels) == before + 2


def test_where_nobody_can_look_no_old_figure_is_shown(
    store: MongoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> Backlog:
        raise ServerSelectionTimeoutError("gone")

    monkeypatch.setattr(store.labels, "backlog", fail)
    asyncio.run(backlog._outboxes(store.repositories))
    assert math.isnan(figure("callboard_outbox_oldest_age_seconds"))


def test_lag_dead_letters_and_handling_are_measured(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_module, "RETRY_SECONDS", (0.05,) * 4)
    hearing = Hearing("cr_0")
    named = {"consumer": hearing.consumer.durable}

    def counted(outcome: str) -> float:
        return figure("callboard_event_handling_seconds_count", **named, outcome=outcome)

    before = {outcome: counted(outcome) for outcome in ("ok", "retried", "dead")}
    delayed = figure("callboard_event_delay_seconds_count", **named)

    async def scene(js: JetStreamContext) -> None:
        async with consuming(js, hearing.consumer):
            await publish(js, registered(1))
            await eventually(lambda: hearing.heard)
        await unasked(js, hearing.consumer)
        await publish(js, registered(2), registered(0))
        await backlog._consumer(js, hearing.consumer)
        assert figure("callboard_consumer_pending_events", **named) == 2
        assert figure("callboard_dead_letters", **named) == 0
        async with consuming(js, hearing.consumer):
            await handled(js, hearing.consumer)
        await backlog._consumer(js, hearing.consumer)

    broker.run(scene)
    assert figure("callboard_consumer_pending_events", **named) == 0
    assert figure("callboard_dead_letters", **named) == 1
    assert {outcome: counted(outcome) - count for outcome, count in before.items()} == {
        "ok": 2,
        "retried": events_module.ATTEMPTS - 1,
        "dead": 1,
    }
    assert figure("callboard_event_delay_seconds_count", **named) == delayed + 2 + events_module.ATTEMPTS


def test_connections_are_in_use_only_while_they_are(store: MongoStore) -> None:
    def states() -> dict[str, float]:
        names = ("idle", "in_use", "waiting")
        return {name: figure("callboard_mongo_pool_connections", state=name) for name in names}

    store.labels.get("nobody")
    resting = states()
    assert resting["idle"] >= 1
    with store.labels.collection.database.client.start_session() as session, session.start_transaction():
        cursor = store.labels.collection.find({}, session=session)
        list(cursor)
    assert states() == resting
    assert (resting["in_use"], resting["waiting"]) == (0, 0)


def test_a_process_answers_over_http() -> None:
    is_alive = True
    probes = ops.Probes(lambda: True, lambda: is_alive)
    server = ops.start("127.0.0.1:0", probes, telemetry.offered(telemetry.RPC, probes.ready))
    assert server is not None
    with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", trust_env=False) as client:
        asked = [client.get(page) for page in ("/healthz", "/readyz?verbose", "/metrics", "/")]
        assert [each.status_code for each in asked] == [200, 200, 200, 404]
        assert asked[2].headers["Content-Type"].startswith("text/plain; version=")
        assert "callboard_ready 1.0" in asked[2].text
        probes.drain()
        is_alive = False
        assert [client.get(page).status_code for page in ("/healthz", "/readyz")] == [503, 503]
        assert "callboard_ready 0.0" in client.get("/metrics").text
    server.shutdown()
    server.server_close()
