"""The real store of campaigns."""

from __future__ import annotations

import pytest
from mongoengine import disconnect

from services.campaigns.store import ALIAS, DOCUMENTS, MongoStore
from services.shared import process


@pytest.fixture(scope="module")
def migrated(data_plane):
    """The store with its indexes; a second migration changes nothing."""
    store = MongoStore(data_plane.mongo_url("campaigns"))
    process.migrate([*DOCUMENTS, *DOCUMENTS])
    yield store
    disconnect(ALIAS)


@pytest.fixture
def store(migrated):
    """The store, emptied."""
    for document in DOCUMENTS:
        document._get_collection().delete_many({})
    return migrated
