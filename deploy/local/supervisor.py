"""supervisord: its configuration, and talking to it over its socket."""

import http.client
import os
import resource
import shlex
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from deploy.local.errors import LocalError, with_tail
from deploy.local.home import Home
from deploy.local.programs import ROOT, Program, template
from deploy.local.wait import until

NAME = "supervisord"
DATA, SERVICES, FRONT = "data", "services", "front"
START_SECONDS = 15
# Longer than the programs of all groups may take, one group after the other.
STOP_SECONDS = 100
_FAILURES = (OSError, http.client.HTTPException, xmlrpc.client.Error)


def configuration(home: Home, groups: Mapping[str, Sequence[Program]]) -> str:
    """The text of supervisord.conf. Only the data group starts by itself."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    sections = [
        template("supervisord").substitute(
            home=home.root,
            # MongoDB wants many, the system sets the limit.
            open_files=65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536),
            # Unless it is told so, supervisord warns whenever root starts it.
            user="user=root" if os.geteuid() == 0 else "",
        )
    ]
    for priority, (group, programs) in enumerate(groups.items(), start=1):
        if programs:
            names = ",".join(program.name for program in programs)
            sections.append(f"[group:{group}]\nprograms={names}\npriority={priority}\n")
        sections += [_program(home, program, autostart=group == DATA) for program in programs]
    return "\n".join(sections)


def _program(home: Home, program: Program, *, autostart: bool) -> str:
    # Expansion is on in every value: %(name)s.
    values = ((key, value.replace("%", "%%")) for key, value in program.environment.items())
    return template("program").substitute(
        name=program.name,
        directory=ROOT,
        command=shlex.join(program.attached_command(home)).replace("%", "%%"),
        environment=",".join(f'{key}="{value}"' for key, value in values),
        autostart=str(autostart).lower(),
        stop_seconds=program.stop_seconds,
        log=home.log(program.name),
    )


class Supervisor:
    """The supervisord of one home, asked over its socket."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def launch(self, groups: Mapping[str, Sequence[Program]]) -> None:
        """Start supervisord in the background, with the data group, and return when it answers."""
        file = self._home.root / "supervisord.conf"
        file.write_text(configuration(self._home, groups), encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]
        done = subprocess.run(
            command,
            cwd=self._home.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        if done.returncode or not until(self.answers, START_SECONDS):
            reason = done.stderr.strip().partition("\n")[0] or "it does not answer"
            raise with_tail(f"supervisord did not start: {reason}", self._home.log(NAME))

    def start(self, group: str) -> None:
        """Start every process of a group, without waiting for it."""
        self._call("startProcessGroup", group, False)

    def answers(self) -> bool:
        """Whether it runs and takes commands."""
        return bool(self.processes())

    def processes(self) -> list[dict[str, Any]]:
        """What supervisord says of each process; nothing where it does not run."""
        try:
            return list(self._call("getAllProcessInfo"))
        except _FAILURES:
            return []

    def pids(self) -> dict[str, int]:
        """The processes that run now, supervisord among them, by name."""
        states = self.processes()
        pids = {state["name"]: state["pid"] for state in states if state["pid"]}
        return pids | ({NAME: self._call("getPID")} if states else {})

    def require_started(self) -> None:
        """Raise where a process has ended soon after its start, with the end of its log."""
        names = [state["name"] for state in self.processes() if state["statename"] == "BACKOFF"]
        if names:
            sentence = f"Callboard did not start: {', '.join(names)} did not stay up."
            raise with_tail(sentence, self._home.log(names[0]))

    def stop(self) -> bool:
        """Have supervisord end itself and all others, the last started first; whether anything ran.

        What a supervisord that was killed has left behind ends by itself and is waited for.
        """
        ran = self._runs()
        with suppress(*_FAILURES):
            self._call("shutdown")
        if not until(lambda: not self._runs(), STOP_SECONDS):
            raise LocalError(
                f"Processes of the Callboard in {self._home.root} do not end: "
                f"kill them, for example with `fuser -k -KILL {self._home.in_use_file}`, and try again."
            )
        return ran

    def _runs(self) -> bool:
        try:
            self._call("getPID")
        except xmlrpc.client.Fault:
            return True  # It is shutting down.
        except _FAILURES:
            return self._home.in_use()
        return True

    def _call(self, method: str, *arguments: object) -> Any:
        # The path of a socket has room for 107 bytes only, which the home's own may pass.
        folder = os.open(self._home.run, os.O_PATH)
        try:
            transport = SupervisorTransport(serverurl=f"unix:///proc/self/fd/{folder}/supervisor.sock")
            with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as server:
                return getattr(server.supervisor, method)(*arguments)
        finally:
            os.close(folder)
