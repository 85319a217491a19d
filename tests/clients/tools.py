"""Linters, generators and testers of interfaces, obtained once and kept in the user's cache.

Versions are pinned here, in package.json with its package-lock.json, and in go/go.mod.
"""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

from tests.guards.source import ROOT
from tests.tools import cache as user_cache
from tests.tools import kept, python_environment, run

HERE = ROOT / "tests" / "clients"
PYTHON_GENERATOR = ("openapi-python-client==0.29.1", "mypy==2.4.1")
SCHEMATHESIS = ("schemathesis==4.32.5",)
OAPI_CODEGEN = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2"
INSTALL = {
    "chromium": "install Chromium (apt-get install chromium)",
    "npm": "install Node.js 20 or newer with npm (apt-get install npm)",
    "go": "install Go 1.26 or newer",
    "java": "install Java 11 or newer (apt-get install default-jre-headless)",
}
"""What a machine without such a program has to do."""


def missing(program: str) -> str:
    """Why tests that need `program` cannot run; empty where they can."""
    return "" if shutil.which(program) else f"{program} is not on PATH: {INSTALL[program]}."


@cache
def node_modules() -> Path:
    """What package-lock.json names."""
    locked = (HERE / "package-lock.json").read_bytes()

    def install(into: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, into)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=into)

    return kept(_folder() / f"npm-{hashlib.sha256(locked).hexdigest()[:16]}", install) / "node_modules"


def npm_tool(name: str) -> Path:
    """A program of one of the packages."""
    return node_modules() / ".bin" / name


def typescript() -> tuple[str, Path]:
    """The compiler: that of the newest TypeScript, which has no interface for generators any more."""
    return "node", node_modules() / "typescript-7" / "bin" / "tsc"


@cache
def oapi_codegen() -> Path:
    """oapi-codegen, built with Go."""

    def build(into: Path) -> None:
        run("go", "install", OAPI_CODEGEN, GOBIN=str(into))

    return kept(_folder() / OAPI_CODEGEN.replace("/", "_"), build) / "oapi-codegen"


@cache
def python_generator() -> Path:
    """The folder of the programs openapi-python-client, mypy and python."""
    return python_environment(_folder(), *PYTHON_GENERATOR)


@cache
def schemathesis() -> Path:
    """schemathesis."""
    return python_environment(_folder(), *SCHEMATHESIS) / "schemathesis"


def _folder() -> Path:
    return user_cache("client-tools")
