"""The data plane of a home: its two servers, and the users that they know."""

import asyncio
from collections.abc import Callable, Sequence

from deploy import mongo_users, nats_streams
from deploy.local.home import Home
from deploy.local.ports import HOST
from deploy.local.programs import Ports, Program
from deploy.local.servers import Binaries, mongod_program, nats_program, wait_for_mongod, wait_for_nats
from deploy.permissions import MONGO_USERS, NATS_USERS, OPERATOR, NatsUser
from deploy.secret_files import SecretFiles


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
