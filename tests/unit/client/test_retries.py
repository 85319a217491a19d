"""What is sent again, when, and as what."""

from __future__ import annotations

import asyncio
import io

import httpx
import pytest

from callboard import RateLimited, Retry, Unavailable, Unreachable
from tests.unit.client.gateway import answered, problem

AGENCY = {"agency": {"id": "ag_1"}, "client": {"client_id": "cl_2"}}
FAULTS = (problem(503), problem(429), httpx.ConnectError("refused"), httpx.ReadError("reset"))


def keys(gateway):
    """The idempotency keys that were sent."""
    return [request.headers.get("Idempotency-Key") for request in gateway.asked]


@pytest.mark.parametrize("fault", FAULTS, ids=["503", "429", "refused", "reset"])
def test_a_post_is_repeated_under_the_same_key(gateway, fault):
    gateway.script = [fault, fault, answered(201, **AGENCY)]
    client = gateway.client()
    assert client.create_agency(name="N", country="US")["agency"]["id"] == "ag_1"
    [key] = set(keys(gateway))
    assert len(keys(gateway)) == 3
    assert len({request.content for request in gateway.asked}) == 1
    assert gateway.clock.slept == [0.25, 0.5]
    gateway.script = [answered(201, **AGENCY)]
    client.create_agency(name="N", country="US")
    assert keys(gateway)[-1] not in (None, key)


def test_a_key_may_be_given(gateway):
    gateway.script = [answered(201, **AGENCY)]
    gateway.client().create_agency(name="N", country="US", idempotency_key="k1")
    gateway.client().request("POST", "/v1/x", json={}, idempotency_key="")
    assert keys(gateway) == ["k1", None]


def test_it_gives_up_in_the_end(gateway):
    gateway.script = [problem(503)]
    with pytest.raises(Unavailable):
        gateway.client().get_creator("cr_1")
    assert len(gateway.asked) == 4
    gateway.script = [httpx.ConnectError("refused")]
    with pytest.raises(Unreachable, match="No Callboard answers at"):
        gateway.client(retry=Retry(attempts=1)).get_creator("cr_1")
    assert len(gateway.asked) == 5


def test_the_server_says_how_long_to_wait(gateway):
    date = {"Retry-After": "Sun, 01 Mar 2026 12:00:09 GMT", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}
    gateway.script = [
        problem(429, headers={"Retry-After": "7"}),
        problem(503, headers=date),
        answered(id="cr_1"),
    ]
    gateway.client().get_creator("cr_1")
    assert gateway.clock.slept == [7.0, 9.0]


def test_too_long_a_wait_is_left_to_the_caller(gateway):
    gateway.script = [problem(429, headers={"Retry-After": "3600"})]
    with pytest.raises(RateLimited) as raised:
        gateway.client().get_creator("cr_1")
    assert (raised.value.retry_after, gateway.clock.slept) == (3600.0, [])


def test_pauses_are_scattered(gateway):
    gateway.script = [problem(503)]
    with pytest.raises(Unavailable):
        gateway.client(retry=Retry(chance=lambda: 0.0)).get_creator("cr_1")
    assert gateway.clock.slept == [0.125, 0.25, 0.5]


@pytest.mark.parametrize(
    ("fault", "sent"),
    [(problem(503), 1), (httpx.ReadError("reset"), 1), (problem(429), 2), (httpx.ConnectError("refused"), 2)],
    ids=["503", "reset", "429", "refused"],
)
def test_a_put_is_repeated_only_where_it_was_not_processed(gateway, fault, sent):
    """One that was applied without an answer would be refused as stale."""
    gateway.script = [fault, answered(version=2)]
    client = gateway.client()
    if sent == 1:
        with pytest.raises((Unavailable, Unreachable)):
            client.put_labels("cr_1", if_match='"1"', tags=[])
    else:
        client.put_labels("cr_1", if_match='"1"', tags=[])
    assert [request.headers["If-Match"] for request in gateway.asked] == ['"1"'] * sent


def test_a_file_is_sent_again_from_where_it_stood(gateway):
    gateway.script = [problem(503), answered(accepted=1)]
    file = io.BytesIO(b"skipped,rows")
    file.seek(8)
    gateway.client().import_snapshots(content=file, content_type="text/csv")
    assert [request.content for request in gateway.asked] == [b"rows"] * 2
    assert {request.headers["Content-Length"] for request in gateway.asked} == {"4"}


def pieces():
    """What can be read once."""
    yield b"ab"
    yield b"c"


def test_what_can_be_read_once_is_sent_once(gateway):
    gateway.script = [problem(503)]
    with pytest.raises(Unavailable):
        gateway.client().import_snapshots(content=pieces(), content_type="text/csv")
    [request] = gateway.asked
    assert (request.content, request.headers["Transfer-Encoding"]) == (b"abc", "chunked")


def test_the_async_client_does_the_same(gateway):
    async def later():
        for piece in pieces():
            yield piece

    async def run():
        async with gateway.async_client() as client:
            await client.create_agency(name="N", country="US")
            for content in (io.BytesIO(b"abc"), later(), pieces()):
                await client.import_snapshots(content=content, content_type="text/csv")

    gateway.script = [problem(503), answered(201, **AGENCY)]
    asyncio.run(run())
    first, second, *uploads = gateway.asked
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert [request.content for request in uploads] == [b"abc"] * 3
    assert gateway.clock.slept == [0.25]
