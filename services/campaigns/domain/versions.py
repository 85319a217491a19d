"""Versions of an offer's terms: immutable, and each bound to its parent by hash.

The hash of a version is the SHA-256 of its canonical JSON exactly as the REST API shows it, without
`hash` itself, so that anybody can recompute the chain from `GET …/versions`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.campaigns.domain.states import Side
from services.campaigns.domain.terms import Terms, as_json
from services.shared.hashchain import GENESIS, digest
from services.shared.money import Money
from services.shared.parties import Actor, actor


@dataclass(frozen=True)
class Version:
    """One version of the terms, from 1 up.

    `on_behalf_of` is the creator whom an agency wrote for.
    """

    number: int
    author_id: str
    author_side: Side
    on_behalf_of: str
    base_version: int
    terms: Terms
    parent_hash: str
    message: str
    created_at: datetime
    respond_by: datetime
    hash: str = ""
    author_name: str = ""

    @property
    def author(self) -> Actor:
        """Who wrote it, by the name at that time."""
        return actor(self.author_id, self.author_name)

    @property
    def price(self) -> Money:
        """The price of its terms."""
        return self.terms.price


@dataclass(frozen=True)
class Link:
    """A version's place in the chain of an offer: its hash, under which it is kept, and who wrote it."""

    hash: str
    author_side: Side


def content(version: Version) -> dict[str, Any]:
    """What the hash of a version covers."""
    shown: dict[str, Any] = as_json(version)
    content = {name: value for name, value in shown.items() if name not in ("hash", "author_name")}
    return {**content, "author": as_json(version.author)}


def seal(version: Version) -> Version:
    """The version with its hash."""
    return dataclasses.replace(version, hash=digest(content(version)))


def broken_version(versions: Iterable[Version]) -> int:
    """The number of the first version whose place, parent or hash does not hold; 0 where all hold."""
    parent = GENESIS
    for number, version in enumerate(versions, start=1):
        holds = version.number == number and version.parent_hash == parent
        if not holds or digest(content(version)) != version.hash:
            return number
        parent = version.hash
    return 0
