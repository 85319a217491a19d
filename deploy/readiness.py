"""When MongoDB and NATS are ready for Callboard, wherever they run."""

import socket
from collections.abc import Callable
from functools import partial

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.errors import DeployError
from deploy.wait import until

HOST = "127.0.0.1"
REPLICA_SET = "rs0"
START_SECONDS = 60
# What mongod answers while it has no replica set yet, has one already, or is another's member.
_NOT_YET_INITIALIZED, _ALREADY_INITIALIZED, _NOT_A_MEMBER = 94, 23, 93

Check = Callable[[], None]
"""Raises when the server that is waited for has ended."""


def wait_for_nats(port: int, check: Check = lambda: None, host: str = HOST) -> None:
    """Return once the server greets, which it does when its streams are ready."""
    _wait(f"nats-server did not answer on port {port}", partial(_greets, host, port, b"INFO "), check)


def wait_for_mongod(
    port: int,
    check: Check = lambda: None,
    host: str = HOST,
    member: str | None = None,
    admin_uri: str | None = None,
) -> None:
    """Return once mongod accepts writes, making it the only member of its replica set if it is not yet.

    `member` is the address under which the server knows itself, where that is not the one we use;
    `admin_uri` connects as somebody who may configure it, where not everybody may.
    """
    _wait(f"mongod did not answer on port {port}", partial(_greets, host, port), check)
    url = admin_uri or f"mongodb://{host}:{port}/?directConnection=true"
    with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=1000) as client:
        primary = partial(_is_primary, client, member or f"{HOST}:{port}")
        _wait(f"mongod on port {port} did not become primary", primary, check)


def _wait(complaint: str, probe: Callable[[], bool], check: Check) -> None:
    def checked() -> bool:
        check()
        return probe()

    if not until(checked, START_SECONDS):
        raise DeployError(f"{complaint} within {START_SECONDS} s.")


def _greets(host: str, port: int, greeting: bytes = b"") -> bool:
    try:
        with socket.create_connection((host, port), timeout=1) as link:
            return link.recv(len(greeting)) == greeting
    except OSError:
        return False


def _is_primary(client: MongoClient[dict[str, object]], address: str) -> bool:
    """One step towards a writable server: configure it where that is missing, then ask."""
    try:
        _configure(client, address)
        return bool(client.admin.command("hello").get("isWritablePrimary"))
    except OperationFailure as error:
        # While mongod reads its configuration it says both that it has none and that it has one.
        if error.code in (_NOT_YET_INITIALIZED, _ALREADY_INITIALIZED, _NOT_A_MEMBER):
            return False
        raise
    except PyMongoError:
        return False


def _configure(client: MongoClient[dict[str, object]], address: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
        first = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": address}]}
        client.admin.command("replSetInitiate", first)
        return
    if config["members"][0]["host"] != address:
        # The port changed since the last start. Alone in its set, the member decides by itself.
        config["members"][0]["host"] = address
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
