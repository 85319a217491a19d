"""Which version a process says that it is."""

from __future__ import annotations

import re
import tomllib

import pytest

from services.shared.build import callboard_version
from tests.guards.source import ROOT


def test_an_image_says_what_it_was_built_as(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_VERSION", "7.8.9")
    assert callboard_version() == "7.8.9"


def test_elsewhere_it_is_that_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CALLBOARD_VERSION", raising=False)
    assert callboard_version() == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_an_image_is_built_as_what_it_is() -> None:
    (built,) = re.findall(r"^ARG VERSION=(.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert built == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
