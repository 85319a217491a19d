"""A whole Callboard for the demo, started as a user would, and a way to run the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.cli.__main__ import main
from services.cli.context import CliContext
from tests.e2e.embedded import embedded
from tests.integration.shared.fixtures import broker

__all__ = ["broker"]

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
    with embedded() as made:
        yield made.home.root
