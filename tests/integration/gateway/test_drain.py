"""How the gateway ends: it says so first, goes on serving meanwhile, and drops nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import ROOT, free_port
from tests.e2e.waiting import eventually
from tests.unit.shared.keys import make_keys

DRAIN_SECONDS = 2


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A gateway whose services are away, and its address."""
    make_keys(tmp_path, "gateway")
    listen = f"127.0.0.1:{free_port()}"
    settings = {
        "LISTEN": listen,
        "DRAIN_SECONDS": str(DRAIN_SECONDS),
        "SIGNING_KEY_FILE": str(tmp_path / "gateway.pem"),
        "TRUSTED_KEYS_DIR": str(tmp_path / "public"),
        "ROSTER_TARGET": "127.0.0.1:1",
        "CAMPAIGNS_TARGET": "127.0.0.1:1",
        "METRICS_TARGET": "127.0.0.1:1",
    }
    named = {f"CALLBOARD_GATEWAY_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "services.gateway"],
        cwd=ROOT,
        env=os.environ | named,
        stdout=subprocess.DEVNULL,
    )
    yield process, f"http://{listen}"
    process.kill()
    process.wait()


def status(client: httpx.Client, path: str) -> int:
    """The status of an answer, which there must be."""
    return client.get(path).status_code


def test_on_sigterm_the_gateway_drains_before_it_ends(gateway: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = gateway
    with httpx.Client(base_url=url) as client:
        eventually(lambda: status(client, "/readyz/self") == 200, error=httpx.TransportError)
        assert status(client, "/readyz") == 503
        process.send_signal(signal.SIGTERM)
        eventually(lambda: status(client, "/readyz/self") == 503)
        # On a connection that is kept, and on a new one.
        assert status(client, "/healthz") == 200
        assert httpx.get(f"{url}/healthz").status_code == 200
    assert process.wait(DRAIN_SECONDS + 10) == 0
