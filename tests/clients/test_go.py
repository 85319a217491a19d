"""The client that oapi-codegen generates compiles, and is good for a whole partnership."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.clients import tools
from tests.clients.conftest import Runs
from tests.tools import run

SOURCES = tools.HERE / "go"
pytestmark = pytest.mark.needs("go")


@pytest.fixture(scope="module")
def generated(document_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with the client and the journey."""
    folder = tmp_path_factory.mktemp("go") / "journey"
    shutil.copytree(SOURCES, folder)
    (folder / "callboard").mkdir()
    run(tools.oapi_codegen(), "-config", "generator.yaml", document_file, cwd=folder)
    return folder


def test_it_compiles(generated: Path) -> None:
    run("go", "vet", "-mod=readonly", "./...", cwd=generated)
    run("go", "build", "-mod=readonly", "-o", "journey", ".", cwd=generated)
    assert run("gofmt", "-l", "main.go", cwd=generated) == ""


def test_the_journey(generated: Path, as_operator: Runs) -> None:
    assert as_operator("go", "run", "-mod=readonly", ".", cwd=generated) == "completed\n"
