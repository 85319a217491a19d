"""Every way to a nats-server on this machine, each with the earlier ones hidden."""

import hashlib
import http.server
import io
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local import obtain
from deploy.local.obtain import ARCHIVE, CHECKSUMS, NATS, PINNED, PROCESSOR, RELEASES, Site, find_nats
from deploy.local.servers import Binaries
from tests.data_plane import DataPlane

Hide = Callable[..., None]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A search whose results nobody else keeps."""
    return Site(tmp_path / "cache", lambda _: None)


@pytest.fixture
def hide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hide:
    """Makes this machine one without some of its programs."""

    def hide(*hidden: str) -> None:
        directory = tmp_path / "path"
        directory.mkdir()
        for place in os.environ["PATH"].split(os.pathsep):
            for program in Path(place).glob("*"):
                if program.name not in hidden and not (directory / program.name).is_symlink():
                    (directory / program.name).symlink_to(program)
        monkeypatch.setenv("PATH", str(directory))

    return hide


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Has the official release be fetched from elsewhere, with another checksum, and nothing else."""

    def release(place: str, checksum: str) -> None:
        way = obtain.FETCHES["official release"]
        script = way.script.replace(RELEASES, place).replace(str(CHECKSUMS.get(PROCESSOR)), checksum)
        monkeypatch.setattr(obtain, "FETCHES", {"official release": replace(way, script=script)})

    return release


def test_on_path(tmp_path: Path, site: Site, binaries: Binaries, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = tmp_path / "bin"
    directory.mkdir()
    (directory / NATS).symlink_to(binaries.nats.path)
    monkeypatch.setenv("PATH", str(directory))

    found = find_nats(site)

    assert (found.way, found.path, found.version) == ("on PATH", directory / NATS, binaries.nats.version)


@pytest.mark.skipif(shutil.which("go") is None, reason="Go is not installed on this machine")
@pytest.mark.timeout(700)
def test_built_with_go(site: Site, hide: Hide) -> None:
    hide(NATS)

    found = find_nats(site)

    assert found.way == "built with Go"
    assert found.version == tuple(map(int, PINNED.split(".")))


@pytest.fixture
def archive() -> bytes:
    """An archive laid out like a published one, with a small program in place of the real one."""
    program = f'#!/bin/sh\necho "nats-server: v{PINNED}"\n'.encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as content:
        for name, body in (("LICENSE", b"text"), (NATS, program)):
            member = tarfile.TarInfo(f"{ARCHIVE.removesuffix('.tar.gz')}/{name}")
            member.size = len(body)
            content.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


@pytest.fixture
def server(tmp_path: Path, archive: bytes, hide: Hide) -> Iterator[str]:
    """Where the archive is served from loopback, on a machine without the program."""
    hide(NATS)
    file = tmp_path / "served" / f"v{PINNED}" / ARCHIVE
    file.parent.mkdir(parents=True)
    file.write_bytes(archive)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def checksum(archive: bytes) -> str:
    """The right one."""
    return hashlib.sha256(archive).hexdigest()


Release = Callable[[str, str], None]


def test_the_official_release(site: Site, server: str, checksum: str, released: Release) -> None:
    released(server, checksum)

    found = find_nats(site)

    assert (found.way, found.version) == ("official release", (2, 14, 3))
    assert os.access(found.path, os.X_OK)
    assert [path.name for path in site.cache.iterdir()] == [found.path.name]


def test_a_release_with_another_checksum_is_refused(site: Site, server: str, released: Release) -> None:
    released(server, "0" * 64)

    with pytest.raises(DeployError, match=r"official release: .*checksum did NOT match"):
        find_nats(site)

    assert list(site.cache.iterdir()) == []


def test_a_release_that_is_not_there_is_a_reason(
    site: Site, server: str, checksum: str, released: Release
) -> None:
    released(f"{server}/absent", checksum)

    with pytest.raises(DeployError, match=r"official release: .*404: File not found"):
        find_nats(site)


def test_a_host_that_cannot_be_reached_is_a_reason(site: Site, hide: Hide, released: Release) -> None:
    hide(NATS)
    released("http://127.0.0.1:9", "0" * 64)

    with pytest.raises(DeployError, match=r"official release: .*refused"):
        find_nats(site)


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="this is no Debian or Ubuntu")
def test_the_distributions_package_runs(
    tmp_path: Path, binaries: Binaries, hide: Hide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is older than the others: JetStream still works, with a warning."""
    said: list[str] = []
    hide(NATS, "go")
    package = {"distribution package": obtain.FETCHES["distribution package"]}
    monkeypatch.setattr(obtain, "FETCHES", package)

    found = find_nats(Site(tmp_path / "cache", said.append))

    assert found.way == "distribution package"
    if found.version < (2, 10):
        assert "power loss" in said[-1]
    with DataPlane(tmp_path / "home", Binaries(binaries.mongod, found)) as plane:
        plane.restart_nats()
