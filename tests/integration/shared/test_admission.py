"""What a server takes, what it refuses, and what it shows to anybody."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import SCOPES, Identity
from services.shared.errors import NotFound, Unavailable
from tests.e2e.waiting import eventually
from tests.fakes.clock import FakeClock
from tests.integration.shared.test_rpc_server import Served, serving


def test_what_finds_no_thread_is_refused_at_once_and_health_is_answered(
    keys: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, entered, leave = 2, threading.Semaphore(0), threading.Event()

    def stay(_: Any) -> Any:
        entered.release()
        leave.wait(20)
        raise NotFound("It is not there.")

    request, rpc = pb.GetCreatorRequest(creator_id="cr_1"), "PartyService/GetCreator"
    me = Identity("gateway", "cr_1", "creator", token_scopes=frozenset(SCOPES))
    with serving(keys, clock, rpc_threads=threads) as served, ThreadPoolExecutor(threads) as pool:
        monkeypatch.setattr(served.store.parties, "get", stay)
        slow = [pool.submit(served.call, rpc, request, me, timeout=20) for _ in range(threads)]
        for _ in slow:
            assert entered.acquire(timeout=10)
        begun = time.monotonic()
        for _ in range(5):
            with pytest.raises(Unavailable, match="The roster service is busy"):
                served.call(rpc, request, me, timeout=20)
            assert served.client().healthy(timeout=2)
        assert time.monotonic() - begun < 5
        leave.set()
        for each in slow:
            with pytest.raises(NotFound):
                each.result()
        # The thread is free a moment after its answer has left.
        eventually(lambda: is_served(served, rpc, request, me), error=Unavailable)


def is_served(served: Served, rpc: str, request: Any, me: Identity) -> bool:
    """Whether a thread takes the call; raises Unavailable where none does."""
    with pytest.raises(NotFound):
        served.call(rpc, request, me)
    return True


def reflected(target: str) -> set[str]:
    """The services that reflection names."""
    with grpc.insecure_channel(target) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        question = reflection_pb2.ServerReflectionRequest(list_services="")
        (reply,) = stub.ServerReflectionInfo(iter([question]), timeout=5)
        return {each.name for each in reply.list_services_response.service}


def test_reflection_says_nothing_unless_it_is_turned_on(keys: Path, clock: FakeClock) -> None:
    with serving(keys, clock) as closed, pytest.raises(grpc.RpcError) as raised:
        reflected(closed.target)
    assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED
    with serving(keys, clock, reflection=True) as open_:
        names = reflected(open_.target)
    assert names >= {"roster.v1.PartyService", "roster.v1.AccessService", "grpc.health.v1.Health"}
