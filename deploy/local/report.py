"""What `status`, `logs` and `env` print."""

import shlex
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local import ports, processes
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.programs import SERVICES, base_url, settings
from deploy.local.supervisor import State, Supervisor

Say = Callable[[str], None]
LINES = 20


def status(home: Home, say: Say = print) -> bool:
    """Print one line per process; return whether Callboard runs and every process does."""
    control = Supervisor(home) if home.exists() else None
    if control is None or not control.answers():
        say(f"Callboard does not run in {home.root}")
        return False
    states = control.states()
    say(f"Callboard at {base_url(ports.saved(home))}, home {home.root}")
    for line in table(states):
        say(line)
    return all(state.state == "RUNNING" for state in states)


def table(states: Sequence[State]) -> list[str]:
    """The processes as aligned columns."""
    rows = [("PROCESS", "STATE", "PID", "UPTIME")]
    rows += [(s.name, s.state.lower(), str(s.pid or "-"), f"{s.uptime} s") for s in states]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def logs(home: Home, names: Sequence[str], *, follow: bool, say: Say = print) -> None:
    """Print the end of the logs, and with `follow` what is added to them until interrupted."""
    files = _log_files(home, names)
    for file in files:
        say(f"==> {file}")
        for line in processes.tail(file, LINES):
            say(line)
    if follow:
        _follow(files, say)


def _log_files(home: Home, names: Sequence[str]) -> list[Path]:
    files = {file.stem: file for file in sorted((home.root / "logs").glob("*.log"))}
    for name in names:
        if name not in files:
            known = ", ".join(files) or "none yet"
            raise LocalError(f"There is no log '{name}' in {home.root}: choose from {known}.")
    return [files[name] for name in names or files]


def _follow(files: Sequence[Path], say: Say) -> None:
    places = {file: file.stat().st_size for file in files}
    while True:
        for file, place in places.items():
            size = file.stat().st_size if file.exists() else 0
            # Smaller than before: the log was rotated and starts again.
            with file.open("rb") as handle:
                handle.seek(place if size >= place else 0)
                for line in handle:
                    say(f"{file.stem}: {line.decode('utf-8', 'replace').rstrip()}")
                places[file] = handle.tell()
        time.sleep(0.5)


def environment(home: Home, name: str) -> list[str]:
    """The shell exports with which one program runs by hand against this Callboard."""
    chosen = ports.saved(home)
    if not chosen:
        raise LocalError(f"Callboard was never started in {home.root}: run `make up` first.")
    if name == "cli":
        # The command line finds the address and the operator's client there by itself.
        values = {"CALLBOARD_HOME": str(home.root)}
    elif name in (*SERVICES, ports.PUBLIC):
        values = settings(name, home, chosen)
    else:
        raise LocalError(f"There is no program '{name}': choose from {', '.join(SERVICES)}, gateway, cli.")
    return [f"export {key}={shlex.quote(value)}" for key, value in values.items()]
