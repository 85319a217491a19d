"""The worker process of a service: outbox relay, event consumers and timers on one asyncio loop."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from nats.aio.client import Client as NatsClient
from nats.errors import Error as NatsError
from prometheus_client.metrics import MetricWrapperBase

from services.shared import backlog, logs, ops, telemetry
from services.shared import broker as brokers
from services.shared.changes import watch
from services.shared.config import ServiceSettings
from services.shared.documents import MongoRepository, answers
from services.shared.events import Consumer, consume
from services.shared.outbox import hand_over, relay

log = logs.logger()

CONNECT_SECONDS = 10.0
"""After which connecting begins anew, with what the file of the authority holds then."""

_LASTING: dict[str, Any] = {"max_reconnect_attempts": -1, "reconnect_time_wait": 0.5, "connect_timeout": 2}

T = TypeVar("T")

Task = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""Work of a service's own on the loop of its worker; ends when the event is set."""


@dataclass(frozen=True)
class Timer:
    """Work that is due again and again.

    `run` does what is due now, in a thread, and returns how much there was; it is called again at
    once while there is any, and every `seconds` otherwise. `informed_by` is the durable name of a consumer by
    whose events it decides: it waits until that one has caught up, as it must after a pause of the service.
    """

    name: str
    seconds: float
    run: Callable[[], int]
    informed_by: str = ""


class Health:
    """Whether a worker lives: its loop turns; and whether it is ready: broker and database answer."""

    LONGEST_PAUSE = 30.0
    """Seconds within which the loop must have turned."""

    def __init__(self, repositories: Sequence[MongoRepository[Any]]) -> None:
        self.broker: NatsClient | None = None
        self._repositories = repositories
        self._last = time.monotonic()
        self.probes = ops.Probes(self._ready, self._alive)

    async def beat(self, stopping: asyncio.Event) -> None:
        """Notes once a second that the loop turns, until told to stop."""
        while not stopping.is_set():
            self._last = time.monotonic()
            await _pause(stopping, 1)

    def _alive(self) -> bool:
        return time.monotonic() - self._last < self.LONGEST_PAUSE

    def _ready(self) -> bool:
        return (
            self.broker is not None
            and self.broker.is_connected
            and answers(self._repositories[0].collection.database)
        )


async def connect(url: str, ca_file: Path | None = None) -> NatsClient:
    """A connection that never gives up: it waits for the broker and comes back after each loss."""
    while True:
        client = NatsClient()

        async def reconnected(client: NatsClient = client) -> None:
            brokers.give_up_on_silence(client)
            log.info("broker_reached_again")

        try:
            # nats-py tries again by itself, but stops for good once a certificate was refused.
            async with asyncio.timeout(CONNECT_SECONDS):
                await client.connect(
                    **brokers.connection(url, ca_file) | _LASTING,
                    ping_interval=brokers.PING_SECONDS,
                    error_cb=_lost,
                    reconnected_cb=reconnected,
                )
            brokers.give_up_on_silence(client)
            return client
        except (NatsError, OSError) as error:
            log.warning("broker_unreachable", error=repr(error))
            await brokers.close(client)
            await asyncio.sleep(0.5)


async def _lost(error: Exception) -> None:
    log.warning("broker_error", error=repr(error))


def run(
    settings: ServiceSettings,
    repositories: Sequence[MongoRepository[Any]],
    consumers: Sequence[Consumer],
    timers: Sequence[Timer],
    tasks: Mapping[str, Task] = MappingProxyType({}),
    series: tuple[MetricWrapperBase, ...] = (),
) -> None:
    """Runs until SIGTERM or SIGINT, then finishes what it has begun and hands the outbox over.

    Beside what every worker does, `tasks`, which end when they are told to stop; beside what every worker
    offers to Prometheus, `series`.
    """
    health = Health(repositories)
    offered = telemetry.offered((*telemetry.WORKER, *series), health.probes.ready)
    ops.start(settings.ops_listen, health.probes, offered)
    asyncio.run(_run(settings, repositories, consumers, timers, tasks, health))


