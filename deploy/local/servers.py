"""The two servers of the data plane: how each is started and when it is ready."""

import json
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy import permissions
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.obtain import Binary, Site
from deploy.local.obtain_mongod import find_mongod
from deploy.local.obtain_nats import SYNCS_ALWAYS, find_nats
from deploy.local.ports import HOST
from deploy.local.processes import Program
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
        str(binary.path),
        *("--dbpath", str(directory)),
        *("--bind_ip", HOST),
        *("--port", str(port)),
        *("--replSet", REPLICA_SET),
        # With it nobody may do anything but the users that there are.
        *("--keyFile", str(SecretFiles(home.secrets).key_file)),
        *("--oplogSize", "256"),
        *("--wiredTigerCacheSizeGB", "0.5"),
        "--nounixsocket",
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
        "server_name: callboard\n"
        f'listen: "{HOST}:{port}"\n'
        "jetstream {\n"
        f'    store_dir: "{home.data / "nats"}"\n'
        "    max_memory_store: 64MB\n"
        "    max_file_store: 16GB\n"
        f"{sync}"
        "}\n"
        f"{permissions.nats_configuration(users, str(passwords))}"
    )


def wait_for_nats(port: int, check: Check = lambda: None, host: str = HOST) -> None:
    """Return once the server greets and says that JetStream is on."""

    def greeted() -> dict[str, object]:
        check()
        return _nats_greeting(host, port)

    greeting = until(greeted, START_SECONDS)
    if not greeting:
        raise LocalError(f"nats-server did not answer on port {port} within {START_SECONDS} s.")
    if not greeting.get("jetstream"):
        raise LocalError(f"The nats-server on port {port} runs without JetStream: start it with -js.")


def _nats_greeting(host: str, port: int) -> dict[str, object]:
    try:
        with socket.create_connection((host, port), timeout=1) as link, link.makefile("rb") as lines:
            line = lines.readline()
        return dict(json.loads(line.removeprefix(b"INFO "))) if line.startswith(b"INFO ") else {}
    except (OSError, ValueError):
        return {}


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
    if not until(lambda: _listens(host, port, check), START_SECONDS):
        raise LocalError(f"mongod did not answer on port {port} within {START_SECONDS} s.")
    address = member or f"{HOST}:{port}"
    url = admin_uri or f"mongodb://{host}:{port}/?directConnection=true"
    with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=1000) as client:

        def writable() -> bool:
            check()
            return _is_primary(client, address)

        if not until(writable, START_SECONDS):
            raise LocalError(f"mongod on port {port} did not become primary within {START_SECONDS} s.")


def _listens(host: str, port: int, check: Check) -> bool:
    check()
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


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
        members = [{"_id": 0, "host": address}]
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        return
    if config["members"][0]["host"] != address:
        # The port changed since the last start. Alone in its set, the member decides by itself.
        config["members"][0]["host"] = address
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
