"""The migration creates what is declared, and nothing is lost by a second one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mongoengine import disconnect

from services.roster.config import Settings
from services.roster.store import ALIAS, DOCUMENTS, MongoStore
from services.roster.store.indexes import DIRECTORY_ORDERS, PARTY_ORDERS, ROSTER_ORDERS
from services.shared import process
from services.shared.documents import AggregateDocument
from tests.integration.shared.fixtures import Broker
from tests.unit.roster.people import KEY


@pytest.fixture
def settings(database: str, broker: Broker, keys: Path) -> Iterator[Settings]:
    yield Settings(
        mongo_uri=database,
        nats_url=broker.url,
        signing_key_file=keys / "roster.pem",
        trusted_keys_dir=keys / "public",
        second_factor_key=KEY,
    )
    disconnect(ALIAS)


def indexes(document: type[AggregateDocument]) -> dict[str, dict[str, object]]:
    return document._get_collection().index_information()


def test_every_aggregate_gets_the_shared_indexes_and_its_own(settings: Settings) -> None:
    MongoStore(settings.mongo_uri)
    for _ in range(2):
        process.migrate(DOCUMENTS)
    aggregates = [each for each in DOCUMENTS if issubclass(each, AggregateDocument)]
    assert aggregates
    for document in aggregates:
        made = indexes(document)
        assert made["outbox"]["key"] == [("outbox.id", 1)]
    names = {document.__name__: set(indexes(document)) - {"_id_", "outbox"} for document in DOCUMENTS}
    assert names == {
        "PartyDocument": {
            *("client", "handle", "found_by_handle", "search", "directory_search"),
            *(f"parties_{order}" for order in PARTY_ORDERS),
            *(f"directory_{order}" for order in DIRECTORY_ORDERS),
        },
        "HandleDocument": set(),
        "PortfolioDocument": set(),
        "PairDocument": {"requested_expiry", "active_expiry", "unrecorded"},
        "DelegationDocument": {
            *("agency", "agency_updated", "creator", "creator_updated"),
            *("changes", "one_requested", "one_active"),
            *(f"roster_{order}_{way}" for order in ROSTER_ORDERS for way in ("up", "down")),
        },
        "ChangeDocument": set(),
        "RateCardDocument": set(),
        "RateCardVersionDocument": {"history", "history_updated"},
        "LabelsDocument": set(),
        "ActivityDocument": {"chain", "actor", "event", "written", "recent"},
        "CheckpointDocument": {"newest", "signed"},
        "CheckpointsUpToDocument": set(),
        "RefusalsDocument": {"due"},
        "RosterAnswerDocument": {"expiry"},
        "OpenOfferDocument": {"pending", "brand"},
        "SessionDocument": {"client", "forgotten", "parent", "person"},
        "ApplicationDocument": {"party"},
        "KnownAddressDocument": {"expiry"},
        "AttemptsDocument": {"expiry"},
        "DeparturesDocument": set(),
        "ResetDocument": {"expiry"},
        "InvitationDocument": {"party", "party_updated"},
        "EmailDocument": set(),
        "PersonDocument": {"created", "email", "identity", "party", "party_updated", "updated"},
    }


def test_reading_and_writing_create_no_index(settings: Settings) -> None:
    store = MongoStore(settings.mongo_uri)
    assert store.labels_of("ag_1") == {}
    store.put_offer("of_1", "cr_1", True, 1)
    assert set(store.parties.collection.database.list_collection_names()) == {"open_offers"}
    (written,) = (each for each in DOCUMENTS if each._get_collection_name() == "open_offers")
    assert set(indexes(written)) == {"_id_"}


def test_the_relay_looks_by_the_index(settings: Settings) -> None:
    store = MongoStore(settings.mongo_uri)
    process.migrate(DOCUMENTS)
    plan = store.parties.collection.find({"outbox.id": {"$gt": ""}}).explain()
    assert plan["queryPlanner"]["winningPlan"]["inputStage"]["indexName"] == "outbox"