async def _run(
    settings: ServiceSettings,
    repositories: Sequence[MongoRepository[Any]],
    consumers: Sequence[Consumer],
    timers: Sequence[Timer],
    more: Mapping[str, Task],
    health: Health,
) -> None:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    wakes = {each.collection.name: asyncio.Event() for each in repositories}
    stop_watching = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    beating = asyncio.create_task(health.beat(stopping))
    broker = health.broker = await _unless(stopping, connect(settings.nats_url, settings.nats_ca_file))
    if broker is None:
        return
    js = broker.jetstream(timeout=5)

    def wake_up(collection: str) -> None:
        # Called in the thread that watches, where an asyncio.Event must not be touched.
        loop.call_soon_threadsafe(wakes[collection].set)

    watching = asyncio.to_thread(watch, repositories, wake_up, stop_watching)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watching)
        for repository in repositories:
            relaying = _relaying(js, repository, wakes[repository.collection.name], stopping)
            tasks.create_task(_forever("relay", relaying, stopping))
        tasks.create_task(
            _forever("backlog", lambda: backlog.keep(js, repositories, consumers, stopping), stopping)
        )
        for consumer in consumers:
            tasks.create_task(_forever(consumer.durable, _consuming(js, consumer, stopping), stopping))
        for timer in timers:
            tasks.create_task(_forever(timer.name, _ticking(js, timer, consumers, stopping), stopping))
        for name, task in more.items():
            tasks.create_task(_forever(name, partial(task, stopping), stopping))
        log.info("working", consumers=[each.durable for each in consumers])
        await stopping.wait()
        health.probes.drain()
        log.info("draining")
        stop_watching.set()
        # The relays may be waiting for it; then they see that they are to stop.
        for wake in wakes.values():
            wake.set()
    # What was caused up to the last moment leaves now, not when another worker finds it.
    await hand_over(js, repositories)
    await brokers.close(broker)
    await beating
    log.info("stopped")


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of `work`, or None where the process is told to stop before there is one."""
    tasks = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    done = tasks[0].result() if tasks[0].done() else None
    for task in tasks:
        task.cancel()
    return done


def _relaying(
    js: Any, repository: MongoRepository[Any], wake: asyncio.Event, stopping: asyncio.Event
) -> Callable[[], Coroutine[Any, Any, None]]:
    return lambda: relay(js, repository, wake, stopping)


def _consuming(
    js: Any, consumer: Consumer, stopping: asyncio.Event
) -> Callable[[], Coroutine[Any, Any, None]]:
    return lambda: consume(js, consumer, stopping)


def _ticking(
    js: Any, timer: Timer, consumers: Sequence[Consumer], stopping: asyncio.Event
) -> Callable[[], Coroutine[Any, Any, None]]:
    if not timer.informed_by:
        return lambda: _tick(timer, stopping)
    (informing,) = (each for each in consumers if each.durable == timer.informed_by)
    return lambda: _tick(timer, stopping, backlog.CaughtUp(js, informing).now)


async def _tick(
    timer: Timer, stopping: asyncio.Event, informed: Callable[[], Awaitable[bool]] | None = None
) -> None:
    while not stopping.is_set():
        may_decide = informed is None or await informed()
        done = await asyncio.to_thread(timer.run) if may_decide else 0
        if not done:
            await _pause(stopping, timer.seconds)


async def _forever(name: str, work: Callable[[], Coroutine[Any, Any, None]], stopping: asyncio.Event) -> None:
    """Begins `work` anew after a failure, so that a lost broker or database only delays it."""
    while not stopping.is_set():
        try:
            await work()
        except Exception as error:
            log.warning("work_interrupted", work=name, error=repr(error))
            await _pause(stopping, 0.5)


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
