"""Finding a server program: an ordered list of ways, of which the first that works wins."""

import os
import re
import shutil
import subprocess
import tempfile
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
    """One way to get a program: what returns its path, given a directory to work in.

    Where it has to be fetched, `kept` is where it is put, to be found there the next time.
    """

    name: str
    obtain: Callable[[Site, Path], Path]
    kept: Path | None = None

    def missing(self) -> bool:
        """Whether the program has to be fetched first."""
        return self.kept is not None and not self.kept.exists()

    def program(self, site: Site) -> Path:
        """The path of the program, which is fetched where it is missing."""
        if self.kept is None:
            return self.obtain(site, site.cache)
        if self.missing():
            try:
                self.kept.parent.mkdir(parents=True, exist_ok=True)
                # Beside the place, so that the finished program is put there in one step.
                with tempfile.TemporaryDirectory(dir=self.kept.parent, prefix=".work-") as work:
                    found = self.obtain(site, Path(work))
                    found.chmod(0o755)
                    found.replace(self.kept)
            except OSError as error:
                raise Unavailable(f"{self.kept.parent} cannot be written to ({error.strerror})") from error
        return self.kept


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
    site: Site, name: str, ways: Sequence[Way], inspect: Callable[[Site, Path], Version], advice: str
) -> Binary:
    """Try the ways in order and return the first program that `inspect` accepts.

    What lies ready comes before what has to be fetched, so that a start does not wait for a host that
    could not be reached the last time either.
    """
    reasons = []
    for way in sorted(ways, key=Way.missing):
        try:
            path = way.program(site)
            return Binary(path, inspect(site, path), way.name)
        except Unavailable as reason:
            reasons.append(f"{way.name}: {reason}")
    raise LocalError(f"No usable {name} was found or obtained ({'; '.join(reasons)}). {advice}")


def version_of(site: Site, path: Path, oldest: Version) -> Version:
    """The version of a program that runs here and is new enough."""
    match = re.search(r"v?(\d+)\.(\d+)\.(\d+)", run(site.environment, path, "--version"))
    if match is None:
        raise Unavailable(f"{path.name} --version printed no version")
    version = tuple(map(int, match.groups()))
    if version < oldest:
        raise Unavailable(f"{path} is version {dotted(version)}, {dotted(oldest)} or newer is needed")
    return version


def run(
    environment: Mapping[str, str], *command: str | Path, seconds: float = 300, directory: Path | None = None
) -> str:
    """The output of a helper program; any failure becomes a reason of one line."""
    name, arguments = Path(command[0]).name, [str(part) for part in command]
    try:
        done = subprocess.run(
            arguments,
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{name} did not finish within {seconds:.0f} s") from error
    except OSError as error:
        raise Unavailable(f"{name} cannot be run ({error.strerror})") from error
    if done.returncode:
        code = done.returncode
        ended = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(f"{name} failed: {lines[-1].strip()}" if lines else f"{name} {ended}")
    return done.stdout
