"""The activity log: one hash chain per creator of everything decided, read or done in her name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from services.roster.domain.parties import PartyKind
from services.shared.clock import rfc3339
from services.shared.hashchain import Head, digest

ALLOWED, DENIED, READ, RECORDED = "allowed", "denied", "read", "recorded"

OBJECT_LENGTH = 256
"""Characters of an `object`; what a caller may have written is cut there, and ends with CUT."""

CUT = "…"

LISTED_READINGS = 50
"""Different readings that one entry names; the others are counted."""


@dataclass(frozen=True)
class Reading:
    """Something that was read, `count` times; time and request id are those of the latest."""

    action: str
    object: str
    count: int
    at: datetime
    request_id: str = ""

    def record(self) -> dict[str, Any]:
        """The reading as the API shows it."""
        return asdict(self) | {"at": rfc3339(self.at)}


@dataclass(frozen=True)
class Activity:
    """One entry. `sequence`, `previous_hash` and `hash` are set when it joins the chain.

    `person_id` and `person_name` are of the member of the party who acted; empty where a client did.
    `count` says how often it happened, and `unlisted` how many of that are not in `readings`.
    `event_id` names what may be logged once only; it is no part of the entry itself.
    """

    creator_id: str
    at: datetime
    actor_id: str
    actor_kind: PartyKind | None
    action: str
    decision: str
    client_id: str = ""
    person_id: str = ""
    person_name: str = ""
    on_behalf_of: str = ""
    delegation_id: str = ""
    delegation_version: int = 0
    object: str = ""
    rule: str = ""
    reason: str = ""
    request_id: str = ""
    count: int = 1
    readings: tuple[Reading, ...] = ()
    unlisted: int = 0
    sequence: int = 0
    previous_hash: str = ""
    hash: str = ""
    event_id: str | None = None

    def record(self) -> dict[str, Any]:
        """The entry as the API shows it, which is what its hash covers."""
        shown = dict(vars(self))
        del shown["event_id"]
        kind = self.actor_kind.value if self.actor_kind else None
        readings = [each.record() for each in self.readings]
        return shown | {"at": rfc3339(self.at), "actor_kind": kind, "readings": readings}


def link(entry: Activity, head: Head) -> Activity:
    """The entry as the next one after `head`, with its hash; what callers may have written is cut short."""
    placed = replace(
        entry,
        object=shortened(entry.object),
        readings=tuple(replace(each, object=shortened(each.object)) for each in entry.readings),
        sequence=head.entries + 1,
        previous_hash=head.hash,
    )
    content = {key: value for key, value in placed.record().items() if key != "hash"}
    return replace(placed, hash=digest(content))


def shortened(path: str) -> str:
    """The path, or as much of it as OBJECT_LENGTH admits, with a sign that it was cut."""
    return path if len(path) <= OBJECT_LENGTH else path[: OBJECT_LENGTH - len(CUT)] + CUT


def listed(readings: Iterable[Reading]) -> tuple[tuple[Reading, ...], int]:
    """The latest LISTED_READINGS, oldest first, and how many readings there are beyond them."""
    latest = sorted(readings, key=lambda each: (each.at, each.action, each.object))
    kept = tuple(latest[-LISTED_READINGS:])
    return kept, sum(each.count for each in latest[:-LISTED_READINGS])


@dataclass(frozen=True)
class Checkpoint:
    """A signed statement that a creator's log had `sequence` entries, the last with this hash.

    `statement` says the rest once more and carries the signature.
    """

    creator_id: str
    sequence: int
    hash: str
    at: datetime
    statement: str = ""

    @property
    def head(self) -> Head:
        """The entry that it is about."""
        return Head(self.sequence, self.hash)

    def content(self) -> dict[str, Any]:
        """What is signed."""
        said = {"creator_id": self.creator_id, "sequence": self.sequence, "hash": self.hash}
        return said | {"at": rfc3339(self.at)}


@dataclass(frozen=True)
class Proof:
    """The outcome of recomputing one creator's chain; `checkpoint` is of its head, where that is sound."""

    creator_id: str
    entries: int
    head_hash: str
    problem: str = ""
    checkpoint: Checkpoint | None = None

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, removed or reordered."""
        return not self.problem
