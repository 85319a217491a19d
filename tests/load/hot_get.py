"""The hot path, `GET /v1/creators/{id}`, against the bare reference under the same server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from deploy.secret_files import SecretFiles
from services.gateway.config import Settings
from tests.e2e.api import delegate
from tests.e2e.conftest import ROOT, free_port
from tests.e2e.waiting import eventually
from tests.load.stack import Stack

ROUNDS = 5
SECONDS = 6


def measure(stack: Stack) -> list[str]:
    """Alternates between the two, so that both see the same machine; the median ratio counts."""
    driver = _wrk()
    agency, creator = stack.operator.agency(), stack.operator.creator()
    delegate(agency, creator)
    path, token = f"/v1/creators/{creator.id}", str(agency.headers["Authorization"])
    with _reference(stack, path) as reference:
        for url in (agency.base_url, reference):
            _drive(driver, f"{url}{path}", token, 2)
        pairs = [
            (_drive(driver, f"{agency.base_url}{path}", token), _drive(driver, f"{reference}{path}", token))
            for _ in range(ROUNDS)
        ]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(one / other for one, other in pairs)
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}; at least 0.8"
    return [f"hot GET: {ours:.0f}/s of {theirs:.0f}/s, ratio {statistics.median(ratios):.2f} ({spread})"]


def _wrk() -> str:
    """The path of wrk; as root on Debian it is installed where it is missing."""
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing wrk, which drives the load")
        subprocess.run(["apt-get", "install", "-qq", "-y", "wrk"], check=False, stdout=subprocess.DEVNULL)
    found = shutil.which("wrk")
    if not found:
        raise SystemExit("wrk is needed to drive the load: install it, for example `apt-get install wrk`.")
    return found


def _drive(driver: str, url: str, token: str, seconds: int = SECONDS) -> float:
    """Requests per second over two threads and 16 connections; every answer must be a 200."""
    command = [driver, "-t2", "-c16", f"-d{seconds}s", "-H", f"Authorization: {token}", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        raise SystemExit(f"{url} did not always answer 200:\n{output}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", output)[0])


@contextmanager
def _reference(stack: Stack, path: str) -> Iterator[str]:
    """The bare application with as many workers and threads as the gateway has."""
    target, port = f"127.0.0.1:{free_port()}", free_port()
    environment = {**os.environ, "REFERENCE_TARGET": target}
    defaults = Settings.model_fields
    workers, threads = (str(defaults[name].default) for name in ("workers", "threads"))
    served = [
        sys.executable,
        "-m",
        "tests.load.reference.app",
        str(SecretFiles(stack.home / "secrets").mongo_uri("roster")),
    ]
    fronted = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", workers]
    fronted += ["--blocking-threads", threads, "--host", "127.0.0.1", "--port", str(port)]
    fronted += ["--log-level", "error", "tests.load.reference.app:app"]
    with ExitStack() as running:
        _start(running, served, environment)
        # The front only once the rpc server listens: its first refusals would fill the screen.
        eventually(lambda: _listens(target), error=OSError)
        _start(running, fronted, environment)
        url = f"http://127.0.0.1:{port}"
        eventually(lambda: httpx.get(f"{url}{path}").status_code == 200, error=httpx.TransportError)
        yield url


def _start(running: ExitStack, command: list[str], environment: dict[str, str]) -> None:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    running.callback(process.wait)
    running.callback(process.terminate)


def _listens(target: str) -> bool:
    host, port = target.split(":")
    with socket.create_connection((host, int(port)), timeout=1):
        return True
