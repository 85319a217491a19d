"""supervisord: its configuration, and talking to it over its socket."""

import hashlib
import http.client
import os
import resource
import shlex
import socket
import stat
import subprocess
import sys
import xmlrpc.client
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.processes import Program, running, with_tail
from deploy.local.wait import until

NAME = "supervisord"
DATA, SERVICES, FRONT = "data", "services", "front"
# In the order of start; they stop in the reverse one.
GROUPS = (DATA, SERVICES, FRONT)
START_SECONDS = 15
# A socket's path has room for 107 bytes, and supervisord appends its process number while it binds.
_LONGEST_SOCKET = 95
_FAILURES = (OSError, http.client.HTTPException, xmlrpc.client.Error)


@dataclass(frozen=True)
class State:
    """What supervisord says of one process."""

    group: str
    name: str
    state: str
    pid: int
    uptime: int

    @property
    def healthy(self) -> bool:
        """Whether it runs, and not only since a moment ago after one more crash."""
        return self.state == "RUNNING" and self.uptime >= 3


def socket_path(home: Home) -> Path:
    """Where the control socket lies: in the home, or in a short directory where the home's path is long."""
    path = home.run / "supervisor.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET:
        return path
    digest = hashlib.sha256(os.fsencode(home.root)).hexdigest()[:16]
    directory = Path("/tmp") / f"callboard-{os.geteuid()}-{digest}"  # noqa: S108 - its owner is checked
    directory.mkdir(mode=0o700, exist_ok=True)
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o077:
        raise LocalError(f"{directory} is not a private directory of this user: remove it.")
    return directory / "supervisor.sock"


def configuration(home: Home, directory: Path, groups: Mapping[str, Sequence[Program]]) -> str:
    """The text of supervisord.conf. Only the data group starts by itself."""
    sections = [_daemon(home)]
    for priority, group in enumerate(GROUPS, start=1):
        programs = groups[group]
        names = ",".join(program.name for program in programs)
        sections.append(f"[group:{group}]\nprograms={names}\npriority={priority}\n")
        sections += [_program(home, directory, program, autostart=group == DATA) for program in programs]
    return "\n".join(sections)


def _daemon(home: Home) -> str:
    # Unless it is told so, supervisord warns whenever root starts it.
    user = "user=root" if os.geteuid() == 0 else ""
    return f"""\
[unix_http_server]
file={_quote(socket_path(home))}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisord]
pidfile={_quote(home.pid_file(NAME))}
logfile={_quote(home.log(NAME))}
logfile_maxbytes=5MB
logfile_backups=1
minfds={_open_files()}
{user}
"""


def _program(home: Home, directory: Path, program: Program, *, autostart: bool) -> str:
    environment = ",".join(f'{key}="{_quote(value)}"' for key, value in program.environment.items())
    return f"""\
[program:{program.name}]
command={_quote(shlex.join(program.launch_command(home)))}
directory={_quote(directory)}
environment={environment}
autostart={str(autostart).lower()}
autorestart=true
startretries=1000000
stopasgroup=true
killasgroup=true
stopwaitsecs={program.stop_seconds}
redirect_stderr=true
stdout_logfile={_quote(home.log(program.name))}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def _quote(value: str | Path) -> str:
    """Expansion is on in every value: %(name)s."""
    return str(value).replace("%", "%%")


def _open_files() -> int:
    """How many files the processes may open: MongoDB wants many, the system sets the limit."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)


def launch(home: Home, directory: Path, groups: Mapping[str, Sequence[Program]]) -> "Supervisor":
    """Start supervisord in the background and return when it answers."""
    file = home.root / "supervisord.conf"
    file.write_text(configuration(home, directory, groups), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
        env={**os.environ, "CALLBOARD_HOME": str(home.root)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    supervisor = Supervisor(home)
    if done.returncode or not until(supervisor.answers, START_SECONDS):
        reason = done.stderr.strip().partition("\n")[0] or f"it does not answer on {socket_path(home)}"
        raise with_tail(f"supervisord did not start: {reason}", home.log(NAME))
    return supervisor


class Supervisor:
    """The supervisord of one home, asked over its socket."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def answers(self) -> bool:
        """Whether it runs and takes commands."""
        if NAME not in running(self._home):
            return False
        try:
            return bool(self._call("getState"))
        except _FAILURES:
            return False

    def start(self, group: str) -> None:
        """Start every process of a group, without waiting for it."""
        self._call("startProcessGroup", group, False)

    def stop(self, seconds: float) -> None:
        """Stop group after group, the last started first, and then supervisord itself."""
        try:
            for group in reversed(GROUPS):
                self._call("stopProcessGroup", group, False)
                until(partial(self._rests, group), seconds)
            self._call("shutdown")
        except _FAILURES:
            # Whoever does not answer is ended by its number.
            return

    def states(self) -> list[State]:
        """What runs, in the order of start."""
        states = [_state(row) for row in self._call("getAllProcessInfo")]
        return sorted(states, key=lambda state: (GROUPS.index(state.group), state.name))

    def unhealthy(self, names: Iterable[str]) -> list[str]:
        """Those of these processes that do not run, or not for long."""
        bad = {state.name for state in self.states() if not state.healthy}
        return [name for name in names if name in bad]

    def _rests(self, group: str) -> bool:
        return not any(state.pid for state in self.states() if state.group == group)

    def _call(self, method: str, *arguments: object) -> Any:
        transport = _UnixTransport(socket_path(self._home))
        with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)


def _state(row: Mapping[str, Any]) -> State:
    running_for = row["now"] - row["start"] if row["statename"] == "RUNNING" else 0
    return State(row["group"], row["name"], row["statename"], row["pid"], running_for)


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket file, with a time limit on every answer."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=10)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class _UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a socket file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = _UnixConnection(self._path)
        # Where the base class looks for what it has to close.
        self._connection = host, connection
        return connection
