"""A gateway of canned answers, and a shell."""

from __future__ import annotations

import pytest

from tests.unit.cli.gateway import Gateway, Shell


@pytest.fixture
def gateway() -> Gateway:
    """One that knows no route yet."""
    return Gateway()


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs commands."""
    return Shell(capsys)
