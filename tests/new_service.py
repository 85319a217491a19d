"""A copy of the repository with one more service, as CONTRIBUTING says that one is added."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.copied import change, copy_to
from tests.guards.source import ROOT

EXAMPLE = ROOT / "tests" / "examples" / "service"
"""Its code and its contract, which are files of its own."""

_ROW = '    Service("metrics"),\n'
_CONSUMERS = "// Consumers: metrics, to link the imported snapshots of that handle to the creator.\n"
CHANGES = {
    "deploy/topology.py": {_ROW: f'{_ROW}    Service("directory", calls=()),\n'},
    "protos/roster/v1/events.proto": {
        _CONSUMERS: f"{_CONSUMERS}// Consumers: directory, to note who is here.\n",
    },
}
"""What is changed by hand in files that are there."""


def add_to_copy(folder: Path) -> None:
    """Copies the repository into `folder`, adds the service, and generates what follows from it."""
    copy_to(folder)
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    change(folder, CHANGES)
