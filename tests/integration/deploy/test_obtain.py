"""Every way to a nats-server on this machine, each with the earlier ones hidden."""

import hashlib
import http.server
import io
import os
import platform
import shutil
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.obtain import Site
from deploy.local.obtain_nats import PINNED, Release, find_nats
from deploy.local.servers import Binaries
from tests.data_plane import DataPlane

NO_RELEASE = Release(checksums={})
NAME = "nats-server"


def site_without(tmp_path: Path, *hidden: str) -> Site:
    """This machine as it would be without some of its programs."""
    directory = tmp_path / "path"
    directory.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            if program.name not in hidden and not (directory / program.name).is_symlink():
                (directory / program.name).symlink_to(program)
    return Site({**os.environ, "PATH": str(directory)}, tmp_path / "cache", lambda _: None)


@pytest.fixture
def bare(tmp_path: Path) -> Site:
    """A machine on which neither the program, nor Go, nor a package manager is found."""
    return Site(
        {"PATH": str(tmp_path / "nothing"), "HOME": str(tmp_path)}, tmp_path / "cache", lambda _: None
    )


def test_on_path(tmp_path: Path, bare: Site, binaries: Binaries) -> None:
    directory = tmp_path / "bin"
    directory.mkdir()
    (directory / NAME).symlink_to(binaries.nats.path)

    found = find_nats(Site({"PATH": str(directory)}, bare.cache, bare.say), NO_RELEASE)

    assert (found.way, found.path, found.version) == ("on PATH", directory / NAME, binaries.nats.version)


@pytest.mark.skipif(shutil.which("go") is None, reason="Go is not installed on this machine")
@pytest.mark.timeout(700)
def test_built_with_go(tmp_path: Path) -> None:
    found = find_nats(site_without(tmp_path, NAME), NO_RELEASE)

    assert found.way == "built with Go"
    assert found.version == tuple(map(int, PINNED.split(".")))


@pytest.fixture
def archive() -> bytes:
    """An archive laid out like a published one, with a small program in place of the real one."""
    program = f'#!/bin/sh\necho "nats-server: v{PINNED}"\n'.encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as content:
        for name, body in (("LICENSE", b"text"), (NAME, program)):
            member = tarfile.TarInfo(f"{NAME}-v{PINNED}-linux-amd64/{name}")
            member.size = len(body)
            content.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


@pytest.fixture
def release(tmp_path: Path, archive: bytes) -> Iterator[Release]:
    """A release served from loopback, with the checksum of what it serves."""
    processor = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    file = tmp_path / "served" / f"v{PINNED}" / f"{NAME}-v{PINNED}-linux-{processor}.tar.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(archive)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        checksums = {processor: hashlib.sha256(archive).hexdigest()}
        yield Release(f"http://127.0.0.1:{server.server_port}", checksums=checksums)
        server.shutdown()
        thread.join()


def test_the_official_release(bare: Site, release: Release) -> None:
    found = find_nats(bare, release)

    assert (found.way, found.version) == ("official release", (2, 14, 3))
    assert os.access(found.path, os.X_OK)
    assert [path.name for path in bare.cache.iterdir()] == [found.path.name]


def test_a_release_with_another_checksum_is_refused(bare: Site, release: Release) -> None:
    forged = Release(release.base_url, checksums=dict.fromkeys(release.checksums, "0" * 64))

    with pytest.raises(
        LocalError, match=r"official release: .* has the SHA-256 [0-9a-f]{64} instead of 0{64}"
    ):
        find_nats(bare, forged)

    assert list(bare.cache.iterdir()) == []


def test_a_release_that_is_not_there_is_a_reason(bare: Site, release: Release) -> None:
    absent = Release(f"{release.base_url}/absent", checksums=release.checksums)

    with pytest.raises(LocalError, match=r"official release: http://.* cannot be fetched \(File not found\)"):
        find_nats(bare, absent)


def test_a_host_that_cannot_be_reached_is_a_reason(bare: Site, release: Release) -> None:
    nobody = Release("http://127.0.0.1:9", checksums=release.checksums)

    with pytest.raises(LocalError, match=r"official release: .* cannot be fetched .*refused"):
        find_nats(bare, nobody)


@pytest.mark.parametrize("archive", [b"not an archive"])
def test_a_damaged_archive_is_a_reason(bare: Site, release: Release) -> None:
    with pytest.raises(LocalError, match="official release: the release archive cannot be read"):
        find_nats(bare, release)


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="this is no Debian or Ubuntu")
def test_the_distributions_package_runs(tmp_path: Path, binaries: Binaries) -> None:
    """It is older than the others: JetStream still works, with a warning."""
    said: list[str] = []
    hidden = site_without(tmp_path, NAME, "go")

    found = find_nats(Site(hidden.environment, hidden.cache, said.append), NO_RELEASE)

    assert found.way == "distribution package"
    if found.version < (2, 10):
        assert "power loss" in said[-1]
    with DataPlane(tmp_path / "home", Binaries(binaries.mongod, found)) as plane:
        plane.restart_nats()
