"""Codes of errors: each is declared, explained, used, and goes with the kind of error that carries it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from services.gateway.openapi.catalogue import explained
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import KINDS_BY_CLASS
from tests.guards import source

CODES = Path("services/shared/codes.py")
FAMILY = {cls.__name__: cls for cls in KINDS_BY_CLASS}


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    files = (path for path in source.python("services") if path != CODES)
    return ((path, node) for path in files for node in ast.walk(source.tree(path)))


def named(kind: type[StrEnum]) -> Iterator[tuple[Path, int, str]]:
    """Where the code names a member of the enum: file, line and name."""
    for path, node in nodes():
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == kind.__name__:
            yield path, node.lineno, node.attr


@pytest.mark.parametrize("kind", [ErrorCode, FieldCode])
def test_every_code_that_is_used_is_declared(kind: type[StrEnum]) -> None:
    unknown = [f"{path}:{line} {name}" for path, line, name in named(kind) if name not in kind.__members__]
    assert unknown == [], "declare it in protos/callboard/errors/v1/errors.proto"


@pytest.mark.parametrize("kind", [ErrorCode, FieldCode])
def test_every_code_that_is_declared_is_used(kind: type[StrEnum]) -> None:
    assert set(kind.__members__) - {name for _, _, name in named(kind)} == set()


@pytest.mark.parametrize("kind", [ErrorCode, FieldCode])
def test_every_code_is_explained(kind: type[StrEnum]) -> None:
    assert [code for code in kind if not explained(code).endswith(".")] == []


def test_no_code_of_an_error_is_one_of_a_field() -> None:
    """They share one page, on which a code is an anchor."""
    assert set(map(str, ErrorCode)) & set(map(str, FieldCode)) == set()


def test_every_error_is_raised_with_a_code_of_its_status() -> None:
    wrong = [
        f"{path}:{call.lineno} {cls.__name__} with {code}"
        for path, call in calls()
        if isinstance(call.func, ast.Name) and (cls := FAMILY.get(call.func.id))
        for code in codes_of(call)
        if ErrorCode[code].status != cls.http_status
    ]
    assert wrong == []


def test_every_error_that_has_several_causes_says_its_own() -> None:
    """The general code of these kinds says nothing that the status does not say."""
    found = [
        f"{path}:{call.lineno} {call.func.id}"
        for path, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id in {"NotFound", "Conflict"}
        if not any(keyword.arg == "code" for keyword in call.keywords)
    ]
    assert found == []


def calls() -> Iterator[tuple[Path, ast.Call]]:
    return ((path, node) for path, node in nodes() if isinstance(node, ast.Call))


def codes_of(call: ast.Call) -> Iterator[str]:
    """The codes that a call names for its error; none where they are in a variable."""
    for keyword in call.keywords:
        if keyword.arg == "code":
            for node in ast.walk(keyword.value):
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ErrorCode":
                    yield node.attr
