"""The iterator over live events: what it yields, and how it goes on."""

from __future__ import annotations

import asyncio
import itertools

import httpx
import pytest

from callboard import ApiError, Conflict, Event, Forbidden, Unreachable
from tests.unit.client.gateway import problem

BODY = '{"type":"offer.sent","timestamp":"2026-04-01T12:00:00Z","data":{"offer_id":"of_\u2028"}}'


def stream(*ids, before="retry: 2000\n\n"):
    """A stream that tells these events and ends."""
    told = "".join(f"id: {each}\nevent: offer.sent\ndata: {BODY}\n\n" for each in ids)
    return httpx.Response(
        200, content=(before + told).encode(), headers={"Content-Type": "text/event-stream"}
    )


def sent(gateway):
    """The events behind which each stream was to begin."""
    return [request.headers.get("Last-Event-ID") for request in gateway.asked]


def taken(events, count):
    """The ids of the first events."""
    return [each.id for each in itertools.islice(events, count)]


def test_it_yields_events(gateway):
    gateway.script = [stream("ev_1")]
    event = next(gateway.client().events(types=["offer.sent", "offer.declined"], creator_id="cr_1"))
    assert event == Event("ev_1", "offer.sent", "2026-04-01T12:00:00Z", {"offer_id": "of_\u2028"})
    [asked] = gateway.asked
    assert asked.url.path == "/v1/events"
    assert asked.url.query == b"types=offer.sent&types=offer.declined&creator_id=cr_1"
    assert (asked.headers["Authorization"], sent(gateway)) == ("Bearer t1", [None])


def test_it_goes_on_behind_the_last_event(gateway):
    gateway.script = [stream("ev_1", "ev_2"), stream("ev_3")]
    assert taken(gateway.client().events(last_event_id="ev_0"), 3) == ["ev_1", "ev_2", "ev_3"]
    assert sent(gateway) == ["ev_0", "ev_2"]
    assert gateway.clock.slept == [2.0]


def test_a_mark_without_an_event_is_a_place_too(gateway):
    gateway.script = [stream(before="id: ev_7\n: \n\n"), stream("ev_8")]
    assert taken(gateway.client().events(), 1) == ["ev_8"]
    assert sent(gateway) == [None, "ev_7"]


def test_once_begun_it_is_patient(gateway):
    faults = [httpx.ReadError("reset"), httpx.ConnectError("refused"), problem(503), problem(500)] * 3
    gateway.script = [stream("ev_1"), *faults, stream("ev_2")]
    assert taken(gateway.client().events(), 2) == ["ev_1", "ev_2"]
    assert set(sent(gateway)[1:]) == {"ev_1"}
    assert gateway.clock.slept[:4] == [2.0, 0.25, 0.5, 1.0]
    assert max(gateway.clock.slept) == 30


def test_what_never_begins_is_given_up(gateway):
    gateway.script = [httpx.ConnectError("refused")]
    with pytest.raises(Unreachable):
        next(gateway.client().events())
    assert len(gateway.asked) == 4


@pytest.mark.parametrize(("status", "error"), [(403, Forbidden), (409, Conflict), (422, ApiError)])
def test_a_refusal_is_raised(gateway, status, error):
    gateway.script = [problem(status, detail="It is not kept.")]
    with pytest.raises(error, match="It is not kept"):
        next(gateway.client().events(last_event_id="ev_0"))
    assert len(gateway.asked) == 1


def test_a_token_that_is_refused_is_renewed_once(gateway):
    gateway.script = [problem(401), stream("ev_1"), problem(401), problem(401)]
    events = gateway.client().events()
    assert next(events).id == "ev_1"
    with pytest.raises(ApiError):
        next(events)
    assert [each.headers["Authorization"] for each in gateway.asked] == [
        "Bearer t1",
        "Bearer t2",
        "Bearer t2",
        "Bearer t3",
    ]


def test_the_async_client_does_the_same(gateway):
    gateway.script = [stream("ev_1"), httpx.ReadError("reset"), stream("ev_2")]

    async def first_two():
        async with gateway.async_client() as client:
            events = client.events()
            return [(await anext(events)).id for _ in range(2)]

    assert asyncio.run(first_two()) == ["ev_1", "ev_2"]
    assert sent(gateway) == [None, "ev_1", "ev_1"]
