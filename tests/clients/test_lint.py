"""Redocly and Spectral find nothing in the document but what their settings explain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients import tools
from tests.tools import run

SETTINGS = tools.HERE / "lint"
pytestmark = pytest.mark.needs("npm")


def test_redocly(document_file: Path) -> None:
    settings = f"--config={SETTINGS / 'redocly.yaml'}"
    said = run(
        tools.npm_tool("redocly"), "lint", settings, "--format=json", document_file, REDOCLY_TELEMETRY="off"
    )
    assert '"problems": []' in said, said


def test_spectral(document_file: Path) -> None:
    settings = f"--ruleset={SETTINGS / 'spectral.yaml'}"
    run(tools.npm_tool("spectral"), "lint", settings, "--fail-severity=hint", document_file)
