"""Writes what of `clients/python/callboard` follows from the contracts; `--check` says what is out of date.

The types and the methods come from the OpenAPI document that the gateway renders of the contracts; what is
sync comes from what is async.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from clients.generator import operations
from clients.generator.schemas import Types
from clients.generator.synchronous import synchronous
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path("clients/python/callboard")


def generated() -> Iterator[tuple[Path, str]]:
    """Each generated file, relative to the repository, with its text."""
    document = openapi(routes_of(descriptors()))
    types = Types(document)
    yield TARGET / "types.py", _formatted(types.module())
    methods = operations.module(document, types)
    yield TARGET / "_async_client.py", _formatted(methods)
    asynchronous = {"client": methods} | {
        name: _read(f"_async_{name}.py") for name in ("connection", "pages")
    }
    for name, text in asynchronous.items():
        yield TARGET / f"_sync_{name}.py", _formatted(synchronous(text, f"_async_{name}.py"))


def _read(name: str) -> str:
    return (ROOT / TARGET / name).read_text()


def _formatted(text: str) -> str:
    settings = str(ROOT / "pyproject.toml")
    command = [sys.executable, "-m", "ruff", "format", "--quiet", "--config", settings, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def main(arguments: list[str]) -> None:
    """Writes, or checks; exits non-zero where a file is out of date."""
    if "--check" not in arguments:
        for path, text in generated():
            (ROOT / path).write_text(text)
        return
    stale = [str(path) for path, text in generated() if not _is(ROOT / path, text)]
    if stale:
        raise SystemExit(f"{', '.join(stale)}: out of date, run `make protos` and commit it")


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


if __name__ == "__main__":
    main(sys.argv[1:])
