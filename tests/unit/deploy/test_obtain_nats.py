"""The ways to nats-server, each with the earlier ones out of reach."""

from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local import obtain
from deploy.local.obtain import NATS, PINNED, PROCESSOR, RELEASES, Site, find_nats
from tests.unit.deploy.conftest import Script

KEPT = f"nats-server-{PINNED}-{PROCESSOR}"


def prints(version: str) -> str:
    """The body of a nats-server of this version."""
    return f'echo "nats-server: v{version}"'


def writes(version: str, path: str) -> str:
    """Shell that leaves a nats-server of this version at a path."""
    return f"{{ echo '#!/bin/sh'; echo '{prints(version)}'; }} > {path}"


@pytest.fixture
def go(script: Script) -> Path:
    """A Go tool chain that builds quickly."""
    return script("go", f'[ -n "$GOBIN" ] || exit 1\n{writes(PINNED, "$GOBIN/nats-server")}')


@pytest.fixture
def package(script: Script) -> None:
    """A distribution that packages an older nats-server."""
    script("mkdir", 'exec /bin/mkdir "$@"')
    script("apt-get", "echo '' > nats-server_2.9.10_amd64.deb")
    script("dpkg-deb", f'/bin/mkdir -p "$3/usr/sbin"\n{writes("2.9.10", "$3/usr/sbin/nats-server")}')


@pytest.mark.parametrize("text", ["nats-server: v2.14.3", "nats-server: 2.14.3"])
def test_the_version_is_read_from_what_nats_prints(site: Site, script: Script, text: str) -> None:
    script("nats-server", f"echo '{text}'")

    assert find_nats(site).version == (2, 14, 3)


@pytest.mark.usefixtures("go", "package")
def test_the_one_on_path_is_preferred(site: Site, script: Script, said: list[str]) -> None:
    path = script("nats-server", prints("2.12.0"))

    found = find_nats(site)

    assert (found.path, found.version, found.way) == (path, (2, 12, 0), "on PATH")
    assert said == []


@pytest.mark.usefixtures("go", "package")
def test_go_builds_it_once(site: Site, script: Script, said: list[str]) -> None:
    found = find_nats(site)
    script("go", "exit 1")
    again = find_nats(site)

    assert (found.version, found.way) == ((2, 14, 3), "built with Go")
    assert (again.path, again.version, again.way) == (found.path, found.version, "fetched before")
    assert found.path.parent == site.cache
    assert len(said) == 1
    assert "Building" in said[0]


@pytest.mark.usefixtures("go", "package")
def test_an_unusable_one_on_path_is_passed_over(site: Site, script: Script) -> None:
    script("nats-server", prints("2.1.0"))

    assert find_nats(site).way == "built with Go"


@pytest.mark.usefixtures("package")
def test_go_without_a_home_directory_gets_its_own_places(
    site: Site, script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("go", f'echo "$HOME" > {tmp_path}/seen\n{writes(PINNED, "$GOBIN/nats-server")}')
    monkeypatch.setenv("HOME", "")

    assert find_nats(site).way == "built with Go"
    assert (tmp_path / "seen").read_text().startswith(str(site.cache))
    assert [path.name for path in site.cache.iterdir()] == [KEPT]


@pytest.mark.usefixtures("package")
def test_the_package_is_the_last_resort_and_warns(site: Site, said: list[str]) -> None:
    found = find_nats(site)

    assert (found.version, found.way) == ((2, 9, 10), "distribution package")
    assert "2.9.10 is older than 2.10" in said[-1]
    assert "power loss" in said[-1]


@pytest.mark.usefixtures("package")
def test_a_machine_without_package_lists_gets_private_ones(site: Site, script: Script) -> None:
    script(
        "apt-get",
        'case "$*" in\n'
        "  download*) echo 'E: Unable to locate package nats-server' >&2; exit 100;;\n"
        "  *Dir::State::Lists=*update) exit 0;;\n"
        "  *Dir::State::Lists=*download*) echo '' > nats-server.deb;;\n"
        "esac",
    )

    assert find_nats(site).way == "distribution package"


def test_when_every_way_fails_each_reason_is_told(site: Site, script: Script) -> None:
    script("go", "echo 'go: module lookup disabled' >&2; exit 1")

    with pytest.raises(DeployError) as caught:
        find_nats(site)

    message = str(caught.value)
    assert "on PATH: nats-server is not on PATH" in message
    assert "built with Go: go: module lookup disabled" in message
    assert "official release: tar is not on PATH" in message
    assert "distribution package: apt-get is not on PATH" in message
    assert message.endswith("Install nats-server 2.10 or newer and put it on PATH.")


def test_a_cache_that_cannot_be_written_is_a_reason(site: Site, go: Path) -> None:
    broken = Site(Path("/dev/null/cache"), site.say)

    with pytest.raises(DeployError, match=r"built with Go: /dev/null/cache cannot be written to"):
        find_nats(broken)


def test_the_pinned_release_is_the_pinned_version() -> None:
    script = obtain.FETCHES["official release"].script

    assert RELEASES == "https://github.com/nats-io/nats-server/releases/download"
    assert f" {RELEASES}/v{PINNED}/{NATS}-v{PINNED}-linux-{PROCESSOR}.tar.gz " in script
    assert {len(checksum) for checksum in obtain.CHECKSUMS.values()} == {64}
