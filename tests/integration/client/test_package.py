"""What an agency installs: the client alone, in an environment of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.guards.source import ROOT

SCRIPT = """
import importlib.util, json, sys
import callboard
from importlib.metadata import distributions
print(json.dumps({
    "file": callboard.__file__,
    "typed": importlib.util.find_spec("callboard").submodule_search_locations[0],
    "installed": sorted(each.metadata["Name"].lower() for each in distributions()),
    "others": [name for name in ("services", "protos", "google", "grpc") if importlib.util.find_spec(name)],
}))
"""
USE = """
from callboard import Client

with Client("http://gateway.test") as client:
    for offer in client.list_creator_offers("cr_1", tab="active"):
        reveal_type(offer["state"])
        client.decline_offer("cr_1", offer["id"], reason=1)
"""


@pytest.mark.long
def test_it_is_installed_by_itself(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clients/python", tmp_path / "python", ignore=shutil.ignore_patterns("*.egg-info"))
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv/bin/python")
    source = str(tmp_path / "python")
    run(tmp_path, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", source)
    found = json.loads(run(tmp_path, python, "-I", "-c", SCRIPT))
    assert found["file"].startswith(str(tmp_path / "venv"))
    assert (Path(found["typed"]) / "py.typed").exists()
    assert found["others"] == []
    needed = {"anyio", "certifi", "h11", "httpcore", "httpx", "idna", "sniffio", "typing_extensions"}
    assert set(found["installed"]) <= needed | {"callboard-client", "pip", "setuptools"}

    (tmp_path / "use.py").write_text(USE)
    strict = ("-m", "mypy", "--strict", "--python-executable", python, "use.py")
    shown = run(tmp_path, sys.executable, *strict, code=1)
    assert "Literal['in_review']" in shown
    assert 'Argument "reason" to "decline_offer" of "Client" has incompatible type "int"' in shown


def run(folder: Path, *command: str, code: int = 0) -> str:
    """What a command prints that ends with `code`."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
