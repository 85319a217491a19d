"""The home directory: what it accepts, what it deletes, who may use it."""

import os
import stat
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local import lifecycle
from deploy.local.home import MARKER, Home, cache_directory
from deploy.private_files import write_private


def test_the_default_lies_below_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Home.from_environment({}).root == tmp_path / ".run"
    assert Home.from_environment({"CALLBOARD_HOME": ""}).root == tmp_path / ".run"
    assert Home.from_environment({"CALLBOARD_HOME": "other"}).root == tmp_path / "other"


def test_private_directories_are_private(home: Home) -> None:
    for directory in (home.data, home.run, home.secrets):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_preparing_twice_changes_nothing(home: Home) -> None:
    (home.data / "file").touch()

    home.prepare()

    assert (home.data / "file").exists()


def test_a_directory_with_foreign_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()

    with pytest.raises(DeployError, match="holds files that are not Callboard's: set CALLBOARD_HOME"):
        Home(tmp_path).prepare()

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DeployError, match=r"Cannot use .* as CALLBOARD_HOME"):
        Home(tmp_path / "file").prepare()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter everything")
def test_a_place_that_may_not_be_entered_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    try:
        with pytest.raises(
            DeployError, match=r"Permission denied\): set CALLBOARD_HOME to a directory you can"
        ):
            Home(tmp_path / "home").prepare()
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", ["a%b", 'a"b', "a ;b", "a #b", "a\\b", "a\nb"])
def test_names_that_no_configuration_file_can_carry_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeployError, match="plainer name"):
        Home(tmp_path / name).prepare()


def test_another_users_home_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr("deploy.local.home.os.geteuid", lambda: mine + 1)

    with pytest.raises(DeployError, match="made by another user"):
        home.prepare()


def test_removing_leaves_nothing(home: Home) -> None:
    write_private(home.credentials, "{}")
    (home.data / "file").touch()

    assert home.remove()

    assert not home.root.exists()


def test_removing_leaves_foreign_files(home: Home) -> None:
    (home.root / "notes.txt").touch()

    assert not home.remove()

    assert sorted(path.name for path in home.root.iterdir()) == [MARKER, "notes.txt"]
    home.prepare()


def test_only_a_home_is_removed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()

    with pytest.raises(DeployError, match="is not a Callboard home: nothing was removed"):
        lifecycle.clean(Home(tmp_path))

    assert (tmp_path / "data").exists()


def test_one_command_at_a_time(home: Home) -> None:
    with home.lock(), pytest.raises(DeployError, match="Another command is starting or stopping"):
        home.lock().__enter__()
    with home.lock():
        pass


def test_private_files_are_replaced_in_one_step(home: Home) -> None:
    write_private(home.credentials, '{"a": 1}')
    write_private(home.credentials, '{"a": 2}')

    assert home.credentials.read_text() == '{"a": 2}'
    assert stat.S_IMODE(home.credentials.stat().st_mode) == 0o600
    assert not list(home.root.glob(".credentials*"))


def test_the_cache_follows_the_base_directory_specification(home: Home, tmp_path: Path) -> None:
    xdg, user = tmp_path / "xdg", tmp_path / "user"

    assert cache_directory({"XDG_CACHE_HOME": str(xdg), "HOME": str(user)}, home) == xdg / "callboard"
    assert cache_directory({"HOME": str(user)}, home) == user / ".cache" / "callboard"
    relative = {"XDG_CACHE_HOME": "relative", "HOME": str(user)}
    assert cache_directory(relative, home) == user / ".cache" / "callboard"


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}, {"HOME": "/dev/null"}])
def test_without_a_usable_cache_the_home_holds_it(home: Home, environment: dict[str, str]) -> None:
    assert cache_directory(environment, home) == home.root / "cache"
