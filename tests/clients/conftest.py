"""What the tests of clients have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors
from tests.clients import tools
from tests.e2e.installation import Installation
from tests.tools import run

Runs = Callable[..., str]


@pytest.fixture(autouse=True)
def _has_what_it_needs(request: pytest.FixtureRequest) -> None:
    """Leaves out, and says so, what needs a program that this machine has not."""
    for marker in request.node.iter_markers("needs"):
        for reason in filter(None, map(tools.missing, marker.args)):
            pytest.skip(reason)


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The document of the interface, as the gateway serves it."""
    return openapi(routes_of(descriptors()), "http://127.0.0.1:8080")


@pytest.fixture(scope="session")
def document_file(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document in a file."""
    file = tmp_path_factory.mktemp("document") / "openapi.json"
    # On lines of its own, so that tools say where something is.
    file.write_text(json.dumps(document, indent=1))
    return file


@pytest.fixture(scope="session")
def as_operator(installation: Installation) -> Runs:
    """Runs a program that finds in its environment where a Callboard is, and its operator."""
    operator = installation.operator
    known = {
        "CALLBOARD_BASE_URL": operator.base_url,
        "CALLBOARD_CLIENT_ID": operator.client_id,
        "CALLBOARD_CLIENT_SECRET": operator.client_secret,
    }

    def runs(*command: str | Path, cwd: Path, **environment: str) -> str:
        return run(*command, cwd=cwd, **known, **environment)

    return runs
