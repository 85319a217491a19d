"""The data plane alone, as child processes: what tests start instead of the whole of Callboard."""

import atexit
import os
import signal
import subprocess
from pathlib import Path

from deploy.local import ports, processes
from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.processes import Program
from deploy.local.servers import (
    Binaries,
    mongo_url,
    mongod_program,
    nats_program,
    nats_url,
    wait_for_mongod,
    wait_for_nats,
)


class DataPlane:
    """A real mongod and a real nats-server in one home directory, running as long as this process."""

    def __init__(self, home: Path, binaries: Binaries | None = None) -> None:
        self._home = Home(Path(home).resolve())
        self._binaries = binaries
        self._ports: dict[str, int] = {}
        self._programs: dict[str, Program] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def nats_url(self) -> str:
        """The address of the message server; it stays the same over `restart_nats`."""
        return nats_url(self._ports["nats"])

    def mongo_url(self, database: str) -> str:
        """The address of one database."""
        return mongo_url(self._ports["mongod"], database)

    def start(self) -> None:
        """Start both servers, on the data that the home holds, and return when they are ready."""
        self._home.prepare()
        processes.end(self._home)
        binaries = self._binaries or Binaries.find(Site(os.environ, cache_directory(os.environ, self._home)))
        self._ports = ports.settle(self._home)
        self._programs = {
            "mongod": mongod_program(binaries.mongod, self._home, self._ports["mongod"]),
            "nats": nats_program(binaries.nats, self._home, self._ports["nats"]),
        }
        atexit.register(self.stop)
        try:
            self._launch("mongod")
            self._launch("nats")
            wait_for_mongod(self._ports["mongod"], lambda: self._require_alive("mongod"))
            wait_for_nats(self._ports["nats"], lambda: self._require_alive("nats"))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End both servers cleanly; the data stays."""
        atexit.unregister(self.stop)
        for child in self._children.values():
            child.terminate()
        for name, child in self._children.items():
            try:
                child.wait(self._programs[name].stop_seconds)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def kill_nats(self) -> None:
        """End nats-server as a crash would."""
        child = self._children["nats"]
        child.send_signal(signal.SIGKILL)
        child.wait()

    def restart_nats(self) -> None:
        """Bring nats-server back on the same port and data, after a crash if it still runs."""
        self.kill_nats()
        self._launch("nats")
        wait_for_nats(self._ports["nats"], lambda: self._require_alive("nats"))

    def _launch(self, name: str) -> None:
        program = self._programs[name]
        with self._home.log(name).open("ab") as log:
            self._children[name] = subprocess.Popen(
                program.launch_command(self._home),
                env={**os.environ, **program.environment, "CALLBOARD_HOME": str(self._home.root)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Out of the terminal's group: Ctrl-C reaches the tests first, which then stop it.
                start_new_session=True,
            )

    def _require_alive(self, name: str) -> None:
        code = self._children[name].poll()
        if code is not None:
            sentence = f"{name} ended with exit code {code} instead of starting."
            raise processes.with_tail(sentence, self._home.log(name))

    def __enter__(self) -> "DataPlane":
        """Started."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stopped."""
        self.stop()
