"""Entries of the directory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A creator, under her own id."""

    id: str
    version: int
    handle: str
