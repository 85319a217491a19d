"""A Callboard of the embedded default, started and stopped as a user would."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from deploy.local import ports
from deploy.local.home import Home
from deploy.secret_files import SecretFiles
from tests.alone import alone
from tests.e2e.api import Operator, close
from tests.e2e.installation import FOR_TESTS, Installation
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT
from tests.local import pids


class Embedded(Installation):
    """What runs in a home."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        self.secrets = SecretFiles(self.home.secrets)
        self.operator = operator_of(home)

    def process(self, name: str) -> psutil.Process:
        """The process that supervisord runs under this name."""
        # One that has just ended has no number until it is started again.
        return psutil.Process(eventually(lambda: pids(self.home).get(name)))

    def address(self, name: str) -> str:
        """On this machine."""
        return f"{ports.HOST}:{ports.saved(self.home)[name]}"

    def log(self, name: str) -> str:
        """The file that supervisord writes."""
        return self.home.log(name).read_text(encoding="utf-8", errors="replace")

    def logs(self) -> dict[str, str]:
        """All files of logs, also those of supervisord and of what has ended."""
        return {path.stem: self.log(path.stem) for path in (self.home.root / "logs").iterdir()}

    def configuration(self) -> list[str]:
        """The files in the home."""
        names = ("run/supervisord.conf", "run/nats.conf", "run/mongod.conf", "ports.json")
        return [(self.home.root / name).read_text() for name in names]

    def run(self, service: str, *arguments: str) -> None:
        """As a process of its own, from this checkout."""
        shown = local(self.home.root, 0, "env", service).stdout
        exports = (line.removeprefix("export ").split("=", 1) for line in shown.splitlines())
        environment = os.environ | {name: value.strip("'\"") for name, value in exports}
        command = [sys.executable, "-m", f"services.{service}", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


def operator_of(home: Path) -> Operator:
    """The operator, as credentials.json names it."""
    known = json.loads((home / "credentials.json").read_text())
    client = known["operator"]
    return Operator(known["base_url"], "", client["client_id"], client["client_secret"])


def local(home: Path, port: int, *arguments: str, source: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs a command of the embedded default for a home of its own, from a checkout."""
    environment = {**FOR_TESTS, **os.environ, "CALLBOARD_HOME": str(home), "PORT": str(port)}
    command = [sys.executable, "-m", "deploy.local", *arguments]
    return subprocess.run(
        command, cwd=source, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def embedded(source: Path = ROOT) -> Iterator[Embedded]:
    """A Callboard in a fresh home on a free port, from a checkout."""
    scratch = Path(tempfile.mkdtemp(prefix="callboard-e2e-"))
    home, port = scratch / "home", free_port()
    try:
        # Two that start at once could choose the same ports.
        with alone():
            started = local(home, port, "up", source=source)
        assert started.returncode == 0, started.stdout + started.stderr
        made = Embedded(home)
        made.expire_every_second()
        yield made
        close(made.base_url)
    finally:
        local(home, port, "down", source=source)
        shutil.rmtree(scratch, ignore_errors=True)
