"""The two stores of roster: every test of the suite gets both, one after the other, empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mongoengine import disconnect

from services.roster.store import ALIAS, DOCUMENTS, MongoStore, Store
from services.shared import process
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore


@pytest.fixture(params=["fake", pytest.param("mongo", marks=pytest.mark.real)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store."""
    if request.param == "fake":
        yield FakeStore()
        return
    real = MongoStore(request.getfixturevalue("database"))
    process.migrate(DOCUMENTS)
    yield real
    real.parties.collection.database.client.drop_database(real.parties.collection.database)
    disconnect(ALIAS)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()
