"""A whole Callboard for the demo, started as a user would, and a way to run the command."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.cli.__main__ import main
from services.cli.context import CliContext
from tests.integration.shared.fixtures import broker

__all__ = ["broker"]

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., tuple[int, dict]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json; returns its exit code and document."""

    def run(context: CliContext, *arguments: str) -> tuple[int, dict]:
        capsys.readouterr()  # What others printed in the meantime.
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--json"], context)
        return int(ended.value.code or 0), json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(scope="module")
def callboard_home() -> Iterator[Path]:
    """The home of a Callboard that runs on a free port."""
    scratch = Path(tempfile.mkdtemp(prefix="callboard-cli-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "CALLBOARD_HOME": str(scratch / "home"), "PORT": str(port)}

    def local(command: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, "-m", "deploy.local", command]
        return subprocess.run(
            arguments, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=180, check=False
        )

    started = local("up")
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        yield scratch / "home"
    finally:
        local("down")
        shutil.rmtree(scratch, ignore_errors=True)
