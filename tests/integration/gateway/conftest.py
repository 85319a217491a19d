"""A gateway process of its own for each test, whose services are away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.e2e.embedded import free_port
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT
from tests.unit.shared.keys import make_keys


class Running(NamedTuple):
    """A gateway: its process, where it serves, and where it answers those who watch it."""

    process: subprocess.Popen[bytes]
    url: str
    ops_url: str


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts a gateway with settings of its own, and waits until each of its workers serves."""
    make_keys(tmp_path, "gateway")
    with ExitStack() as stack:

        def start(**settings: object) -> Running:
            given = {
                "LISTEN": f"127.0.0.1:{free_port()}",
                "OPS_LISTEN": f"127.0.0.1:{free_port()}",
                "SIGNING_KEY_FILE": tmp_path / "gateway.pem",
                "TRUSTED_KEYS_DIR": tmp_path / "public",
                "ROSTER_TARGET": "127.0.0.1:1",
                "CAMPAIGNS_TARGET": "127.0.0.1:1",
                "METRICS_TARGET": "127.0.0.1:1",
                "NOTIFICATIONS_TARGET": "127.0.0.1:1",
                **settings,
            }
            named = {f"CALLBOARD_GATEWAY_{name}": str(value) for name, value in given.items()}
            command = [sys.executable, "-m", "services.gateway"]
            process = subprocess.Popen(command, cwd=ROOT, env=os.environ | named, stdout=subprocess.PIPE)
            stack.callback(_end, process)
            running = Running(process, f"http://{given['LISTEN']}", f"http://{given['OPS_LISTEN']}")
            eventually(lambda: _serves(running.ops_url), error=httpx.TransportError)
            return running

        yield start


def _serves(url: str) -> bool:
    return httpx.get(f"{url}/readyz", trust_env=False).status_code == 200


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
