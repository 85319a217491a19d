"""A copy of the repository with one more service, as CONTRIBUTING says that one is added."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.guards.source import ROOT, files

EXAMPLE = ROOT / "tests" / "examples" / "service"
"""Its code and its contract, which are files of its own."""

ADDED = {
    "deploy/topology.py": ('    Service("metrics"),\n', '    Service("directory", calls=()),\n'),
    "protos/roster/v1/events.proto": (
        "// Consumers: metrics, to link the imported snapshots of that handle to the creator.\n",
        "// Consumers: directory, to note who is here.\n",
    ),
}
"""What is added by hand to files that are there: after which line, and the line."""


def add_to_copy(folder: Path) -> None:
    """Copies the repository into `folder`, adds the service, and generates what follows from it."""
    for path in files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for name, (before, line) in ADDED.items():
        text = (folder / name).read_text()
        assert text.count(before) == 1, f"{name} has changed: adapt tests/new_service.py"
        (folder / name).write_text(text.replace(before, before + line))
    run(folder, "protos/generate.py")
    run(folder, "-m", "deploy.render")


def run(folder: Path, *arguments: str) -> str:
    """What Python prints, run in the copy."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
