"""Homes and stand-ins for the programs that the embedded default looks for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.home import Home
from deploy.local.obtain import Site

Script = Callable[[str, str], Path]


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A prepared home, not in the folder of the test, whose name may be too long for a socket."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.prepare()
    return home


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Write an executable shell script into a directory that can serve as PATH."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def said() -> list[str]:
    """What the user was told."""
    return []


@pytest.fixture
def site(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Site:
    """A machine on which only the scripts are found."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return Site(tmp_path / "cache", said.append)
