"""Finding a server program: an ordered list of ways, of which the first that works wins."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import LocalError, Unavailable

Version = tuple[int, ...]


@dataclass(frozen=True)
class Site:
    """What a search may use: the environment, a directory to keep results in, a way to tell the user."""

    environment: Mapping[str, str]
    cache: Path
    say: Callable[[str], None] = print

    def which(self, name: str) -> Path:
        """The program of this name on PATH."""
        found = shutil.which(name, path=self.environment.get("PATH", os.defpath))
        if found is None:
            raise Unavailable(f"{name} is not on PATH")
        return Path(found)


@dataclass(frozen=True)
class Way:
    """One way to get a program. `kept` is where an earlier run left what this way had to fetch."""

    name: str
    obtain: Callable[[Site], Path]
    kept: Path | None = None


@dataclass(frozen=True)
class Binary:
    """A program that runs here, and how it was found."""

    path: Path
    version: Version
    way: str

    @property
    def label(self) -> str:
        """The version as people write it, and where it came from."""
        return f"{dotted(self.version)} ({self.way})"


def dotted(version: Version) -> str:
    """The version as people write it."""
    return ".".join(map(str, version))


def find(
    site: Site, program: str, ways: Sequence[Way], inspect: Callable[[Site, Path], Version], advice: str
) -> Binary:
    """Try the ways in order and return the first program that `inspect` accepts.

    What lies ready comes before what has to be fetched, so that a start does not wait for a host that
    could not be reached the last time either.
    """
    ready = [way for way in ways if way.kept is None or way.kept.exists()]
    reasons = []
    for way in [*ready, *(way for way in ways if way not in ready)]:
        try:
            path = way.kept if way.kept and way.kept.exists() else way.obtain(site)
            return Binary(path, inspect(site, path), way.name)
        except Unavailable as reason:
            reasons.append(f"{way.name}: {reason}")
    raise LocalError(f"No usable {program} was found or obtained ({'; '.join(reasons)}). {advice}")


def run(
    *command: str | Path,
    environment: Mapping[str, str],
    seconds: float,
    directory: Path | None = None,
) -> str:
    """The output of a helper program; any failure becomes a reason of one line."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{name} did not finish within {seconds:.0f} s") from error
    except OSError as error:
        raise Unavailable(f"{name} cannot be run ({error.strerror})") from error
    if done.returncode:
        raise Unavailable(_failure(name, done))
    return done.stdout


def _failure(name: str, done: "subprocess.CompletedProcess[str]") -> str:
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    if lines:
        return f"{name} failed: {lines[-1].strip()}"
    if done.returncode < 0:
        return f"{name} was ended by signal {-done.returncode}"
    return f"{name} failed with exit code {done.returncode}"
