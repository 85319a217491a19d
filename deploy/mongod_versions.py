"""Which versions of mongod are safe: the one table, for `make up`, the guards and the documents.

It holds what somebody can do to mongod *without a password*, from the network: where that is possible, users
and rights protect nothing. What needs a password is for the supplier's release notes to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Version = tuple[int, ...]
Line = tuple[int, int]
"""A release line, for example 8.0."""

OLDEST: Line = (5, 0)
"""The oldest line that Callboard works with."""

IMAGE = "mongo:8.0.26"
"""What compose and the local overlay start: of a line that is supported until October 2029."""


@dataclass(frozen=True)
class Hole:
    """A weakness: what it lets anybody do, since which line, and the first fixed release of each line.

    A line that is not in `fixed` got no release: it has the weakness where a later line has it.
    """

    name: str
    lets: str
    since: Line
    fixed: Mapping[Line, int]

    def is_in(self, version: Version) -> bool:
        """Whether a version has it."""
        line = version[0], version[1]
        if line in self.fixed:
            return version[2] < self.fixed[line]
        return self.since <= line < max(self.fixed)


COMPRESSION = Hole(
    "CVE-2025-14847",
    "read its memory through compressed messages, which are off here",
    (3, 6),
    {(4, 4): 30, (5, 0): 32, (6, 0): 27, (7, 0): 28, (8, 0): 17, (8, 2): 3},
)
RECURSION = Hole(
    "CVE-2026-9740",
    "end it by one message",
    (7, 0),
    {(7, 0): 35, (8, 0): 24, (8, 2): 10, (8, 3): 3},
)
HOLES = (COMPRESSION, RECURSION)


def safe_versions() -> list[Version]:
    """The first safe release of each line that Callboard takes and that has one, oldest first."""
    lines = sorted({line for hole in HOLES for line in hole.fixed if line >= OLDEST})
    first = [(*line, max(hole.fixed.get(line, 0) for hole in HOLES)) for line in lines]
    return [version for version in first if not holes_in(version)]


def holes_in(version: Version) -> list[Hole]:
    """What a version is open to."""
    return [hole for hole in HOLES if hole.is_in(version)]


def warning(version: Version) -> str:
    """What the person who starts a mongod should know of its version; empty where it is safe."""
    found = [f"{hole.name}: whoever reaches its port can {hole.lets}" for hole in holes_in(version)]
    if not found:
        return ""
    safe = ", ".join(".".join(map(str, each)) for each in safe_versions())
    number = ".".join(map(str, version))
    return (
        f"Warning: mongod {number} is not safe ({'; '.join(found)}). "
        f"Put {safe}, or a newer one of these lines, on PATH."
    )
