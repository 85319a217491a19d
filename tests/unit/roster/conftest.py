"""An empty store and a clock that stands still."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from services.roster.handlers import parties
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.scene import Scene


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes whose cost does not matter."""
    monkeypatch.setattr(parties, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def store(clock: FakeClock) -> FakeStore:
    """An empty store, whose own clock agrees with everybody's."""
    store = FakeStore()
    store.delegations.now = clock.now
    return store


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


@pytest.fixture
def scene(store: FakeStore, clock: FakeClock) -> Scene:
    """An agency and a creator."""
    return Scene(store, clock)
