"""The demo's tables of data, as they stand in `services/cli/data`."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

SNAPSHOTS = "demo_snapshots.csv.gz"


def rows(file: str, name: str) -> list[dict[str, Any]]:
    """The rows called `name` of a table."""
    found: list[dict[str, Any]] = tomllib.loads(_bytes(file).decode())[name]
    return found


@cache
def snapshots() -> list[dict[str, str]]:
    """The real snapshots, by column, under their own handles."""
    text = gzip.decompress(_bytes(SNAPSHOTS)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def _bytes(file: str) -> bytes:
    return files("services.cli.data").joinpath(file).read_bytes()
