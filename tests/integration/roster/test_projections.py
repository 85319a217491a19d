"""What roster keeps of events: done once whatever the deliveries, and rebuilt after it was dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nats.js import JetStreamContext

from protos.campaigns.v1 import campaigns_pb2
from protos.campaigns.v1 import events_pb2 as campaigns
from protos.metrics.v1 import events_pb2 as metrics
from protos.roster.v1 import events_pb2 as roster
from services.roster.consumes import consumers
from services.roster.domain.parties import PartyKind, Stats
from services.roster.store import Store
from services.roster.store.log_documents import ActivityDocument
from services.shared.commands import Commit, execute, internal
from services.shared.events import Fact, Staged, stage
from services.shared.hashchain import Head, follow
from tests.fakes.clock import START, FakeClock
from tests.integration.shared.fixtures import Broker, consuming, handled
from tests.unit.roster.build import AGENCY, CREATOR, chain, party

PENDING, ACTIVE = campaigns_pb2.TAB_PENDING, campaigns_pb2.TAB_ACTIVE


def staged(message: Any, version: int) -> Staged:
    return stage(Fact(CREATOR, message), "aggregate", version, START, AGENCY, "rq_1")


def stats(version: int) -> Staged:
    message = metrics.CreatorStatsChanged(creator_id=CREATOR, followers=version * 10, version=version)
    return staged(message, version)


def offer(offer_id: str, version: int, tab: Any) -> Staged:
    ref = campaigns.OfferRef(offer_id=offer_id, creator_id=CREATOR, version=version, tab=tab)
    return staged(campaigns.OfferAnnounced(offer=ref), version)


def delegated(message: Any, version: int) -> Staged:
    ref = roster.DelegationRef(delegation_id="dg_1", creator_id=CREATOR, agency_id=AGENCY, version=version)
    return staged(message(delegation=ref), version)


EVENTS = [
    delegated(roster.DelegationRequested, 1),
    delegated(roster.DelegationAccepted, 2),
    stats(1),
    stats(2),
    offer("of_1", 1, PENDING),
    offer("of_1", 2, ACTIVE),
    offer("of_2", 1, PENDING),
    staged(roster.RateCardChanged(creator_id=CREATOR, updated_by=AGENCY, version=1, at=START), 1),
]
DISORDER = [*EVENTS[::-1], EVENTS[3], EVENTS[2], *EVENTS, EVENTS[0]]
"""Reordered, repeated and late."""


async def publish(js: JetStreamContext, events: list[Staged]) -> None:
    for number, event in enumerate(events):
        # Under an id that the broker does not know, so that it lets repetitions through.
        headers = {**event.headers(), "Nats-Msg-Id": f"{event.id}-{number}"}
        await js.publish(event.subject, event.payload, headers=headers)


def seen(store: Store) -> tuple[Any, ...]:
    """Everything that stems from events."""
    kept = store.parties.get(CREATOR)
    assert kept is not None
    proof = follow(store.records(CREATOR, 0, 1_000), Head())
    entries = [(each.action, each.delegation_version, each.hash) for each in chain(store)]
    return kept.stats, store.open_offers([CREATOR]), entries, proof


def begin(store: Store) -> None:
    store.parties.insert(party(), Commit())
    store.parties.insert(party(AGENCY, PartyKind.AGENCY), Commit())


def test_repeated_late_and_reordered_deliveries_change_nothing(
    store: Store, broker: Broker, clock: FakeClock
) -> None:
    begin(store)
    rows = consumers(store, clock)

    async def scene(js: JetStreamContext) -> tuple[Any, Any]:
        async with consuming(js, *rows):
            await publish(js, EVENTS)
            await handled(js, *rows)
            before = seen(store)
            await publish(js, DISORDER)
            await handled(js, *rows)
        return before, seen(store)

    before, after = broker.run(scene)
    assert before == after
    assert (before[0].followers, before[1]) == (20, {CREATOR: 1})
    assert (before[3][0].entries, before[3][1]) == (3, "")


def test_disorder_from_the_beginning_leads_to_the_same(
    store: Store, broker: Broker, clock: FakeClock
) -> None:
    begin(store)
    rows = consumers(store, clock)

    async def scene(js: JetStreamContext) -> None:
        await publish(js, DISORDER)
        async with consuming(js, *rows):
            await handled(js, *rows)

    broker.run(scene)
    kept, offers, entries, proof = seen(store)
    assert (kept.followers, kept.version, offers) == (20, 2, {CREATOR: 1})
    assert (len(entries), proof[1]) == (3, "")


def test_projections_are_rebuilt_from_redelivered_events(
    store: Store, broker: Broker, clock: FakeClock
) -> None:
    begin(store)
    rows = consumers(store, clock)

    async def consume_all(js: JetStreamContext) -> None:
        async with consuming(js, *rows):
            await handled(js, *rows)

    async def scene(js: JetStreamContext) -> tuple[Any, Any, Any]:
        await publish(js, EVENTS)
        await consume_all(js)
        before = seen(store)
        drop(store, clock)
        dropped = seen(store)
        for row in rows:
            await js.delete_consumer(row.stream, row.durable)
        await consume_all(js)
        return before, dropped, seen(store)

    before, dropped, rebuilt = broker.run(scene)
    assert dropped[:3] == (Stats(), {}, [])
    assert rebuilt == before


def drop(store: Store, clock: FakeClock) -> None:
    store.drop_offers()
    ActivityDocument._get_collection().delete_many({})
    execute(
        store.parties,
        CREATOR,
        lambda kept: replace(kept, stats=Stats()),
        lambda _: [],
        internal("test"),
        clock,
    )
