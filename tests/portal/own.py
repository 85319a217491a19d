"""A portal of the tests' own, beside that of the Callboard, with the same cookies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx

from tests.e2e.embedded import free_port
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT
from tests.portal.conftest import Portal


@contextmanager
def own_portal(portal: Portal, gateway_url: str, **settings: str) -> Iterator[Portal]:
    """One that reaches the gateway at another address. Nobody can sign in there; cookies are good."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    asked = {
        "LISTEN": f"127.0.0.1:{port}",
        "BASE_URL": url,
        "GATEWAY_URL": gateway_url,
        "GATEWAY_PUBLIC_URL": portal.gateway_url,
        "COOKIE_KEY_FILE": str(portal.key_file),
        "DRAIN_SECONDS": "0",
        **settings,
    }
    environment = os.environ | {f"CALLBOARD_PORTAL_{name}": value for name, value in asked.items()}
    command = [sys.executable, "-m", "services.portal"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(url), seconds=60)
        yield replace(portal, base_url=url)
    finally:
        process.terminate()
        process.wait(40)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/signed-out", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
