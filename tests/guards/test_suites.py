"""Suites that need more than a machine, and so are run apart: what they import is there."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from tests.guards.source import ROOT

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for suite in ("containers", "k8s", "load")
    for path in (ROOT / "tests" / suite).rglob("*.py")
    if not path.stem.startswith("__")
    # What the bench compares with where it is installed.
    if path.stem != "eve_app" or find_spec("eve")
)


def test_each_module_can_be_imported() -> None:
    assert [module for module in MODULES if not import_module(module).__doc__] == []
