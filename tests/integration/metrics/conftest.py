"""The real store of metrics, for one module at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mongoengine import disconnect

from services.metrics.store import ALIAS, DOCUMENTS, MongoStore
from services.shared import process


@pytest.fixture(scope="module")
def store(data_plane: Any) -> Iterator[MongoStore]:
    """An empty database with its indexes; a second migration changes nothing."""
    real = MongoStore(data_plane.mongo_url("metrics"))
    for document in DOCUMENTS:
        document.drop_collection()
    process.migrate((*DOCUMENTS, *DOCUMENTS))
    yield real
    disconnect(ALIAS)
