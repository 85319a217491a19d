"""An empty store and a clock that stands still."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.scene import Scene


@pytest.fixture
def store(clock: FakeClock) -> FakeStore:
    """An empty store, whose own clock agrees with everybody's."""
    store = FakeStore()
    store.database_now = clock.now
    return store


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


@pytest.fixture
def scene(store: FakeStore, clock: FakeClock) -> Scene:
    """An agency and a creator."""
    return Scene(store, clock)
