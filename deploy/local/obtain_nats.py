"""Where `nats-server` comes from: four ways, the machine's own first."""

import hashlib
import platform
import re
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from deploy.local.errors import Unavailable
from deploy.local.obtain import Binary, Site, Version, Way, dotted, find, run

PINNED = "2.14.3"
OLDEST: Version = (2, 9)
# From this version on nats-server can write every message through to the disk.
SYNCS_ALWAYS: Version = (2, 10)
MODULE = "github.com/nats-io/nats-server/v2"
NAME = "nats-server"


@dataclass(frozen=True)
class Release:
    """The published archives of one version and their SHA-256, by processor."""

    base_url: str = "https://github.com/nats-io/nats-server/releases/download"
    version: str = PINNED
    checksums: Mapping[str, str] = field(
        default_factory=lambda: {
            "amd64": "f3d0c820c749f81d717310fb00d4903919e70e3e66b268bd352a088b9788eb93",
            "arm64": "1759b6a0ddebade9471b7c02891dfaa8c73b526c6f3ce391d4e21ec3eceffab8",
        }
    )
    seconds: float = 300

    def url(self, processor: str) -> str:
        """The address of the archive for one processor."""
        return f"{self.base_url}/v{self.version}/{NAME}-v{self.version}-linux-{processor}.tar.gz"


def from_path(site: Site) -> Path:
    """The nats-server of this machine."""
    return site.which(NAME)


def from_go(site: Site, target: Path) -> Path:
    """Built from source by the Go tool chain of this machine."""
    go = site.which("go")
    site.say(f"Building {NAME} {PINNED} with Go, once; it takes about half a minute.")
    with _workspace(target) as work:
        environment = {**site.environment, "GOBIN": str(work)}
        if not site.environment.get("HOME"):
            # Go derives these two from HOME and gives up without it.
            environment |= {"GOPATH": str(work / "path"), "GOCACHE": str(work / "cache")}
            environment["GOFLAGS"] = "-modcacherw"
        run(go, "install", f"{MODULE}@v{PINNED}", environment=environment, seconds=600, directory=work)
        return _place(work / NAME, target)


def from_release(site: Site, target: Path, release: Release) -> Path:
    """The archive that the NATS project publishes, believed only when its checksum is the pinned one."""
    processor = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    checksum = release.checksums.get(processor)
    if checksum is None:
        raise Unavailable(f"no release is pinned for the processor {processor}")
    url = release.url(processor)
    site.say(f"Downloading {NAME} {release.version}, once.")
    with _workspace(target) as work:
        archive = work / "release.tar.gz"
        actual = _download(url, archive, release.seconds)
        if actual != checksum:
            raise Unavailable(f"{url} has the SHA-256 {actual} instead of {checksum}")
        return _place(_extract(archive, work / NAME), target)


def from_package(site: Site, target: Path) -> Path:
    """The distribution's package, unpacked into the cache: nothing is installed and no root is needed."""
    apt, dpkg = site.which("apt-get"), site.which("dpkg-deb")
    site.say(f"Unpacking {NAME} from this distribution's package, once.")
    with _workspace(target) as work:
        _apt_download(site, apt, work)
        packages = sorted(work.glob("*.deb"))
        if not packages:
            raise Unavailable(f"apt-get download {NAME} left no package behind")
        run(dpkg, "-x", packages[0], work / "root", environment=site.environment, seconds=120)
        found = sorted((work / "root").glob(f"usr/*bin/{NAME}"))
        if not found:
            raise Unavailable(f"the package {packages[0].name} holds no {NAME}")
        return _place(found[0], target)


def _apt_download(site: Site, apt: Path, work: Path) -> None:
    try:
        run(apt, "download", NAME, environment=site.environment, seconds=120, directory=work)
    except Unavailable:
        # A fresh container image has no package lists, and only root may fetch the shared ones.
        private = _private_apt(work)
        run(apt, *private, "update", environment=site.environment, seconds=120, directory=work)
        run(apt, *private, "download", NAME, environment=site.environment, seconds=120, directory=work)


