"""Suites that need more than a machine, and so are run apart: what they import is there."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.guards.source import ROOT

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for suite in ("containers", "k8s", "load")
    for path in (ROOT / "tests" / suite).rglob("*.py")
    if not path.stem.startswith("__")
)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_imported(module: str) -> None:
    assert import_module(module).__doc__
