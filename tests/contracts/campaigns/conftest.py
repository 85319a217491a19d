"""The two stores that must keep the same promises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from mongoengine import disconnect

from services.campaigns.store import ALIAS, DOCUMENTS, MongoStore, Store
from services.shared import process
from tests.contracts.emptied import empty
from tests.fakes.campaigns import FakeStore

STORES: tuple[type[Store], ...] = (FakeStore, MongoStore)
"""Both are checked against the Protocol."""


@pytest.fixture(params=["fake", pytest.param("mongo", marks=pytest.mark.real)])
def store(request):
    """An empty store: the fake, then the real one."""
    if request.param == "fake":
        store: Any = FakeStore()
        store.now = store.offers.now
        return store
    return request.getfixturevalue("real_store")


@pytest.fixture(scope="module")
def campaigns_database(data_plane):
    """The real store with its indexes."""
    store = MongoStore(data_plane.mongo_url("campaigns"))
    process.migrate(DOCUMENTS)
    yield store
    disconnect(ALIAS)


@pytest.fixture
def real_store(campaigns_database):
    """The real store, emptied."""
    empty(DOCUMENTS)
    campaigns_database.now = lambda: datetime.now(UTC)
    return campaigns_database
