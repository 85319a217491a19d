"""How the gateway ends: it says so first, goes on serving meanwhile, and drops nothing."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.gateway.access import AUDIENCE
from services.gateway.front.probes import Workers
from services.shared.access import SCOPES
from services.shared.clock import SystemClock
from services.shared.tokens import ACCESS_TOKEN
from tests.e2e.waiting import eventually
from tests.integration.gateway.conftest import Running
from tests.integration.shared.test_rpc_server import serving
from tests.unit.shared.keys import signer

DRAIN_SECONDS = 2


def status(client: httpx.Client, path: str) -> int:
    """The status of an answer, which there must be."""
    return client.get(path).status_code


def test_on_sigterm_the_gateway_drains_before_it_ends(gateway: Callable[..., Running]) -> None:
    process, url, _ = gateway(DRAIN_SECONDS=DRAIN_SECONDS)
    with httpx.Client(base_url=url, trust_env=False) as client:
        assert status(client, "/readyz") == 503
        process.send_signal(signal.SIGTERM)
        eventually(lambda: status(client, "/readyz/self") == 503)
        # On a connection that is kept, and on a new one.
        assert status(client, "/healthz") == 200
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
    assert process.wait(DRAIN_SECONDS + 10) == 0


def test_a_signal_to_all_of_its_processes_drains_as_well(gateway: Callable[..., Running]) -> None:
    process, url, _ = gateway(DRAIN_SECONDS=DRAIN_SECONDS)
    for each in (psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)):
        os.kill(each.pid, signal.SIGTERM)
    eventually(lambda: httpx.get(f"{url}/readyz/self", trust_env=False).status_code == 503)
    assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
    assert process.wait(DRAIN_SECONDS + 10) == 0


def test_a_request_under_way_ends_before_the_gateway_does(gateway: Callable[..., Running]) -> None:
    process, url, _ = gateway(DRAIN_SECONDS=0)
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as client:
        form = b"grant_type=client_credentials"
        head = f"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n"
        client.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + form[:5])
        # It was accepted, and so is under way, once another request on a later connection was answered.
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        client.sendall(form[5:])
        assert client.recv(4096).startswith(b"HTTP/1.1 401 ")
    assert process.wait(10) == 0


def test_a_reading_that_awaits_its_service_ends_before_the_gateway_does(
    gateway: Callable[..., Running], tmp_path: Path
) -> None:
    """It is under a lease, so that no thread holds it, but the event loop."""
    clock: Any = SystemClock()
    with serving(tmp_path, clock) as roster, ThreadPoolExecutor(1) as pool:
        named = pb.CreateCreatorRequest(handle="a", display_name="A", country="US")
        made = roster.call("PartyService/CreateCreator", named)
        claims = {"sub": made.creator.id, "client": made.client.client_id, "kind": "creator", "jti": "tk_1"}
        token = signer(tmp_path, "gateway", clock).sign(
            ACCESS_TOKEN, AUDIENCE, {**claims, "scopes": list(SCOPES)}, 60
        )
        process, url, _ = gateway(DRAIN_SECONDS=0, WORKERS=1, ROSTER_TARGET=roster.target)
        get, came, leave = roster.store.parties.get, threading.Event(), threading.Event()

        def wait_and_get(creator_id: str) -> Any:
            came.set()
            assert leave.wait(30)
            return get(creator_id)

        def read() -> int:
            headers = {"Authorization": f"Bearer {token}"}
            return httpx.get(
                f"{url}/v1/creators/{made.creator.id}", headers=headers, trust_env=False, timeout=10
            ).status_code

        assert read() == 200
        roster.store.parties.get = wait_and_get  # type: ignore[assignment]
        reading = pool.submit(read)
        assert came.wait(10)
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        leave.set()
        assert reading.result(10) == 200
        assert process.wait(10) == 0


def test_a_worker_that_dies_is_replaced(gateway: Callable[..., Running]) -> None:
    process, url, _ = gateway(WORKERS=1)
    (worker,) = workers(process.pid)
    worker.kill()
    eventually(
        lambda: [each.pid for each in workers(process.pid)] not in ([], [worker.pid]),
        error=psutil.NoSuchProcess,  # Until its parent has noticed, the dead one is a zombie.
    )
    eventually(
        lambda: httpx.get(f"{url}/healthz", trust_env=False).status_code == 200, error=httpx.TransportError
    )


def workers(pid: int) -> list[psutil.Process]:
    """The worker processes of a gateway, without what multiprocessing starts beside them."""
    found = psutil.Process(pid).children()
    return [each for each in found if "spawn_main" in " ".join(each.cmdline())]


def test_figures_and_probes_have_a_port_of_their_own(gateway: Callable[..., Running]) -> None:
    process, url, ops_url = gateway(DRAIN_SECONDS=DRAIN_SECONDS, WORKERS=2)
    with httpx.Client(base_url=ops_url, trust_env=False) as ops:
        eventually(lambda: status(ops, "/readyz") == 200)
        assert status(ops, "/healthz") == 200
        for _ in range(20):
            assert httpx.get(f"{url}/v1/roster", trust_env=False).status_code == 401
        figures = ops.get("/metrics").text
        assert 'route="/v1/roster",status="401"} 20.0' in figures
        assert "callboard_rpc_in_flight" not in figures, "a figure of another process"
        process.send_signal(signal.SIGTERM)
        eventually(lambda: status(ops, "/readyz") == 503)
        assert status(ops, "/healthz") == 200
    assert httpx.get(f"{url}/metrics", trust_env=False).status_code == 404


@pytest.mark.long
def test_a_worker_that_is_stuck_is_told_to_those_who_watch(gateway: Callable[..., Running]) -> None:
    process, _, ops_url = gateway(WORKERS=2)
    url = f"{ops_url}/healthz"
    assert httpx.get(url, trust_env=False).status_code == 200
    stuck = workers(process.pid)[0]
    stuck.suspend()
    try:
        eventually(
            lambda: httpx.get(url, trust_env=False).status_code == 503, seconds=Workers.SILENT_SECONDS + 10
        )
    finally:
        stuck.resume()
    eventually(lambda: httpx.get(url, trust_env=False).status_code == 200)
