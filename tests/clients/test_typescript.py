"""openapi-typescript with openapi-fetch: strict types of every operation, and a short run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.clients import tools
from tests.clients.conftest import Runs
from tests.tools import run

SOURCES = tools.HERE / "typescript"
pytestmark = pytest.mark.needs("npm")


@pytest.fixture(scope="module")
def generated(document_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the types and the program."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "src").mkdir()
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(tools.node_modules())
    shutil.copy(SOURCES / "tsconfig.json", folder)
    shutil.copy(SOURCES / "short.ts", folder / "src")
    run(tools.npm_tool("openapi-typescript"), document_file, "--output", folder / "src" / "schema.ts")
    return folder


def test_the_types_hold(generated: Path) -> None:
    run(*tools.typescript(), "--project", generated)


def test_a_short_run(generated: Path, as_operator: Runs) -> None:
    run(*tools.typescript(), "--project", generated)
    assert as_operator("node", "out/short.js", cwd=generated) == "party_kind_not_allowed true\n"
