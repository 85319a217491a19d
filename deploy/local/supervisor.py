"""supervisord: starting it, and talking to it over its socket."""

import http.client
import os
import resource
import subprocess
import sys
import xmlrpc.client
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from deploy.errors import DeployError, with_tail
from deploy.local.home import Home
from deploy.local.programs import ROOT, Plan
from deploy.wait import until

NAME = "supervisord"
WAIT_SECONDS = 180  # Longer than what runs once waits for its servers.
# Longer than the programs of all groups may take, one group after the other.
STOP_SECONDS = 100
_FAILURES = (OSError, http.client.HTTPException, xmlrpc.client.Error)


class Supervisor:
    """The supervisord of one home, asked over its socket."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def configure(self, plan: Plan) -> str:
        """Write supervisord.conf, in which nothing starts by itself; returns its path."""
        return self._home.configure(
            "supervisord.conf",
            plan=plan,
            root=ROOT,
            # MongoDB wants many open files, the system sets the limit.
            open_files=min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 65_536),
            is_root=os.geteuid() == 0,
        )

    def launch(self, plan: Plan) -> None:
        """Start supervisord in the background, and return when it answers."""
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", self.configure(plan)]
        done = subprocess.run(command, cwd=self._home.root, capture_output=True, text=True, check=False)
        if done.returncode or not until(self.processes, WAIT_SECONDS):
            reason = done.stderr.strip().partition("\n")[0] or "it does not answer"
            raise with_tail(f"supervisord did not start: {reason}", self._home.log(NAME))

    def start(self, group: str) -> None:
        """Start every process of a group, without waiting for it."""
        self._call("startProcessGroup", group, False)

    def finish(self, group: str) -> None:
        """Wait until every process of a group has ended well, and forget the group."""

        def members() -> list[dict[str, Any]]:
            return [state for state in self.processes() if state["group"] == group]

        self.wait(lambda: not any(state["pid"] for state in members()), WAIT_SECONDS)
        for name, pid, code in ((state["name"], state["pid"], state["exitstatus"]) for state in members()):
            if pid or code:
                ended = f"did not end within {WAIT_SECONDS} s" if pid else f"failed with exit code {code}"
                raise with_tail(f"{name} {ended}.", self._home.log(name))
        self._call("removeProcessGroup", group)

    def wait(self, probe: Callable[[], bool], seconds: float) -> bool:
        """Whether `probe` comes true in time; raises where a process has ended soon after its start."""

        def checked() -> bool:
            names = [state["name"] for state in self.processes() if state["statename"] == "BACKOFF"]
            if names:
                sentence = f"Callboard did not start: {', '.join(names)} did not stay up."
                raise with_tail(sentence, self._home.log(names[0]))
            return probe()

        return until(checked, seconds)

    def processes(self) -> list[dict[str, Any]]:
        """What supervisord says of each process; nothing where it does not run."""
        try:
            return list(self._call("getAllProcessInfo"))
        except _FAILURES:
            return []

    def stop(self) -> bool:
        """Have supervisord end itself and all others, the last started first; whether anything ran.

        What a supervisord that was killed has left behind ends by itself and is waited for.
        """
        ran = self._runs()
        with suppress(*_FAILURES):
            self._call("shutdown")
        if not until(lambda: not self._runs(), STOP_SECONDS):
            raise DeployError(
                f"Processes of the Callboard in {self._home.root} do not end: "
                f"kill them, for example with `fuser -k -KILL {self._home.in_use_file}`, and try again."
            )
        return ran

    def _runs(self) -> bool:
        with suppress(*_FAILURES):
            # A fault is an answer, too: it is shutting down.
            with suppress(xmlrpc.client.Fault):
                self._call("getPID")
            return True
        return self._home.in_use()

    def _call(self, method: str, *arguments: object) -> Any:
        # The path of a socket has room for 107 bytes only, which the home's own may pass.
        folder = os.open(self._home.run, os.O_PATH)
        try:
            transport = SupervisorTransport(serverurl=f"unix:///proc/self/fd/{folder}/supervisor.sock")
            with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as server:
                return getattr(server.supervisor, method)(*arguments)
        finally:
            os.close(folder)
