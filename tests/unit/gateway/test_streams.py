"""Live streams: who hears what, where they begin, and why they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2
from services.gateway.events import stream as streams
from services.shared.access import SCOPES
from tests.unit.gateway.listeners import Ears, FakeOutflow, Live

HERS: dict[str, Any] = {
    "type": "EVENT_TYPE_OFFER_SENT",
    "scope": SCOPES["marketplace.offers.read"],
    "creator_id": "creator_1",
}
REVOKED: dict[str, Any] = {"type": "EVENT_TYPE_DELEGATION_REVOKED", "creator_id": "creator_1"}


@pytest.fixture
def live(keys: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    """A gateway with streams whose clients read everything."""
    monkeypatch.setattr("services.gateway.events.streams.Outflow", FakeOutflow)
    monkeypatch.setattr(FakeOutflow, "unread", 0)
    return Live(keys)


def test_each_party_hears_what_is_its_own(live: Live) -> None:
    async def play() -> None:
        parties = ("creator_1", "brand_1", "agency_1", "creator_2", "brand_2", "agency_2")
        hers, brands, agencys, *others = [await live.listen(party) for party in parties]
        sent = live.notifications.tell(**HERS)
        revoked = live.notifications.tell(("creator_1", "agency_2"), **REVOKED)
        await hers.heard(sent, revoked)
        await brands.heard(sent)
        await agencys.heard(sent)
        await others[2].heard(revoked)
        assert [each.ids for each in others[:2]] == [[], []]
        assert 'event: offer.sent\ndata: {"n":1}\n\n' in hers.text

    live.run(play)


def test_what_is_one_partys_alone_is_heard_by_no_other(live: Live) -> None:
    async def play() -> None:
        agency, creator, brand = [await live.listen(each) for each in ("agency_1", "creator_1", "brand_1")]
        live.roster.holders["agency_2"] = live.roster.holders["agency_1"]
        other = await live.listen("agency_2")
        for_agency = live.notifications.tell((), owner_id="agency_1", **HERS)
        for_creator = live.notifications.tell(("creator_1",), owner_id="creator_1", **HERS)
        for_all = live.notifications.tell(**HERS)
        await agency.heard(for_agency, for_all)
        await creator.heard(for_creator, for_all)
        for listener in (brand, other):
            await listener.heard(for_all)

    live.run(play)


def test_what_an_agency_hears_stands_in_the_log(live: Live) -> None:
    async def play() -> None:
        agency, creator = await live.listen("agency_1"), await live.listen("creator_1")
        event = live.notifications.tell(**HERS)
        await agency.heard(event)
        await creator.heard(event)

    live.run(play)
    live.stage.app.readings.flush()
    (reading,) = live.stage.roster.last("RecordReadings").request.readings
    assert (reading.party_id, reading.creator_id) == ("agency_1", "creator_1")
    assert (reading.action, reading.object) == ("stream_events", "/v1/events")


def test_a_revocation_silences_within_the_lease(live: Live) -> None:
    async def play() -> None:
        agency, creator = await live.listen("agency_1"), await live.listen("creator_1")
        first = live.notifications.tell(**HERS)
        await agency.heard(first)
        live.roster.holders.clear()
        live.stage.clock.advance(seconds=0.5)
        await creator.heard(first, live.notifications.tell(**HERS))
        last = live.notifications.tell(("creator_1", "agency_1"), **REVOKED)
        await agency.heard(first, last)
        assert live.stage.roster.count("GetStanding") == 2

    live.run(play)


def test_behind_the_end_of_its_delegation_an_agency_hears_nothing_within_the_lease_either(live: Live) -> None:
    async def play() -> None:
        agency, creator = await live.listen("agency_1"), await live.listen("creator_1")
        first = live.notifications.tell(**HERS)
        await agency.heard(first)
        live.roster.holders.clear()
        last = live.notifications.tell(("creator_1", "agency_1"), **REVOKED)
        await creator.heard(first, last, live.notifications.tell(**HERS))
        await agency.heard(first, last)

    live.run(play)


def test_who_is_limited_hears_of_her_creators_only(live: Live) -> None:
    async def play() -> None:
        live.stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
            decision=roster_pb2.DECISION_ALLOWED,
            person=roster_pb2.ActingPerson(
                id="pe_1", role="viewer", creator_ids=["creator_2"], scopes=SCOPES.values()
            ),
        )
        limited = await live.listen("agency_1")
        live.notifications.tell(**HERS)
        live.notifications.tell(("creator_1", "agency_1"), **REVOKED)
        seen = live.notifications.tell(("creator_2", "agency_1"), **REVOKED | {"creator_id": "creator_2"})
        await limited.heard(seen)

    live.run(play)


def test_a_token_without_the_scope_of_a_type_does_not_hear_it(live: Live) -> None:
    async def play() -> None:
        token = live.stage.headers("agency_1", ("marketplace.events.read",))
        agency = await live.listen("agency_1", **token)
        creator = await live.listen("creator_1")
        await creator.heard(live.notifications.tell(**HERS))
        assert agency.ids == []

    live.run(play)


def test_a_listener_goes_on_behind_the_event_that_it_has_seen_last(live: Live) -> None:
    async def play() -> None:
        ids = [live.notifications.tell(**HERS) for _ in range(5)]
        await (await live.listen("creator_1", last_event_id=ids[1])).heard(*ids[2:])
        await (await live.listen("creator_1", f"last_event_id={ids[3]}")).heard(ids[4])
        late = await live.listen("creator_1")
        assert f"id: {ids[4]}\n: \n\n" in late.text
        await late.heard(live.notifications.tell(**HERS))

    live.run(play)


def test_what_is_not_kept_any_more_is_said_before_the_stream_begins(live: Live) -> None:
    answer = live.stage.send("GET", "/v1/events", "creator_1", headers={"Last-Event-ID": "ev_unknown"})
    assert (answer.status_code, answer.json["code"]) == (409, "event_not_kept")


def test_types_and_creators_can_be_chosen(live: Live) -> None:
    async def play() -> None:
        offers = await live.listen("creator_1", "types=offer.sent&types=offer.declined")
        others = await live.listen("creator_1", "creator_id=creator_9")
        every = await live.listen("creator_1")
        revoked, sent = live.notifications.tell(**REVOKED), live.notifications.tell(**HERS)
        await every.heard(revoked, sent)
        await offers.heard(sent)
        assert others.ids == []

    live.run(play)


@pytest.mark.parametrize("query", ["types=offer.lost", "type=offer.sent", f"creator_id={'x' * 65}"])
def test_what_cannot_be_asked_is_refused(live: Live, query: str) -> None:
    assert live.stage.send("GET", f"/v1/events?{query}", "creator_1").status_code == 422


def test_who_may_not_listen_is_told_so(live: Live) -> None:
    assert live.stage.http.get("/v1/events").status_code == 401
    assert live.stage.send("GET", "/v1/events", "operator_1").status_code == 403
    bare = live.stage.headers("agency_1", ("marketplace.offers.read",))
    assert live.stage.http.get("/v1/events", headers=bare).status_code == 403
    assert live.stage.send("POST", "/v1/events", "agency_1").status_code == 405
    live.stage.shared.drain(60)
    assert live.stage.send("GET", "/v1/events", "agency_1").status_code == 503


def test_it_shows_that_it_lives(keys: Path, live: Live) -> None:
    live = Live(keys, heartbeat_seconds=0.02)

    async def play() -> None:
        creator = await live.listen("creator_1")
        await creator.until(lambda: creator.text.count(": \n\n") > 2)
        event = live.notifications.tell(("creator_2",), **HERS)
        await creator.until(lambda: f"id: {event}\n: \n\n" in creator.text)

    live.run(play)


def expire(live: Live) -> None:
    live.stage.clock.advance(seconds=901)


def drain(live: Live) -> None:
    live.stage.shared.drain(60)


def answer(decision: roster_pb2.Decision) -> Callable[[Live], None]:
    """Roster decides so from now on."""

    def change(live: Live) -> None:
        live.stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(decision=decision)
        live.stage.clock.advance(seconds=0.5)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (expire, "expired"),
        (drain, "draining"),
        (answer(roster_pb2.DECISION_CLIENT_UNKNOWN), "refused"),
        (answer(roster_pb2.DECISION_TOKEN_REVOKED), "refused"),
        (answer(roster_pb2.DECISION_SESSION_ENDED), "refused"),
        (answer(roster_pb2.DECISION_FORBIDDEN), "refused"),
    ],
)
def test_why_it_ends(
    live: Live, change: Callable[[Live], None], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.events.streams.CHECK_SECONDS", 0.02)

    async def play() -> None:
        creator = await live.listen("creator_1")
        change(live)
        live.notifications.tell(**HERS)
        async with asyncio.timeout(5):
            await creator.task
        assert creator.ids == []
        assert creator.protocol.transport() is None

    live.run(play)
    ended = live.stage.meter.registry.get_sample_value
    assert ended("callboard_event_streams_ended_total", {"reason": reason}) == 1
    assert ended("callboard_event_streams") == 0


def test_a_slow_listener_is_cut(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SLOW_SECONDS", 0.01)
    monkeypatch.setattr(streams, "PAUSE_SECONDS", 0.001)

    async def play() -> None:
        creator = await live.listen("creator_1")
        monkeypatch.setattr(FakeOutflow, "unread", 1 << 30)
        live.notifications.tell(**HERS)
        async with asyncio.timeout(5):
            await creator.task
        assert creator.ids == []

    live.run(play)
    ended = live.stage.meter.registry.get_sample_value
    assert ended("callboard_event_streams_ended_total", {"reason": "slow"}) == 1


def test_one_client_has_so_many_streams(keys: Path, live: Live) -> None:
    live = Live(keys, streams_of_client=2, streams=3)

    async def play() -> None:
        for _ in range(2):
            await live.listen("creator_1")
        third = Ears(live, "creator_1")
        await third.task
        assert third.protocol.answer is not None
        assert third.protocol.answer[0] == 429
        await live.listen("brand_1")
        full = Ears(live, "agency_1")
        await full.task
        assert full.protocol.answer is not None
        assert full.protocol.answer[0] == 503

    live.run(play)


def test_who_is_behind_the_newest_events_reads_older_ones(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.events.tail.KEPT", 1)
    monkeypatch.setattr("services.gateway.events.tail.PAGE", 2)

    async def play() -> None:
        ids = [live.notifications.tell(**HERS) for _ in range(9)]
        early = await live.listen("creator_1", last_event_id=ids[0])
        await early.heard(*ids[1:])
        more = [live.notifications.tell(**HERS) for _ in range(7)]
        await early.heard(*ids[1:], *more)

    live.run(play)
