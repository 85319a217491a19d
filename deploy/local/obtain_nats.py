"""Where `nats-server` comes from: four ways, the machine's own first."""

import hashlib
import io
import platform
import tarfile
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.local.errors import Unavailable
from deploy.local.obtain import Binary, Site, Version, Way, dotted, find, run, version_of

PINNED = "2.14.3"
OLDEST: Version = (2, 9)
# From this version on nats-server can write every message through to the disk.
SYNCS_ALWAYS: Version = (2, 10)
MODULE = "github.com/nats-io/nats-server/v2"
NAME = "nats-server"
PROCESSOR = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


@dataclass(frozen=True)
class Release:
    """The published archives of the pinned version and their SHA-256, by processor."""

    base_url: str = "https://github.com/nats-io/nats-server/releases/download"
    checksums: Mapping[str, str] = field(
        default_factory=lambda: {
            "amd64": "f3d0c820c749f81d717310fb00d4903919e70e3e66b268bd352a088b9788eb93",
            "arm64": "1759b6a0ddebade9471b7c02891dfaa8c73b526c6f3ce391d4e21ec3eceffab8",
        }
    )

    def url(self, processor: str) -> str:
        """The address of the archive for one processor."""
        return f"{self.base_url}/v{PINNED}/{NAME}-v{PINNED}-linux-{processor}.tar.gz"


def from_go(site: Site, work: Path) -> Path:
    """Built from source by the Go tool chain of this machine."""
    go = site.which("go")
    site.say(f"Building {NAME} {PINNED} with Go, once; it takes about half a minute.")
    # Go derives its own places from HOME and gives up without it; they must be removable afterwards.
    homeless = {} if site.environment.get("HOME") else {"HOME": str(work), "GOFLAGS": "-modcacherw"}
    environment = {**site.environment, **homeless, "GOBIN": str(work)}
    run(environment, go, "install", f"{MODULE}@v{PINNED}", seconds=600, directory=work)
    return work / NAME


def from_release(release: Release, site: Site, work: Path) -> Path:
    """The archive that the NATS project publishes, accepted only when its checksum is the pinned one."""
    expected = release.checksums.get(PROCESSOR)
    if expected is None:
        raise Unavailable(f"no release is pinned for the processor {PROCESSOR}")
    url = release.url(PROCESSOR)
    site.say(f"Downloading {NAME} {PINNED}, once.")
    try:
        # The address is a constant of this module, so its scheme is known.
        with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310
            archive = response.read()
    except OSError as error:
        raise Unavailable(f"{url} cannot be fetched ({getattr(error, 'reason', error)})") from error
    actual = hashlib.sha256(archive).hexdigest()
    if actual != expected:
        raise Unavailable(f"{url} has the SHA-256 {actual} instead of {expected}")
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as content:
            source = content.extractfile(f"{Path(url).name.removesuffix('.tar.gz')}/{NAME}")
            (work / NAME).write_bytes(source.read() if source else b"")
    except (tarfile.TarError, KeyError) as error:
        raise Unavailable(f"the release archive cannot be read ({error})") from error
    return work / NAME


def from_package(site: Site, work: Path) -> Path:
    """The distribution's package, unpacked into the cache: nothing is installed and no root is needed."""
    apt, dpkg = site.which("apt-get"), site.which("dpkg-deb")
    site.say(f"Unpacking {NAME} from this distribution's package, once.")
    # Package lists of its own: a fresh container image has none, and only root may fetch the shared ones.
    for folder in ("lists/partial", "archives/partial"):
        (work / folder).mkdir(parents=True)
    private = ("-o", f"Dir::State::Lists={work / 'lists'}", "-o", f"Dir::Cache={work}")
    for command in ("update", f"download {NAME}"):
        run(site.environment, apt, *private, *command.split(), directory=work)
    run(site.environment, dpkg, "-x", _only(work.glob("*.deb"), "what apt-get fetched"), work / "root")
    return _only((work / "root").glob(f"usr/*bin/{NAME}"), "the package")


def _only(found: Iterable[Path], place: str) -> Path:
    for path in found:
        if path.is_file():
            return path
    raise Unavailable(f"{place} holds no {NAME}")


def ways(cache: Path, release: Release) -> tuple[Way, ...]:
    """Every way to a nats-server, best first."""
    # A home directory may be shared by machines with different processors.
    go, archive, package = (
        cache / f"{NAME}-{kind}-{platform.machine()}"
        for kind in (f"{PINNED}-go", f"{PINNED}-release", "distribution-package")
    )
    return (
        Way("on PATH", lambda site, _: site.which(NAME)),
        Way("built with Go", from_go, go),
        Way("official release", partial(from_release, release), archive),
        Way("distribution package", from_package, package),
    )


def find_nats(site: Site, release: Release | None = None) -> Binary:
    """The nats-server to use on this machine; one that cannot sync every write is announced."""
    advice = f"Install {NAME} {dotted(SYNCS_ALWAYS)} or newer and put it on PATH."
    inspect = partial(version_of, oldest=OLDEST)
    binary = find(site, NAME, ways(site.cache, release or Release()), inspect, advice)
    if binary.version < SYNCS_ALWAYS:
        site.say(
            f"Warning: {NAME} {dotted(binary.version)} is older than {dotted(SYNCS_ALWAYS)} and cannot sync "
            f"every message to disk: a power loss may lose recent events. {advice}"
        )
    return binary
