"""The source files that the guards look at."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = (
    *("_pb2.py", "_pb2_grpc.py", "_pb2.pyi"),
    *("callboard/types.py", "callboard/_async_client.py", "callboard/_sync_client.py"),
    *("callboard/_sync_connection.py", "callboard/_sync_pages.py"),
)


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that is, or could be, committed; relative to it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    named = (Path(name) for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in named if (ROOT / path).is_file())


def python(*folders: str) -> list[Path]:
    """The Python files below these folders, without generated ones."""
    found = (path for path in files() if path.suffix == ".py" and path.parts[0] in folders)
    return [path for path in found if not str(path).endswith(GENERATED)]


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse((ROOT / path).read_text(), str(path))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function, from its `def` to its end, without its docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, _lines(node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
