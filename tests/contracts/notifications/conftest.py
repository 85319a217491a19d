"""The two stores of notifications: every test of the suite gets both, one after the other, empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mongoengine import disconnect

from services.notifications.store import ALIAS, DOCUMENTS, MongoStore, Store
from services.shared import process
from tests.contracts.emptied import empty
from tests.fakes.notifications import FakeStore
from tests.providers import DataPlane


@pytest.fixture(params=["fake", pytest.param("mongo", marks=pytest.mark.real)])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store."""
    if request.param == "fake":
        return FakeStore()
    real: MongoStore = request.getfixturevalue("migrated")
    empty(DOCUMENTS)
    return real


@pytest.fixture(scope="module")
def migrated(data_plane: DataPlane) -> Iterator[MongoStore]:
    """The real store with its validators and indexes."""
    made = MongoStore(data_plane.mongo_url("notifications"))
    for document in DOCUMENTS:
        document.drop_collection()
    process.migrate(DOCUMENTS)
    yield made
    disconnect(ALIAS)
