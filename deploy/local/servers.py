"""The two servers of a home, and what makes their users, streams and consumers."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from deploy import permissions
from deploy.local.home import Home
from deploy.local.obtain import SYNCS_ALWAYS, Binary, Site, find_mongod, find_nats
from deploy.local.ports import HOST
from deploy.local.programs import Plan, Ports, Program
from deploy.permissions import MONGO_USERS, NATS_USERS, OPERATOR, NatsUser
from deploy.readiness import REPLICA_SET
from deploy.secret_files import SecretFiles


@dataclass(frozen=True)
class Binaries:
    """The programs of both."""

    mongod: Binary
    nats: Binary

    @classmethod
    def find(cls, site: Site) -> "Binaries":
        """Find or obtain them."""
        return cls(find_mongod(site), find_nats(site))


def programs(
    binaries: Binaries, home: Home, ports: Ports, users: Sequence[NatsUser] = NATS_USERS
) -> tuple[Program, Program]:
    """mongod and nats-server, after their secrets and their configuration were written.

    Secrets that are there are kept, and follow the ports. `users` are those of NATS.
    """
    files = SecretFiles(home.secrets, users)
    # The only member of the replica set is asked directly.
    options = "directConnection=true"
    files.ensure(f"{HOST}:{ports['mongod']}", f"{HOST}:{ports['nats']}", options)
    values = {
        "host": HOST,
        "ports": ports,
        "replica_set": REPLICA_SET,
        "key_file": files.key_file,
        "syncs_always": binaries.nats.version >= SYNCS_ALWAYS,
        # nats-server looks for an included file from the folder of the file that includes it.
        "rights": permissions.nats_configuration(users, os.path.relpath(files.nats_passwords, home.run)),
    }
    (home.data / "mongod").mkdir(exist_ok=True)
    mongod = (str(binaries.mongod.path), "--config", home.configure("mongod.conf", **values))
    nats = (str(binaries.nats.path), "--config", home.configure("nats.conf", **values))
    # mongod refuses to start under a locale that the machine does not have.
    return Program("mongod", mongod, {"LC_ALL": "C"}, stop_seconds=60), Program("nats", nats, stop_seconds=20)


def plan(binaries: Binaries, home: Home, ports: Ports) -> Plan:
    """Both servers, and then the users of MongoDB and the streams of NATS, which wait for them."""
    files = SecretFiles(home.secrets)
    python, uris = (sys.executable, "-m"), (str(files.mongo_uri(user)) for user in MONGO_USERS)
    member = ("--key-file", str(files.key_file), "--member", f"{HOST}:{ports['mongod']}")
    operator = {"CALLBOARD_NATS_URL_FILE": str(files.nats_url(OPERATOR))}
    users = Program("mongodb-users", (*python, "deploy.mongo_users", *member, *uris), once=True)
    streams = Program("nats-streams", (*python, "deploy.nats_streams"), operator, once=True)
    return {"servers": programs(binaries, home, ports), "setup": (users, streams)}
