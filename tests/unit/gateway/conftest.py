"""A gateway with fake services for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.gateway.support import Stage, write_keys


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the gateway's key pair."""
    folder = tmp_path_factory.mktemp("keys")
    write_keys(folder)
    return folder


@pytest.fixture
def stage(keys: Path) -> Stage:
    """A gateway, the fake services behind it, and a clock."""
    return Stage(keys)
