"""The data plane of a home: its two servers, how they are started, and the users that they know."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy import mongo_users, nats_streams, permissions
from deploy.local.home import Home
from deploy.local.obtain import Binary, Site
from deploy.local.obtain_mongod import find_mongod
from deploy.local.obtain_nats import SYNCS_ALWAYS, find_nats
from deploy.local.ports import HOST
from deploy.local.programs import Ports, Program, template
from deploy.permissions import MONGO_USERS, NATS_USERS, OPERATOR, NatsUser
from deploy.readiness import REPLICA_SET, wait_for_mongod, wait_for_nats
from deploy.secret_files import SecretFiles


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
    # nats-server looks for an included file from the folder of the file that includes it.
    passwords = SecretFiles(home.secrets).nats_passwords.relative_to(home.root)
    configuration = template("nats").substitute(
        listen=f"{HOST}:{port}",
        store=home.data / "nats",
        sync="sync_interval: always" if binary.version >= SYNCS_ALWAYS else "",
        rights=permissions.nats_configuration(users, str(passwords)),
    )
    file = home.root / "nats.conf"
    file.write_text(configuration, encoding="utf-8")
    return Program("nats", (str(binary.path), "--config", str(file)), stop_seconds=20)


def programs(
    binaries: Binaries, home: Home, ports: Ports, users: Sequence[NatsUser] = NATS_USERS
) -> tuple[Program, Program]:
    """mongod and nats-server, after their secrets and their configuration were written.

    Secrets that are there are kept, and follow the ports. `users` are those of NATS.
    """
    mongod, nats = ports["mongod"], ports["nats"]
    files = SecretFiles(home.secrets, users)
    # Its only member is asked directly.
    files.ensure(f"{HOST}:{mongod}", f"{HOST}:{nats}", options="directConnection=true")
    return mongod_program(binaries.mongod, home, mongod), nats_program(binaries.nats, home, nats, users)


def wait(home: Home, ports: Ports, check: Callable[[], None]) -> None:
    """Return once both servers answer, MongoDB knows the user of every service, and NATS has its streams.

    `check` raises where one of them has ended. Raises LocalError.
    """
    system = system_url(home, ports)
    wait_for_mongod(ports["mongod"], check, admin_uri=system)
    wait_for_nats(ports["nats"], check)
    files = SecretFiles(home.secrets)
    uris = [files.mongo_uri(user).read_text(encoding="utf-8") for user in MONGO_USERS]
    mongo_users.ensure_users(system, uris)
    asyncio.run(nats_streams.ensure_at(files.nats_url(OPERATOR).read_text(encoding="utf-8")))


def system_url(home: Home, ports: Ports, database: str = "") -> str:
    """The address of a database, or of the server, as a user who may do everything."""
    key = SecretFiles(home.secrets).key_file.read_text(encoding="utf-8")
    return mongo_users.system_uri(f"{HOST}:{ports['mongod']}", key, database)
