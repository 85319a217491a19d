"""The two servers of the data plane: how each is started and when it is ready."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy import permissions
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.obtain import Binary, Site
from deploy.local.obtain_mongod import find_mongod
from deploy.local.obtain_nats import SYNCS_ALWAYS, find_nats
from deploy.local.ports import HOST
from deploy.local.programs import Program
from deploy.local.wait import until
from deploy.permissions import NATS_USERS, NatsUser
from deploy.secret_files import SecretFiles

REPLICA_SET = "rs0"
START_SECONDS = 60
# What mongod answers while it has no replica set yet, has one already, or is another's member.
_NOT_YET_INITIALIZED, _ALREADY_INITIALIZED, _NOT_A_MEMBER = 94, 23, 93

Check = Callable[[], None]
"""Raises when the server that is waited for has ended."""


@dataclass(frozen=True)
class Binaries:
    """The programs that make up the data plane of this machine."""

    mongod: Binary
    nats: Binary

    @classmethod
    def find(cls, site: Site) -> "Binaries":
        """Find or obtain both."""
        return cls(find_mongod(site), find_nats(site))


def mongod_program(binary: Binary, home: Home, port: int) -> Program:
    """A replica set of one member, sized for a laptop; `w=majority, j=true` reaches the disk."""
    directory = home.data / "mongod"
    directory.mkdir(parents=True, exist_ok=True)
    command = (
        *(str(binary.path), "--dbpath", str(directory), "--bind_ip", HOST, "--port", str(port)),
        # With a key file nobody may do anything but the users that there are.
        *("--replSet", REPLICA_SET, "--keyFile", str(SecretFiles(home.secrets).key_file), "--nounixsocket"),
        *("--oplogSize", "256", "--wiredTigerCacheSizeGB", "0.5"),
        # Before a safe version it hands out its memory, without a password: `deploy.mongod_versions`.
        *("--networkMessageCompressors", "disabled"),
        # Diagnostics for the vendor's support: they would write every second, for nobody.
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
    )
    # mongod refuses to start under a locale that the machine does not have.
    return Program("mongod", command, {"LC_ALL": "C"}, stop_seconds=60)


def nats_program(binary: Binary, home: Home, port: int, users: Sequence[NatsUser] = NATS_USERS) -> Program:
    """A single JetStream server on file storage; its configuration is written on the way.

    `users` are those that may connect.
    """
    (home.data / "nats").mkdir(parents=True, exist_ok=True)
    configuration = home.root / "nats.conf"
    configuration.write_text(nats_configuration(binary, home, port, users), encoding="utf-8")
    return Program("nats", (str(binary.path), "--config", str(configuration)), stop_seconds=20)


def nats_configuration(binary: Binary, home: Home, port: int, users: Sequence[NatsUser] = NATS_USERS) -> str:
    """The settings that the version at hand understands, and who may do what."""
    # nats-server looks for an included file from the folder of the file that includes it.
    passwords = SecretFiles(home.secrets).nats_passwords.relative_to(home.root)
    sync = "    sync_interval: always\n" if binary.version >= SYNCS_ALWAYS else ""
    return (
        f'server_name: callboard\nlisten: "{HOST}:{port}"\n'
        f'jetstream {{\n    store_dir: "{home.data / "nats"}"\n'
        f"    max_memory_store: 64MB\n    max_file_store: 16GB\n{sync}}}\n"
        f"{permissions.nats_configuration(users, str(passwords))}"
    )


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
        raise LocalError(f"{complaint} within {START_SECONDS} s.")


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
