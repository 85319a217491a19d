"""Who may import what, beyond the contracts of import-linter in pyproject.toml."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import python, tree

PURE = {
    f"services.shared.{name}" for name in ("errors", "money", "iso", "text", "hashchain", "paging", "clock")
}
KNOW_MONGOENGINE = tuple(f"services/shared/{name}.py" for name in ("documents", "process", "validators"))


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where things are"
            yield node.module or ""
            if node.module in ("services.shared", "services"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """`services/roster/store/offers.py` → `store`; empty for a file above the rooms."""
    return path.parts[2].removesuffix(".py") if len(path.parts) > 2 else ""


def allowed_in_domain(name: str, own: str) -> bool:
    """The standard library, what is pure in shared, and the service's own domain."""
    own_domain = name == own or name.startswith(f"{own}.")
    standard = name.split(".", maxsplit=1)[0] in sys.stdlib_module_names
    return standard or name in PURE | {"services.shared"} or own_domain


DOMAINS = [path for path in python("services") if room(path) == "domain"]


def test_every_service_has_a_domain() -> None:
    assert {path.parts[1] for path in DOMAINS} >= {"roster", "campaigns", "metrics"}


@pytest.mark.parametrize("path", DOMAINS, ids=str)
def test_a_domain_is_pure(path: Path) -> None:
    own = f"services.{path.parts[1]}.domain"
    assert [name for name in imported(path) if not allowed_in_domain(name, own)] == []


@pytest.mark.parametrize("path", python("services", "deploy"), ids=str)
def test_mongoengine_is_known_to_stores_only(path: Path) -> None:
    if room(path) != "store" and str(path) not in KNOW_MONGOENGINE:
        assert not [name for name in imported(path) if name.split(".")[0] == "mongoengine"]


@pytest.mark.parametrize("path", python("services", "deploy"), ids=str)
def test_nothing_that_runs_imports_a_test(path: Path) -> None:
    assert not [name for name in imported(path) if name.split(".")[0] == "tests"]


@pytest.mark.parametrize("path", python("services"), ids=str)
def test_times_come_from_the_clock(path: Path) -> None:
    """Only the clock, ids and the edges of a process read the machine's time."""
    if room(path) not in ("domain", "handlers"):
        return
    named = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not named & {"utcnow", "today"}
    assert "time" not in set(imported(path))
    assert not [n for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute) and _is_datetime_now(n)]


def _is_datetime_now(node: ast.Attribute) -> bool:
    return node.attr == "now" and isinstance(node.value, ast.Name) and node.value.id == "datetime"
