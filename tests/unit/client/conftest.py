"""A gateway of canned answers."""

from __future__ import annotations

import pytest

from tests.unit.client.gateway import Gateway


@pytest.fixture
def gateway() -> Gateway:
    """One that answers nothing yet."""
    return Gateway()
