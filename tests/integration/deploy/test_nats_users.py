"""Each user of NATS, on a real server: refused what is another's, allowed what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from deploy import nats_streams
from deploy.permissions import NATS_USERS, OPERATOR, NatsUser
from deploy.topology import DEAD_LETTERS, DEAD_SUBJECT, SERVICES, STREAMS, Consumes, Service
from protos.metrics.v1 import events_pb2 as metrics_events
from protos.roster.v1 import events_pb2
from services.shared import events
from services.shared.broker import connection
from services.shared.events import Consumer, Fact, Received, stage
from tests.fakes.clock import START
from tests.integration.shared.fixtures import consuming, handled
from tests.providers import TESTER, DataPlane
from tests.rights import Session, foreign, session, turned_away

PAIRS = [(one, other) for one in SERVICES for other in SERVICES if one != other]
DECLARED = [(service, row) for service in SERVICES for row in service.consumers]

Work = Callable[[Session], Awaitable[Any]]


def name_of(each: Any) -> str:
    """For the names of tests."""
    return str(getattr(each, "name", getattr(each, "durable", each)))


@pytest.fixture
def as_user(data_plane: DataPlane) -> Callable[[str, Work], Any]:
    """Does some work as a user of NATS."""

    def as_user(user: str, work: Work) -> Any:
        async def limited() -> Any:
            async with session(data_plane.nats_url(user)) as connected:
                return await asyncio.wait_for(work(connected), 30)

        return asyncio.run(limited())

    return as_user


@pytest.fixture
def streams(as_user: Callable[[str, Work], Any]) -> None:
    """Every stream, empty, and every consumer, made by the operator."""

    async def away(tester: Session) -> None:
        for stream in STREAMS:
            with suppress(NotFoundError):
                await tester.client.jetstream().delete_stream(stream)

    as_user(TESTER.name, away)
    # As at a start, and at the next one.
    for _ in range(2):
        as_user(OPERATOR, lambda session: nats_streams.ensure(session.client.jetstream()))


# Who gets in


@pytest.mark.parametrize("user", ["", "roster:wrong@", "nobody:x@", ":@"])
def test_nats_refuses_strangers(data_plane: DataPlane, user: str) -> None:
    address = urlsplit(data_plane.nats_url("roster"))
    url = f"nats://{user}{address.hostname}:{address.port}"
    assert "Authorization Violation" in asyncio.run(turned_away(url))


@pytest.mark.parametrize("user", NATS_USERS, ids=name_of)
def test_no_user_of_nats_is_let_in_with_anothers_password(data_plane: DataPlane, user: NatsUser) -> None:
    for other in NATS_USERS:
        if other == user:
            continue
        theirs = urlsplit(data_plane.nats_url(other.name))
        url = f"nats://{user.name}:{theirs.password}@{theirs.hostname}:{theirs.port}"
        assert "Authorization Violation" in asyncio.run(turned_away(url))


# What is refused


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("user", NATS_USERS, ids=name_of)
def test_a_user_is_refused_every_right_of_the_others(
    as_user: Callable[[str, Work], Any], user: NatsUser
) -> None:
    subjects = foreign(user)

    async def work(session: Session) -> list[str]:
        return [subject for subject in subjects if await session.may_publish(subject)]

    assert len(subjects) > 10
    assert as_user(user.name, work) == []


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize(("service", "other"), PAIRS, ids=name_of)
def test_a_service_is_refused_anothers_subjects_and_nothing_is_stored(
    as_user: Callable[[str, Work], Any], service: Service, other: Service
) -> None:
    letters = [f"{DEAD_SUBJECT}.{row.durable}" for row in other.consumers]
    subjects = [f"{other.name}.v1.Fact.cr_1", f"{other.name}.v1.x", f"{DEAD_SUBJECT}.x", *letters]

    async def work(session: Session) -> list[str]:
        return [each for each in subjects if await session.may_publish(each, b"false")]

    async def stored(session: Session) -> int:
        js = session.client.jetstream()
        return sum([(await js.stream_info(each)).state.last_seq for each in STREAMS])

    assert as_user(service.name, work) == []
    assert as_user(TESTER.name, stored) == 0


@pytest.mark.parametrize("user", NATS_USERS, ids=name_of)
def test_a_user_hears_its_own_inbox_only(as_user: Callable[[str, Work], Any], user: NatsUser) -> None:
    inboxes = [other.inbox for other in NATS_USERS if other != user]
    subjects = [f"{service.name}.v1.>" for service in SERVICES]
    wide = [
        ">",
        "*",
        "*.>",
        "_INBOX.>",
        "*.v1.>",
        f"{DEAD_SUBJECT}.>",
        "$JS.>",
        "$SYS.>",
        "$JS.API.>",
    ]

    async def work(session: Session) -> list[str]:
        assert await session.may_hear(user.inbox)
        assert await session.may_hear(session.client.new_inbox())
        heard = [each for each in (*inboxes, *subjects, *wide) if await session.may_hear(each)]
        sent = [each for each in inboxes if await session.may_publish(each.replace(">", "x"))]
        return heard + sent

    assert as_user(user.name, work) == []


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("user", NATS_USERS, ids=name_of)
def test_no_user_may_change_what_it_does_not_own(as_user: Callable[[str, Work], Any], user: NatsUser) -> None:
    verbs = ["PURGE", "LEADER.STEPDOWN", "PEER.REMOVE"]
    if user.name != OPERATOR:
        verbs += ["CREATE", "UPDATE", "DELETE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE"]
    refused = [f"$JS.API.STREAM.{verb}.{stream}" for verb in verbs for stream in STREAMS]
    refused += [f"$JS.API.DIRECT.GET.{stream}" for stream in STREAMS]
    refused += [
        f"$JS.API.CONSUMER.{verb}.{row.stream}.{row.durable}"
        for verb in ("DELETE", "PAUSE", "UNPIN", "LEADER.STEPDOWN")
        for _, row in DECLARED
    ]
    refused += [
        "$JS.API.ACCOUNT.PURGE.$G",
        "$JS.API.STREAM.CREATE.OTHER",
        "$SYS.REQ.SERVER.PING",
        "other.subject",
    ]

    async def work(session: Session) -> list[str]:
        return [subject for subject in refused if await session.may_publish(subject)]

    assert as_user(user.name, work) == []


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("service", SERVICES, ids=name_of)
def test_a_service_reads_with_the_consumers_that_it_declares_only(
    as_user: Callable[[str, Work], Any], service: Service
) -> None:
    """Those of others, and any that it would make: who makes one chooses its settings, too."""
    refused = []
    for stream in STREAMS:
        subject = f"{DEAD_SUBJECT}.>" if stream == DEAD_LETTERS else f"{stream.lower()}.v1.>"
        refused += [
            f"CONSUMER.CREATE.{stream}",
            f"CONSUMER.CREATE.{stream}.{service.name}-mine",
            f"CONSUMER.CREATE.{stream}.{service.name}-mine.{subject}",
            f"CONSUMER.DURABLE.CREATE.{stream}.{service.name}-mine",
            f"CONSUMER.MSG.NEXT.{stream}.{service.name}-mine",
            f"CONSUMER.LIST.{stream}",
            f"CONSUMER.NAMES.{stream}",
        ]
        for owner, row in DECLARED:
            filters = (f".{each}" for each in (row.subject, subject, ">", "*.v1.>"))
            refused += [f"CONSUMER.CREATE.{stream}.{row.durable}{end}" for end in ("", *filters)]
            refused += [f"CONSUMER.DURABLE.CREATE.{stream}.{row.durable}"]
            if (owner, row.stream) != (service, stream):
                refused += [f"CONSUMER.{verb}.{stream}.{row.durable}" for verb in ("INFO", "MSG.NEXT")]

    async def work(session: Session) -> list[str]:
        return [each for each in refused if await session.may_publish(f"$JS.API.{each}")]

    assert as_user(service.name, work) == []


@pytest.mark.usefixtures("streams")
def test_what_an_answer_carries_onto_anothers_stream_is_no_event(
    as_user: Callable[[str, Work], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """NATS does not check where an answer goes. What lands there is neither heard nor taken for a fact."""
    monkeypatch.setattr(events, "ATTEMPTS", 1)
    got: list[Received] = []
    changed = metrics_events.CreatorStatsChanged
    subject = f"{changed.DESCRIPTOR.full_name}.cr_1"
    (row,) = (row for _, row in DECLARED if row.durable == "roster-stats")
    consumer = Consumer(row.durable, row.stream, row.subject, {changed: got.append})
    mine = events_pb2.CreatorRegistered.DESCRIPTOR.full_name + ".cr_1"

    async def acknowledged(session: Session) -> list[str]:
        await session.client.publish("campaigns.v1.Fact.cr_1", b"forged", reply=subject)
        return await session.refused()

    async def delivered(session: Session) -> list[str]:
        await session.client.publish(mine, b"forged")
        await session.client.publish("$JS.API.CONSUMER.MSG.NEXT.ROSTER.roster-activity", reply=subject)
        return await session.refused()

    async def consumed(session: Session) -> None:
        js = session.client.jetstream(timeout=5)
        async with consuming(js, consumer):
            await handled(js, consumer)

    async def stored(session: Session) -> list[str]:
        js = session.client.jetstream()
        subjects = (await js.stream_info("METRICS", subjects_filter=">")).state.subjects or {}
        return sorted([*subjects, str((await js.stream_info(DEAD_LETTERS)).state.messages)])

    assert as_user("campaigns", acknowledged) == as_user("roster", delivered) == []
    as_user("roster", consumed)
    assert got == []
    # The acknowledgement was put aside; the event kept its own subject, for which nobody listens there.
    assert as_user(TESTER.name, stored) == sorted([subject, mine, "1"])


# What is allowed


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize(("service", "row"), DECLARED, ids=name_of)
def test_a_service_gets_its_events_and_puts_aside_what_it_cannot_handle(
    data_plane: DataPlane, monkeypatch: pytest.MonkeyPatch, service: Service, row: Consumes
) -> None:
    monkeypatch.setattr(events, "ATTEMPTS", 1)
    got: list[str] = []

    def handle(event: Received) -> None:
        got.append(event.event_id)
        if len(got) == 2:
            raise ValueError("poison")

    subject = row.subject.replace(">", "Fact.*").replace("*", "cr_1")
    consumer = Consumer(row.durable, row.stream, row.subject, {events_pb2.CreatorRegistered: handle})
    monkeypatch.setattr(Consumer, "handler_for", lambda *_: (events_pb2.CreatorRegistered, handle))

    async def published(js: JetStreamContext) -> None:
        for version in (1, 2, 3):
            fact = Fact("cr_1", events_pb2.CreatorRegistered())
            event = stage(fact, "cr_1", version, START, "ag_1", "")
            await js.publish(subject, event.payload, headers=event.headers())

    async def consumed(js: JetStreamContext) -> int:
        async with consuming(js, consumer):
            await handled(js, consumer)
        letters = f"{DEAD_SUBJECT}.{row.durable}"
        # As the figures of a worker ask.
        found = (await js.stream_info(DEAD_LETTERS, subjects_filter=letters)).state.subjects or {}
        return int(found.get(letters, 0))

    async def as_user(name: str, work: Callable[[JetStreamContext], Awaitable[Any]]) -> Any:
        async with await nats.connect(**connection(data_plane.nats_url(name))) as client:
            return await asyncio.wait_for(work(client.jetstream(timeout=5)), 30)

    (producer,) = (each for each in SERVICES if each.stream == row.stream)
    asyncio.run(as_user(producer.name, published))
    assert asyncio.run(as_user(service.name, consumed)) == 1
    assert len(got) == 3
