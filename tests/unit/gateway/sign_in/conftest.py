"""A gateway with roster for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.gateway.sign_in.support import World


@pytest.fixture
def world(keys: Path) -> World:
    """An agency with people, and the pages."""
    return World(keys)
