"""The user of each service, on a real MongoDB: its own database, and nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from mongoengine import disconnect
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.mongo_users import ensure_users
from deploy.topology import SERVICES, Service
from services.roster.store import ALIAS, MongoStore
from tests.providers import DataPlane
from tests.rights import ACTIONS, permitted, rewriting, unauthorized

PAIRS = [(one, other) for one in SERVICES for other in SERVICES if one != other]
FOREIGN = [
    *((one, other.name) for one, other in PAIRS),
    *((one, name) for one in SERVICES for name in ("admin", "local", "config", "new")),
]


def name_of(each: Service) -> str:
    """For the names of tests."""
    return each.name if isinstance(each, Service) else str(each)


CHANGES = ("insert", "update", "delete", "drop")
"""Of ACTIONS, those that need more than to read and to add; the first replaces what is there."""

LOGS = [(service, name) for service in SERVICES for name in service.append_only]
REST = [(service, name) for service in SERVICES for name in service.collections]


@pytest.mark.parametrize("service", SERVICES, ids=name_of)
def test_a_service_may_use_its_own_database(data_plane: DataPlane, service: Service) -> None:
    wanted = [name for name in ACTIONS if not service.append_only or name not in CHANGES]
    with MongoClient[dict[str, Any]](data_plane.mongo_url(service.name)) as client:
        assert permitted(client, service.name) == wanted


@pytest.mark.parametrize(("service", "name"), REST, ids=name_of)
def test_what_is_no_log_may_be_changed(data_plane: DataPlane, service: Service, name: str) -> None:
    with MongoClient[dict[str, Any]](data_plane.mongo_url(service.name)) as client:
        rows = client[service.name][name]
        rows.replace_one({"_id": "1"}, {"a": 1}, upsert=True)
        assert rows.update_one({"_id": "1"}, {"$inc": {"a": 1}}).modified_count == 1
        assert rows.delete_one({"_id": "1"}).deleted_count == 1
        rows.drop()


@pytest.mark.parametrize(("service", "name"), LOGS, ids=name_of)
def test_a_log_is_only_added_to(data_plane: DataPlane, service: Service, name: str) -> None:
    with MongoClient[dict[str, Any]](data_plane.mongo_url(service.name)) as client:
        database = client[service.name]
        rows, other = database[name], database[service.collections[0]]
        rows.insert_one({"_id": "1", "sequence": 1})
        rows.create_index("sequence")
        assert rows.find_one({"_id": "1"}) == {"_id": "1", "sequence": 1}
        other.insert_one({"_id": "1", "sequence": 2})
        for attempt in rewriting(client, service.name, name, other.name):
            assert unauthorized(attempt)
        assert list(rows.find()) == [{"_id": "1", "sequence": 1}]
        other.drop()
    with MongoClient[dict[str, Any]](data_plane.system_mongo_url(service.name)) as system:
        system[service.name][name].drop()


def test_roster_claims_handles_with_the_rights_of_its_own_user(data_plane: DataPlane) -> None:
    store = MongoStore(data_plane.mongo_url("roster"))
    assert store.claim_handle("zoe", "cr_1") == "cr_1"
    assert store.claim_handle("zoe", "cr_2") == "cr_1"
    disconnect(ALIAS)
    with MongoClient[dict[str, Any]](data_plane.system_mongo_url("roster")) as system:
        system["roster"]["handles"].drop()


@pytest.mark.parametrize(("service", "database"), FOREIGN, ids=name_of)
def test_a_service_is_refused_any_other_database(
    data_plane: DataPlane, service: Service, database: str
) -> None:
    with MongoClient[dict[str, Any]](data_plane.mongo_url(service.name)) as client:
        assert permitted(client, database) == []
        own = client[service.name][service.collections[0] if service.collections else "strangers"]
        own.replace_one({"_id": 1}, {}, upsert=True)
        for stage_name in (
            {"$merge": {"into": {"db": database, "coll": "x"}}},
            {"$out": {"db": database, "coll": "x"}},
        ):
            assert unauthorized(partial(own.aggregate, [stage_name]))
        own.drop()


@pytest.mark.parametrize("service", SERVICES, ids=name_of)
def test_a_service_is_refused_to_rule(data_plane: DataPlane, service: Service) -> None:
    root = [{"role": "root", "db": "admin"}]
    with MongoClient[dict[str, Any]](data_plane.mongo_url(service.name)) as client:
        own, admin = client[service.name], client["admin"]
        for database, command in (
            (own, {"createUser": "x", "pwd": "x", "roles": root}),
            (own, {"grantRolesToUser": service.name, "roles": root}),
            (own, {"updateUser": service.name, "pwd": "x"}),
            (own, {"usersInfo": 1}),
            (own, {"dropDatabase": 1}),
            (admin, {"replSetGetConfig": 1}),
            (admin, {"setParameter": 1, "logLevel": 1}),
            (admin, {"shutdown": 1}),
            (admin, {"currentOp": 1, "$all": True}),
        ):
            assert unauthorized(partial(database.command, command)), command
        assert client.list_database_names() in ([], [service.name])


def test_the_operator_may_remove_what_a_service_may_only_add_to(data_plane: DataPlane) -> None:
    uri = urlsplit(data_plane.mongo_url("roster"))
    address = f"{uri.hostname}:{uri.port}"
    operator = f"mongodb://operator:made-here@{address}/roster?directConnection=true"
    ensure_users(data_plane.system_mongo_url(), [operator])
    with MongoClient[dict[str, Any]](operator) as client:
        client["roster"].activity.insert_one({"_id": "1"})
        client["roster"].activity.drop()
        assert permitted(client, "campaigns") == []


@pytest.mark.parametrize("user", ["", "roster:wrong@", "nobody:x@"])
def test_mongodb_refuses_strangers(data_plane: DataPlane, user: str) -> None:
    address = urlsplit(data_plane.mongo_url("roster"))
    url = f"mongodb://{user}{address.hostname}:{address.port}/roster?directConnection=true"
    with MongoClient[dict[str, Any]](url) as client, pytest.raises(OperationFailure) as refused:
        client["roster"]["parties"].find_one()
    assert refused.value.code in (13, 18)


@pytest.mark.parametrize(("service", "other"), PAIRS, ids=name_of)
def test_a_service_cannot_be_another_with_its_password(
    data_plane: DataPlane, service: Service, other: Service
) -> None:
    own = urlsplit(data_plane.mongo_url(service.name))
    url = (
        f"mongodb://{other.name}:{own.password}@{own.hostname}:{own.port}/{other.name}?directConnection=true"
    )
    with (
        MongoClient[dict[str, Any]](url) as client,
        pytest.raises(OperationFailure, match="Authentication failed"),
    ):
        client[other.name]["x"].find_one()
