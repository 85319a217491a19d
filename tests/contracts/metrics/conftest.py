"""The two stores of metrics: every test of the suite gets both, one after the other, empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mongoengine import disconnect

from services.metrics.store import ALIAS, DOCUMENTS, MongoStore, Store
from services.shared import process
from tests.fakes.metrics import FakeStore


@pytest.fixture(params=["fake", pytest.param("mongo", marks=pytest.mark.real)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store."""
    if request.param == "fake":
        yield FakeStore()
        return
    real = MongoStore(request.getfixturevalue("data_plane").mongo_url("metrics"))
    for document in DOCUMENTS:
        document.drop_collection()
    process.migrate(DOCUMENTS)
    yield real
    disconnect(ALIAS)
