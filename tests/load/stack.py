"""The Callboard that is measured: a fresh home on a free port, started twice so that the second is warm."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local import ports
from deploy.local.home import Home
from tests.e2e.api import Operator
from tests.e2e.embedded import free_port, local, operator_of
from tests.local import pids, system_url


@dataclass
class Stack:
    """A running Callboard, and how long its warm start took."""

    home: Path
    operator: Operator
    seconds_up: float

    def mongo_uri(self, database: str = "") -> str:
        """A database of its server, or the server, as a user who may do everything."""
        home = Home(self.home)
        return system_url(home, ports.saved(home), database)

    def processes(self) -> dict[str, psutil.Process]:
        """Every process that supervisord runs, by name."""
        return {name: psutil.Process(pid) for name, pid in pids(Home(self.home)).items()}


@contextmanager
def started(rate_limit: str = "off") -> Iterator[Stack]:
    """Starts, stops, starts again, and stops and removes it all in the end; nobody is limited where "off"."""
    os.environ |= {"RATE_LIMIT": rate_limit, "WEBHOOK_PRIVATE": "on"}
    scratch = Path(tempfile.mkdtemp(prefix="callboard-bench-"))
    home, port = scratch / "home", free_port()
    try:
        for command in ("up", "down"):
            _run(home, port, command)
        begun = time.monotonic()
        _run(home, port, "up")
        seconds = time.monotonic() - begun
        yield Stack(home, operator_of(home), seconds)
    finally:
        local(home, port, "down")
        shutil.rmtree(scratch, ignore_errors=True)


def _run(home: Path, port: int, command: str) -> None:
    done = local(home, port, command)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
