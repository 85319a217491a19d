"""A client on an event loop, against a real server: it reads as threads do, and is held up by nothing."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import LEASE_SECONDS, SCOPES, Identity
from services.shared.client import AssertionRefused, Client
from services.shared.errors import NotFound, Unavailable
from tests.fakes.clock import FakeClock
from tests.integration.shared.test_rpc_server import METHODS, Served, serving
from tests.unit.shared.keys import signer


@pytest.fixture
def served(keys: Path, clock: FakeClock) -> Any:
    with serving(keys, clock) as made:
        yield made


def test_an_event_loop_reads_as_threads_do_and_is_held_up_by_nothing(served: Served) -> None:
    named = pb.CreateCreatorRequest(handle="a", display_name="A", country="US")
    party = served.call("PartyService/CreateCreator", named).creator.id
    me, client = Identity("gateway", party, "creator", token_scopes=frozenset(SCOPES)), served.client()
    until = served.clock.now() + timedelta(seconds=LEASE_SECONDS)
    proof = client.reading(me, "marketplace.profile.read", until)
    method, request = METHODS["PartyService/GetCreator"], pb.GetCreatorRequest(creator_id=party)
    slow = threading.Event()
    get = served.store.parties.get

    def wait_and_get(creator_id: str) -> Any:
        assert slow.wait(30)
        return get(creator_id)

    async def scene() -> list[bytes]:
        for assertion, asked, refusal in (
            ("x", request, AssertionRefused),
            (proof, pb.GetCreatorRequest(creator_id="cr_2"), NotFound),
        ):
            with pytest.raises(refusal):
                await client.read(method, asked, assertion=assertion, request_id="rq-1")
        served.store.parties.get = wait_and_get  # type: ignore[assignment]
        reading = [client.read(method, request, assertion=proof, request_id="rq-1") for _ in range(3)]
        tasks = [asyncio.create_task(each) for each in reading]
        await asyncio.sleep(0.1)
        assert not any(each.done() for each in tasks)
        # Whoever gives up has taken nothing with him.
        tasks.pop().cancel()
        slow.set()
        return await asyncio.gather(*tasks)

    for answer in asyncio.run(scene()):
        assert pb.Creator.FromString(answer) == client.call(method, request, assertion=proof)


def test_an_event_loop_waits_for_a_service_no_longer_than_threads_do(
    keys: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client("roster", "127.0.0.1:1", signer(keys, "gateway", clock))
    monkeypatch.setattr("services.shared.client.DEADLINE_SECONDS", 0.3)
    method, request = METHODS["PartyService/GetCreator"], pb.GetCreatorRequest(creator_id="cr_1")
    with pytest.raises(Unavailable, match="roster"):
        asyncio.run(client.read(method, request, assertion="x", request_id=""))
