"""What is public says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.descriptors import methods
from tests.guards.source import python, tree

RPC_NAMES = {method.name for method in methods()}
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def undocumented(path: Path) -> Iterator[str]:
    """The public modules, classes and functions of a file that have no docstring."""
    module = tree(path)
    if ast.get_docstring(module) is None:
        yield "the module"
    yield from _in(module, path)


def _in(parent: ast.Module | ast.ClassDef, path: Path) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or _is_exempt(node, path):
            continue
        if ast.get_docstring(node) is None:
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in _in(node, path))


def _is_exempt(node: ast.stmt, path: Path) -> bool:
    """A method of a servicer is documented by its RPC, and an overload by what it overloads."""
    if not isinstance(node, ast.FunctionDef):
        return False
    is_rpc = node.name in RPC_NAMES and any(part.removesuffix(".py") == "rpc" for part in path.parts)
    overloads = any(isinstance(each, ast.Name) and each.id == "overload" for each in node.decorator_list)
    return is_rpc or overloads


def test_what_is_public_has_a_docstring() -> None:
    assert [
        f"{path}: {name}" for path in python("clients", "services", "deploy") for name in undocumented(path)
    ] == []


def test_every_test_module_says_what_it_is_about() -> None:
    silent = [path for path in python("tests", "protos") if ast.get_docstring(tree(path)) is None]
    assert [str(path) for path in silent] == []
