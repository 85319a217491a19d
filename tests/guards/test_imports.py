"""What import-linter and ruff, with their rules in pyproject.toml, cannot say of imports and of times."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.guards.source import python, tree

PURE = {
    f"services.shared.{name}"
    for name in (
        *("errors", "codes", "money", "iso", "text", "hashchain", "paging", "patches", "clock", "parties"),
    )
}


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            if node.module in ("services.shared", "services"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(path: Path) -> str:
    """`services/roster/store/offers.py` → `store`; empty for a file above the layers."""
    return path.parts[2].removesuffix(".py") if len(path.parts) > 2 else ""


def allowed_in_domain(name: str, own: str) -> bool:
    """The standard library, what is pure in shared, and the service's own domain."""
    own_domain = name == own or name.startswith(f"{own}.")
    standard = name.split(".", maxsplit=1)[0] in sys.stdlib_module_names
    return standard or name in PURE | {"services.shared"} or own_domain


DOMAINS = [path for path in python("services") if layer(path) == "domain"]


def test_every_service_has_a_domain() -> None:
    assert {path.parts[1] for path in DOMAINS} >= {"roster", "campaigns", "metrics"}


def test_a_domain_is_pure() -> None:
    """A list of what is allowed, where a contract of import-linter lists what is not."""
    found = [
        f"{path}: {name}"
        for path in DOMAINS
        for name in imported(path)
        if not allowed_in_domain(name, f"services.{path.parts[1]}.domain")
    ]
    assert found == []


def test_times_come_from_the_clock() -> None:
    """Only the clock, ids and the edges of a process read the machine's time."""
    inner = [path for path in python("services") if layer(path) in ("domain", "handlers")]
    assert inner
    assert {str(path): found for path in inner if (found := list(_own_times(path)))} == {}


def _own_times(path: Path) -> Iterator[str]:
    if "time" in imported(path):
        yield "import time"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and (node.attr in {"utcnow", "today"} or _is_datetime_now(node)):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_datetime_now(node: ast.Attribute) -> bool:
    return node.attr == "now" and isinstance(node.value, ast.Name) and node.value.id == "datetime"
