"""One whole Callboard for the session, started and stopped as a user would."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient

from deploy.local import ports
from deploy.local.home import Home
from tests.e2e.api import Operator, close
from tests.e2e.fixtures import parties
from tests.e2e.waiting import eventually
from tests.local import pids, system_url

__all__ = ["parties"]

ROOT = Path(__file__).resolve().parents[2]

SHORT_WINDOWS = {"CALLBOARD_GATEWAY_WRONG_SECRETS_LIMIT": "60/10 seconds"}
"""Settings of windows that tests see through to their end."""


@dataclass
class Installation:
    """A running Callboard: its home, and its URL."""

    home: Path
    base_url: str
    operator: Operator

    def process(self, name: str) -> psutil.Process:
        """The process that supervisord runs under this name."""
        # One that has just ended has no number until it is started again.
        return psutil.Process(eventually(lambda: pids(Home(self.home)).get(name)))

    def kill(self, name: str) -> Callable[[], None]:
        """Kills a process as a crash would; the result waits until another one has taken its place."""
        before = self.process(name)
        # The parent first: it would put new children in the place of the dead, and they outlive it.
        for each in (before, *before.children(recursive=True)):
            each.kill()

        def back() -> None:
            eventually(lambda: self.process(name).pid != before.pid, error=psutil.NoSuchProcess)

        return back


def local(home: Path, port: int, *arguments: str, source: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs a command of the embedded default for a home of its own, from a checkout."""
    environment = {**SHORT_WINDOWS, **os.environ, "CALLBOARD_HOME": str(home), "PORT": str(port)}
    command = [sys.executable, "-m", "deploy.local", *arguments]
    return subprocess.run(
        command, cwd=source, env=environment, capture_output=True, text=True, timeout=180, check=False
    )


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """The Callboard of the session."""
    with installed() as made:
        yield made


@contextmanager
def installed(source: Path = ROOT) -> Iterator[Installation]:
    """A Callboard in a fresh home on a free port, from a checkout."""
    scratch = Path(tempfile.mkdtemp(prefix="callboard-e2e-"))
    home, port = scratch / "home", free_port()
    started = local(home, port, "up", source=source)
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        made = _installation(home)
        _expire_every_second(Home(home))
        yield made
        close(made.base_url)
    finally:
        local(home, port, "down", source=source)
        shutil.rmtree(scratch, ignore_errors=True)


def _expire_every_second(home: Home) -> None:
    """Has mongod remove what has expired once a second, not once a minute: tests wait for it."""
    with MongoClient[dict[str, Any]](system_url(home, ports.saved(home), "admin")) as client:
        client.admin.command({"setParameter": 1, "ttlMonitorSleepSecs": 1})


def _installation(home: Path) -> Installation:
    known: dict[str, Any] = json.loads((home / "credentials.json").read_text())
    base_url, client = known["base_url"], known["operator"]
    return Installation(home, base_url, Operator(base_url, "", client["client_id"], client["client_secret"]))


@pytest.fixture(scope="session")
def operator(installation: Installation) -> Operator:
    """The operator of the session's Callboard."""
    return installation.operator
