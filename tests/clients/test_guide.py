"""docs/integrating.md: each command and program of it is carried out, in its order, by a stranger."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.clients import tools
from tests.clients.conftest import Runs
from tests.clients.guide import printed, script, sections
from tests.e2e.installation import Installation
from tests.guards.source import ROOT
from tests.tools import run

CLIENT = ROOT / "clients" / "python"
PAGE = sections(ROOT / "docs" / "integrating.md")


@pytest.fixture
def home(installation: Installation, tmp_path: Path) -> Path:
    """A home as `make up` leaves it, and as the page reads it."""
    operator = installation.operator
    credentials = {
        "base_url": operator.base_url,
        "operator": {"client_id": operator.client_id, "client_secret": operator.client_secret},
    }
    (tmp_path / "credentials.json").write_text(json.dumps(credentials))
    return tmp_path


@pytest.mark.needs("npm")
def test_the_typescript_part(home: Path, as_operator: Runs) -> None:
    blocks = [*PAGE["What you need"], *PAGE["TypeScript"]]
    said = as_operator(
        "bash", "-c", script(blocks), cwd=home, CALLBOARD_HOME=str(home), npm_config_prefer_offline="true"
    )
    assert said.endswith(printed(blocks)), said
    # The newest compiler finds nothing, either.
    run(*tools.typescript(), "--noEmit", "--project", home / "callboard-typescript")


def test_the_python_part(home: Path, as_operator: Runs) -> None:
    # pip writes beside what it installs.
    shutil.copytree(CLIENT, home / "clients" / "python")
    blocks = [*PAGE["What you need"], *PAGE["Python"]]
    said = as_operator("bash", "-c", script(blocks), cwd=home, CALLBOARD_HOME=str(home))
    assert said.endswith(printed(blocks)), said
    python = home / "callboard-python" / "bin" / "python"
    run(tools.python_generator() / "mypy", "--strict", "--python-executable", python, "journey.py", cwd=home)
