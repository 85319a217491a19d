"""The users of a running Callboard, with the very passwords from its home."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.permissions import NATS_USERS, NatsUser
from deploy.topology import PROCESSES, SERVICES, Service
from tests.e2e.installation import Installation
from tests.rights import foreign, permitted, session, turned_away


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_a_service_reaches_its_own_database_only(installation: Installation, service: Service) -> None:
    others = [*(each.name for each in SERVICES if each != service), "admin", "local", "config"]
    with MongoClient[dict[str, Any]](installation.mongo_uri(service.name)) as client:
        assert client[service.name].list_collection_names()
        assert {database: permitted(client, database) for database in others} == {each: [] for each in others}


@pytest.mark.parametrize("user", NATS_USERS, ids=lambda each: each.name)
def test_a_user_of_nats_has_no_right_of_another(installation: Installation, user: NatsUser) -> None:
    async def tried() -> list[str]:
        async with session(installation.nats_url(user.name)) as connected:
            heard = [
                each.inbox for each in NATS_USERS if each != user and await connected.may_hear(each.inbox)
            ]
            return heard + [subject for subject in foreign(user) if await connected.may_publish(subject)]

    assert asyncio.run(tried()) == []


def test_strangers_are_turned_away(installation: Installation) -> None:
    nats = f"nats://{installation.address('nats')}"
    assert "Authorization Violation" in asyncio.run(turned_away(nats))
    url = f"mongodb://{installation.address('mongod')}/roster?directConnection=true"
    with MongoClient[dict[str, Any]](url) as client, pytest.raises(OperationFailure, match="authentication"):
        client["roster"]["parties"].find_one()


def test_no_process_shows_a_password_and_no_log_holds_one(installation: Installation) -> None:
    files = installation.secrets
    secrets = [files.key_file.read_text(), *(path.read_text() for path in _passwords(files.folder))]
    names = ("mongod", "nats", *(process.name for process in PROCESSES))
    shown = [text for name in names for each in installation.family(name) for text in _shown(each)]
    written = [*installation.logs().values(), *installation.configuration()]
    assert len(set(secrets)) == 10
    assert len(shown) > 100
    assert [secret for secret in secrets for text in (*shown, *written) if secret in text] == []


def _passwords(folder: Path) -> list[Path]:
    users = [folder / "mongodb" / service.name for service in SERVICES]
    return users + [folder / "nats" / user.name for user in NATS_USERS]


def _shown(process: psutil.Process) -> list[str]:
    """What `ps` and /proc show of a process."""
    return [*process.cmdline(), *process.environ().values()]
