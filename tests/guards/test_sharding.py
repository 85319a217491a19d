"""Every collection can be sharded: an index is unique over shards only where it begins with the shard key."""

from __future__ import annotations

from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2
from protos.metrics.v1 import metrics_pb2
from services.campaigns.store import DOCUMENTS as CAMPAIGNS
from services.campaigns.store.documents import MessageDocument
from services.metrics.store import DOCUMENTS as METRICS
from services.metrics.store.documents import AccountDocument, AudienceDocument
from services.roster.store import DOCUMENTS as ROSTER
from services.shared.access import path_of
from services.shared.documents import AggregateDocument
from services.shared.invocations import variables

DOCUMENTS = (*ROSTER, *CAMPAIGNS, *METRICS)

CREATED_BY = {
    MessageDocument: campaigns_pb2.DESCRIPTOR.services_by_name["OfferService"].methods_by_name[
        "CreateMessage"
    ],
    AudienceDocument: metrics_pb2.DESCRIPTOR.services_by_name["MetricsService"].methods_by_name[
        "CreateAudience"
    ],
}


def shard_key(document: Any) -> tuple[str, ...]:
    """The fields by which the collection is sharded: its id, where nothing else is declared."""
    return tuple(document._meta.get("shard_key") or ("_id",))


def unique_indexes(document: Any) -> list[tuple[str, ...]]:
    """The fields of each unique index besides that of `_id`."""
    specs = [each for each in document._meta["index_specs"] if each.get("unique")]
    return [tuple(name for name, _ in each["fields"]) for each in specs]


def test_every_unique_index_begins_with_the_shard_key() -> None:
    wrong = {
        document.__name__: fields
        for document in DOCUMENTS
        for fields in unique_indexes(document)
        if fields[: len(shard_key(document))] != shard_key(document)
    }
    assert wrong == {}


def test_every_declared_shard_key_is_always_there() -> None:
    for document in DOCUMENTS:
        for name in shard_key(document):
            assert name == "_id" or document._fields[name].required, f"{document.__name__}.{name}"


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if issubclass(each, AggregateDocument)])
def test_a_repeated_creation_meets_its_aggregate_on_the_same_shard(document: Any) -> None:
    """Ids are unique on one shard only where they are not the shard key: then the path has to name it."""
    key = shard_key(document)
    if key == ("_id",) or document is AccountDocument:  # Nobody's command creates an account.
        return
    named = variables(path_of(CREATED_BY[document]).removeprefix("/"))
    assert set(key) <= set(named)
