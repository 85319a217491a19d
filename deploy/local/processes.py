"""Processes that outlive the command that started them: known by pid files below the home.

A number in a file proves nothing, since the kernel gives numbers out again. So every process of a home
carries CALLBOARD_HOME in its environment, and only a process that does is ever touched.
"""

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.wait import until

EXEC_SECONDS = 2
_NO_PROCESS = b"\n"


@dataclass(frozen=True)
class Program:
    """One process to run: what it is called, its command line and what it adds to the environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 10

    def launch_command(self, home: Home) -> list[str]:
        """The command line that leaves a pid file behind and then becomes the program itself."""
        pid_file = str(home.pid_file(self.name))
        return ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', pid_file, *self.command]


def read_pid(pid_file: Path) -> int | None:
    """The number in a pid file, if there is one."""
    try:
        return int(pid_file.read_text())
    except (OSError, ValueError):
        return None


def is_ours(pid: int, home: Home) -> bool:
    """Whether this process lives and belongs to this home. A zombie has no environment and does not."""
    variables = until(lambda: _environment(pid), EXEC_SECONDS)
    return os.fsencode(f"CALLBOARD_HOME={home.root}") in variables.split(b"\0")


def _environment(pid: int) -> bytes:
    """As the system shows it: nothing, for a moment, while a process becomes another program."""
    try:
        shown = Path(f"/proc/{pid}/environ").read_bytes()
        if not shown:
            # A zombie shows nothing either, and has no program.
            os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return _NO_PROCESS
    return shown


def running(home: Home) -> dict[str, int]:
    """The processes of this home that live, by name."""
    pids = ((file.stem, read_pid(file)) for file in sorted(home.run.glob("*.pid")))
    return {name: pid for name, pid in pids if pid and is_ours(pid, home)}


def end(home: Home, names: Iterable[str] | None = None, seconds: float = 20) -> None:
    """End processes of this home, kindly first, and forget their pid files."""
    alive = running(home)
    chosen = sorted(file.stem for file in home.run.glob("*.pid")) if names is None else list(names)
    pids = [alive[name] for name in chosen if name in alive]
    for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5.0)):
        for pid in pids:
            _signal_group(pid, number)
        if until(lambda: not any(is_ours(pid, home) for pid in pids), patience):
            break
    for name in chosen:
        home.pid_file(name).unlink(missing_ok=True)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def tail(path: Path, lines: int) -> list[str]:
    """The last lines of a log, without reading all of it."""
    try:
        with path.open("rb") as handle:
            handle.seek(max(0, path.stat().st_size - 400 * lines))
            return handle.read().decode("utf-8", "replace").splitlines()[-lines:]
    except OSError:
        return []


def with_tail(sentence: str, log: Path, lines: int = 15) -> LocalError:
    """The error that shows a sentence and then the end of the log it is about."""
    return LocalError("\n".join([sentence, f"The end of {log}:", *indented(tail(log, lines))]))


def indented(lines: Sequence[str]) -> Iterator[str]:
    """The lines set off from the sentence above them."""
    return (f"    {line}" for line in lines) if lines else iter(["    (empty)"])
