"""The command line and the set-up script: a failure is one sentence and an exit code."""

import subprocess
from pathlib import Path

import pytest

from deploy.local import __main__ as commands
from deploy.local.programs import ROOT
from tests.unit.deploy.conftest import Script

SETUP = ROOT / "deploy" / "setup.sh"


def test_a_failure_is_a_sentence_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLBOARD_HOME", str(tmp_path))
    (tmp_path / "letter.txt").touch()

    code = commands.main(["clean"])

    assert code == 1
    assert capsys.readouterr().err == f"Error: {tmp_path} is not a Callboard home: nothing was removed.\n"


def test_a_bad_port_is_refused_before_anything_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORT", "eighty")

    assert commands.main(["up"]) == 1
    assert "PORT is 'eighty'" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", ["down", "clean", "status"])
def test_without_a_home_there_is_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setenv("CALLBOARD_HOME", str(tmp_path / "home"))

    code = commands.main([command])

    assert code == (1 if command == "status" else 0)
    assert str(tmp_path / "home") in capsys.readouterr().out
    assert not (tmp_path / "home").exists()


def setup(tmp_path: Path, *, path: Path) -> "subprocess.CompletedProcess[str]":
    """Run the set-up script where only the scripts of one directory and the basic tools are found."""
    return subprocess.run(
        ["/bin/sh", str(SETUP), str(tmp_path / "venv")],
        env={"PATH": str(path), "PYTHON": "fakepython", "LOG": str(tmp_path / "calls")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def fake_python(*, version: int = 0, ensurepip: int = 0) -> str:
    """The body of an interpreter that is too old or lacks a part, by exit code."""
    return (
        'echo "python $*" >> $LOG\n'
        'case "$*" in\n'
        f"  *version_info\\ \\<*) exit {version};;\n"
        f"  *ensurepip*) [ -e $LOG.installed ] || exit {ensurepip};;\n"
        "  *%d.%d-venv*) echo python3.11-venv;;\n"
        '  *"-V"*) echo Python 3.9.2;;\n'
        '  *"-m venv"*) /bin/mkdir -p "$4/bin" && /bin/cp "$0" "$4/bin/python";;\n'
        "esac"
    )


def test_setup_makes_the_environment_and_installs(tmp_path: Path, script: Script) -> None:
    path = script("fakepython", fake_python()).parent

    done = setup(tmp_path, path=path)

    assert done.returncode == 0, done.stderr
    assert "-m pip install --quiet" in (tmp_path / "calls").read_text()


def test_setup_needs_an_interpreter(tmp_path: Path) -> None:
    done = setup(tmp_path, path=tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        "Error: fakepython is not on PATH: install Python 3.11 or newer, or name one with PYTHON=….\n"
    )


def test_setup_refuses_an_old_python(tmp_path: Path, script: Script) -> None:
    done = setup(tmp_path, path=script("fakepython", fake_python(version=1)).parent)

    assert done.returncode == 1
    assert "needs Python 3.11 or newer and fakepython is Python 3.9.2" in done.stderr


def test_setup_as_root_installs_the_missing_part(tmp_path: Path, script: Script) -> None:
    script("id", "echo 0")
    script("apt-get", 'echo "apt-get $*" >> $LOG; /bin/touch $LOG.installed')
    path = script("fakepython", fake_python(ensurepip=1)).parent

    done = setup(tmp_path, path=path)

    assert done.returncode == 0, done.stderr
    assert "Installing python3.11-venv with apt-get" in done.stdout
    assert "apt-get install -qq --yes python3.11-venv" in (tmp_path / "calls").read_text()


def test_setup_tells_an_ordinary_user_what_is_missing(tmp_path: Path, script: Script) -> None:
    script("id", "echo 1000")
    path = script("fakepython", fake_python(ensurepip=1)).parent

    done = setup(tmp_path, path=path)

    assert done.returncode == 1
    assert "install python3.11-venv (apt-get install python3.11-venv as root)" in done.stderr
