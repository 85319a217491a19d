"""The client that openapi-python-client generates: complete, typed, and good for a whole partnership."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.clients import tools
from tests.clients.conftest import Runs
from tests.tools import run

SOURCES = tools.HERE / "python"


@pytest.fixture(scope="module")
def generated(document_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client and the journey."""
    folder = tmp_path_factory.mktemp("python")
    run(
        *(tools.python_generator() / "openapi-python-client", "generate", "--path", document_file),
        *("--config", SOURCES / "generator.yaml", "--meta", "none", "--fail-on-warning"),
        *("--output-path", folder / "callboard_client"),
    )
    shutil.copy(SOURCES / "journey.py", folder)
    return folder


def test_every_operation_is_in_it(generated: Path, document: dict[str, dict[str, dict[str, object]]]) -> None:
    operations = [verb for item in document["paths"].values() for verb in item]
    modules = [path for path in generated.glob("callboard_client/api/*/*.py") if path.stem != "__init__"]
    assert len(modules) == len(operations)


def test_the_types_hold(generated: Path) -> None:
    run(tools.python_generator() / "mypy", "--strict", "--no-error-summary", "journey.py", cwd=generated)


def test_the_journey(generated: Path, as_operator: Runs) -> None:
    assert as_operator(tools.python_generator() / "python", "journey.py", cwd=generated) == "completed\n"
