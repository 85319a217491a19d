"""A copy of the repository, in which a recipe of CONTRIBUTING is carried out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.guards.source import ROOT, files

Changes = Mapping[str, Mapping[str, str]]
"""What is done by hand: in which file, which text becomes which other."""


def copy_to(folder: Path) -> None:
    """Copies what is, or could be, committed."""
    for path in files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)


def change(folder: Path, changes: Changes) -> None:
    """Changes files of the copy by hand, and generates and renders what follows from that."""
    for name, replaced in changes.items():
        file = folder / name
        text = file.read_text()
        for old, new in replaced.items():
            assert text.count(old) == 1, f"{name} has changed: adapt the recipe's test to it. Wanted: {old}"
            text = text.replace(old, new)
        file.write_text(text)
    run(folder, "protos/generate.py")
    run(folder, "-m", "deploy.render")


def stated_files(test: str) -> int:
    """How many files CONTRIBUTING says that the recipe changes which this test carries out."""
    found = re.search(
        rf"\((\d+) files[^:)]*: `tests/guards/{test}\.py`\)", (ROOT / "CONTRIBUTING.md").read_text()
    )
    assert found, f"CONTRIBUTING.md does not say how many files change in the recipe of {test}"
    return int(found[1])


def run(folder: Path, *arguments: str) -> str:
    """What Python prints, run in the copy."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def inspect(folder: Path, script: str) -> Any:
    """The JSON that a script, run in the copy, prints last."""
    return json.loads(run(folder, "-c", script).splitlines()[-1])


def check_whole(folder: Path, changes: Changes) -> None:
    """Fails unless the copy would pass `make check`, but for types, which take long."""
    run(folder, "-m", "deploy.render", "--check")
    run(folder, "protos/generate.py", "--check")
    changed = [name for name in changes if name.endswith(".py")]
    run(folder, "-m", "ruff", "check", "--no-cache", *changed)
    run(folder, "-m", "ruff", "format", "--no-cache", "--check", *changed)


def check_guards(folder: Path, *names: str) -> None:
    """Fails unless these guards pass in the copy."""
    guards = (f"tests/guards/test_{name}.py" for name in names)
    assert " passed" in run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *guards)
