"""The data plane alone, as child processes of a test, instead of the whole of Callboard under supervisord."""

import asyncio
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy import nats_streams
from deploy.errors import with_tail
from deploy.local import ports, servers
from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.programs import Program
from deploy.local.servers import Binaries
from deploy.local.supervisor import Supervisor
from deploy.mongo_users import ensure_users
from deploy.permissions import MONGO_USERS, NATS_USERS, OPERATOR, NatsUser
from deploy.readiness import wait_for_mongod, wait_for_nats
from deploy.secret_files import SecretFiles
from tests.local import system_url


class DataPlane:
    """A real mongod and a real nats-server in one home directory, running as long as this process.

    They know the users of Callboard; `users` are those of NATS.
    """

    def __init__(
        self, home: Path, binaries: Binaries | None = None, users: Sequence[NatsUser] = NATS_USERS
    ) -> None:
        self._home = Home(Path(home).resolve())
        self._secrets = SecretFiles(self._home.secrets)
        self._users = users
        self._binaries = binaries
        self._ports: dict[str, int] = {}
        self._programs: dict[str, Program] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        # Linux ends an attached process with the thread that started it; this one lasts as long as the tests.
        self._launcher = ThreadPoolExecutor(1)

    def nats_url(self, user: str) -> str:
        """The address of the message server as that user; it stays the same over `restart_nats`."""
        return self._secrets.nats_url(user).read_text(encoding="utf-8")

    def mongo_url(self, service: str) -> str:
        """The address of the database of a service, as the service's user."""
        return self._secrets.mongo_uri(service).read_text(encoding="utf-8")

    def system_mongo_url(self, database: str = "") -> str:
        """The address of any database, or of the server, as a user who may do everything."""
        return system_url(self._home, self._ports, database)

    def start(self) -> None:
        """Start both servers, on the data that the home holds, and return when they are ready."""
        self._home.prepare()
        Supervisor(self._home).stop()
        binaries = self._binaries or Binaries.find(Site(cache_directory(os.environ, self._home)))
        self._ports = ports.settle(self._home)
        both = servers.programs(binaries, self._home, self._ports, self._users)
        self._programs = {program.name: program for program in both}
        try:
            for name in self._programs:
                self._launch(name)
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        """Return once MongoDB knows the user of every service, and NATS has its streams."""
        system = self.system_mongo_url()
        wait_for_mongod(self._ports["mongod"], self._require_alive, admin_uri=system)
        wait_for_nats(self._ports["nats"], self._require_alive)
        ensure_users(system, [self.mongo_url(user) for user in MONGO_USERS])
        asyncio.run(nats_streams.ensure_at(self.nats_url(OPERATOR)))

    def stop(self) -> None:
        """End both servers cleanly; the data stays."""
        for child in self._children.values():
            child.terminate()
        for name, child in self._children.items():
            child.wait(self._programs[name].stop_seconds)
        self._children.clear()

    def kill_nats(self) -> None:
        """End nats-server as a crash would."""
        self._children["nats"].kill()
        self._children["nats"].wait()

    def restart_nats(self) -> None:
        """Bring nats-server back on the same port and data, after a crash if it still runs."""
        self.kill_nats()
        self._launch("nats")
        wait_for_nats(self._ports["nats"], self._require_alive)

    def _launch(self, name: str) -> None:
        program = self._programs[name]
        with self._home.log(name).open("ab") as log:
            self._children[name] = self._launcher.submit(
                subprocess.Popen,
                program.attached_command(self._home),
                env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Out of the terminal's group: Ctrl-C reaches the tests first, which then stop it.
                start_new_session=True,
            ).result()

    def _require_alive(self) -> None:
        for name, child in self._children.items():
            if code := child.poll():
                sentence = f"{name} ended with exit code {code} instead of starting."
                raise with_tail(sentence, self._home.log(name))

    def __enter__(self) -> "DataPlane":
        """Started."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stopped."""
        self.stop()
