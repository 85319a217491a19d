"""A copy of the repository with one more service, as CONTRIBUTING says that one is added."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.copied import change, copy_to
from tests.guards.source import ROOT

EXAMPLE = ROOT / "tests" / "examples" / "service"
"""Its code and its contract, which are files of its own."""

_ROW = '    Service("metrics"),\n'
_END_OF_TABLE = "    ),\n)\n\nPROCESSES"
_CONSUMERS = "// Consumers: metrics, to link the imported snapshots of that handle to the creator.\n"
CHANGES = {
    "deploy/topology.py": {_ROW: f'{_ROW}    Service("directory", calls=()),\n'},
    "protos/roster/v1/events.proto": {
        _CONSUMERS: f"{_CONSUMERS}// Consumers: directory, to note who is here.\n",
    },
}
"""What is changed by hand in files that are there."""

ROWS = (
    'Service("pages", calls=("gateway",), forms=(WEB,), database=False, jobs=()),',
    'Service("digest", calls=(), forms=(WORKER,)),',
)
"""A service without a database that calls the gateway only, and one that consists of a worker."""


def add_rows_to_copy(folder: Path) -> None:
    """Copies the repository into `folder`, adds `ROWS` with the least code, and generates what follows."""
    copy_to(folder)
    for name in ("pages", "digest"):
        (folder / "services" / name).mkdir()
        (folder / "services" / name / "__init__.py").touch()
    consumes = folder / "services" / "digest" / "consumes.py"
    consumes.write_text("def consumers(store, clock):\n    return []\n")
    rows = "".join(f"    {row}\n" for row in ROWS)
    change(folder, {"deploy/topology.py": {_END_OF_TABLE: f"    ),\n{rows})\n\nPROCESSES"}})


def add_to_copy(folder: Path) -> None:
    """Copies the repository into `folder`, adds the service, and generates what follows from it."""
    copy_to(folder)
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    change(folder, CHANGES)
