"""The users of a running Callboard, with the very passwords from its home."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.local.home import Home
from deploy.permissions import NATS_USERS, NatsUser
from deploy.secret_files import SecretFiles
from deploy.topology import SERVICES, Service
from tests.e2e.conftest import Installation
from tests.local import pids
from tests.rights import foreign, permitted, session, turned_away


@pytest.fixture
def files(installation: Installation) -> SecretFiles:
    """The secrets of the session's Callboard."""
    return SecretFiles(installation.home / "secrets")


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_a_service_reaches_its_own_database_only(files: SecretFiles, service: Service) -> None:
    others = [*(each.name for each in SERVICES if each != service), "admin", "local", "config"]
    with MongoClient[dict[str, Any]](files.mongo_uri(service.name).read_text()) as client:
        assert client[service.name].list_collection_names()
        assert {database: permitted(client, database) for database in others} == {each: [] for each in others}


@pytest.mark.parametrize("user", NATS_USERS, ids=lambda each: each.name)
def test_a_user_of_nats_has_no_right_of_another(files: SecretFiles, user: NatsUser) -> None:
    async def tried() -> list[str]:
        async with session(files.nats_url(user.name).read_text()) as connected:
            heard = [
                each.inbox for each in NATS_USERS if each != user and await connected.may_hear(each.inbox)
            ]
            return heard + [subject for subject in foreign(user) if await connected.may_publish(subject)]

    assert asyncio.run(tried()) == []


def test_strangers_are_turned_away(installation: Installation) -> None:
    ports = json.loads((installation.home / "ports.json").read_text())
    assert "Authorization Violation" in asyncio.run(turned_away(f"nats://127.0.0.1:{ports['nats']}"))
    url = f"mongodb://127.0.0.1:{ports['mongod']}/roster?directConnection=true"
    with MongoClient[dict[str, Any]](url) as client, pytest.raises(OperationFailure, match="authentication"):
        client["roster"]["parties"].find_one()


def test_no_process_shows_a_password_and_no_log_holds_one(
    installation: Installation, files: SecretFiles
) -> None:
    secrets = [files.key_file.read_text(), *(path.read_text() for path in _passwords(files.folder))]
    shown = [text for pid in pids(Home(installation.home)).values() for text in _shown(pid)]
    written = [log.read_text(errors="replace") for log in (installation.home / "logs").glob("*.log")]
    written += [
        (installation.home / name).read_text()
        for name in ("run/supervisord.conf", "run/nats.conf", "run/mongod.conf", "ports.json")
    ]
    assert len(secrets) == 8
    assert len(shown) > 100
    assert [secret for secret in secrets for text in (*shown, *written) if secret in text] == []


def _passwords(folder: Path) -> list[Path]:
    users = [folder / "mongodb" / service.name for service in SERVICES]
    return users + [folder / "nats" / user.name for user in NATS_USERS]


def _shown(pid: int) -> list[str]:
    """What `ps` and /proc show of a process and of those that it has started."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return [text for each in family for text in (*each.cmdline(), *each.environ().values())]
