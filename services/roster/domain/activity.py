"""The activity log: one hash chain per creator of everything decided or done in her name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from services.roster.domain.parties import PartyKind
from services.shared.clock import rfc3339
from services.shared.hashchain import GENESIS, broken_link, digest

ALLOWED, DENIED, RECORDED = "allowed", "denied", "recorded"


@dataclass(frozen=True)
class Activity:
    """One entry. `sequence`, `previous_hash` and `hash` are set when it joins the chain.

    `event_id` tells apart entries that stem from an event; it is no part of the entry itself.
    """

    creator_id: str
    at: datetime
    actor_id: str
    actor_kind: PartyKind | None
    action: str
    decision: str
    client_id: str = ""
    on_behalf_of: str = ""
    delegation_id: str = ""
    delegation_version: int = 0
    object: str = ""
    rule: str = ""
    reason: str = ""
    request_id: str = ""
    sequence: int = 0
    previous_hash: str = ""
    hash: str = ""
    event_id: str | None = None

    def record(self) -> dict[str, Any]:
        """The entry as the API shows it, which is what its hash covers."""
        shown = {key: value for key, value in asdict(self).items() if key != "event_id"}
        kind = self.actor_kind.value if self.actor_kind else None
        return shown | {"at": rfc3339(self.at), "actor_kind": kind}


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain; `entries` of them precede and include it."""

    entries: int = 0
    hash: str = GENESIS


def link(entry: Activity, head: Head) -> Activity:
    """The entry as the next one after `head`, with its hash."""
    placed = replace(entry, sequence=head.entries + 1, previous_hash=head.hash)
    content = {key: value for key, value in placed.record().items() if key != "hash"}
    return replace(placed, hash=digest(content))


@dataclass(frozen=True)
class Proof:
    """The outcome of recomputing one creator's chain."""

    creator_id: str
    entries: int
    head_hash: str
    problem: str = ""

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, removed or reordered."""
        return not self.problem


def prove(creator_id: str, chain: Iterable[Activity], remembered: Head) -> Proof:
    """Recomputes a chain, given in ascending order, and holds it against its remembered head.

    The head is written after the entry, so that the chain may be ahead of it but never behind.
    """
    head = Head()
    at_remembered = remembered.entries == 0
    for entry in chain:
        problem = broken_link([entry.record()], previous=head.hash, sequence=head.entries + 1)
        if problem:
            return Proof(creator_id, head.entries, head.hash, problem)
        head = Head(entry.sequence, entry.hash)
        at_remembered = at_remembered or head == remembered
    problem = (
        "" if at_remembered else f"entries up to {remembered.entries} were written; the last are missing"
    )
    return Proof(creator_id, head.entries, head.hash, problem)