def _private_apt(work: Path) -> list[str]:
    lists, cache = work / "lists", work / "apt"
    (lists / "partial").mkdir(parents=True)
    (cache / "archives" / "partial").mkdir(parents=True)
    return ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]


def _download(url: str, archive: Path, seconds: float) -> str:
    """Save what the address serves and return its SHA-256."""
    deadline, digest = monotonic() + seconds, hashlib.sha256()
    try:
        # The address is a constant of this module, so its scheme is known.
        with urllib.request.urlopen(url, timeout=10) as response, archive.open("wb") as output:  # noqa: S310
            while block := response.read(1 << 20):
                digest.update(block)
                output.write(block)
                if monotonic() > deadline:
                    raise Unavailable(f"{url} did not arrive within {seconds:.0f} s")
    except (urllib.error.URLError, OSError) as error:
        raise Unavailable(f"{url} cannot be fetched ({getattr(error, 'reason', error)})") from error
    return digest.hexdigest()


def _extract(archive: Path, output: Path) -> Path:
    """Take the one program out of the archive, whatever else it holds."""
    try:
        with tarfile.open(archive, mode="r:gz") as content:
            for member in content:
                if member.isfile() and Path(member.name).name == NAME:
                    source = content.extractfile(member)
                    if source is not None:
                        with output.open("wb") as target:
                            shutil.copyfileobj(source, target)
                        return output
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Unavailable(f"the release archive cannot be read ({error})") from error
    raise Unavailable(f"the release archive holds no {NAME}")


@contextmanager
def _workspace(target: Path) -> Iterator[Path]:
    """A directory beside the target, so that the finished program is put in place in one step."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".work-") as work:
            yield Path(work)
    except OSError as error:
        raise Unavailable(f"{target.parent} cannot be written to ({error.strerror})") from error


def _place(binary: Path, target: Path) -> Path:
    binary.chmod(0o755)
    return binary.replace(target)


def ways(cache: Path, release: Release) -> tuple[Way, ...]:
    """Every way to a nats-server, best first."""

    def kept(way: str, version: str = PINNED) -> Path:
        # A home directory may be shared by machines with different processors.
        return cache / f"{NAME}-{version}-{way}-{platform.machine()}"

    go, archive, package = kept("go"), kept("release", release.version), kept("package", "distribution")
    return (
        Way("on PATH", from_path),
        Way("built with Go", lambda site: from_go(site, go), go),
        Way("official release", lambda site: from_release(site, archive, release), archive),
        Way("distribution package", lambda site: from_package(site, package), package),
    )


def inspect(site: Site, path: Path) -> Version:
    """The version of a nats-server that runs here and is new enough."""
    version = parse_version(run(path, "--version", environment=site.environment, seconds=30))
    if version < OLDEST:
        raise Unavailable(f"{path} is version {dotted(version)}, {dotted(OLDEST)} or newer is needed")
    return version


def parse_version(text: str) -> Version:
    """The version in the output of `nats-server --version`."""
    match = re.search(r"nats-server: v?(\d+)\.(\d+)\.(\d+)", text)
    if match is None:
        raise Unavailable(f"{NAME} --version printed no version")
    return tuple(map(int, match.groups()))


def find_nats(site: Site, release: Release | None = None) -> Binary:
    """The nats-server to use on this machine; one that cannot sync every write is announced."""
    advice = f"Install {NAME} {dotted(SYNCS_ALWAYS)} or newer and put it on PATH."
    binary = find(site, NAME, ways(site.cache, release or Release()), inspect, advice)
    if binary.version < SYNCS_ALWAYS:
        site.say(
            f"Warning: {NAME} {dotted(binary.version)} is older than {dotted(SYNCS_ALWAYS)} and cannot sync "
            f"every message to disk: a power loss may lose recent events. {advice}"
        )
    return binary
