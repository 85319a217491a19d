"""What a caller is told of itself."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain.parties import Party
from services.roster.domain.people.person import Person

MOST_COUNTED = 1000
"""Up to which what waits is counted."""

MOST_LETTING = 5_000
"""Creators of one agency who are looked through: for what waits, and for who lets it do something."""

CREATOR_SIDE, CREATOR, BRAND = "creator_side", "creator", "brand"
"""Whom an offer can await, as campaigns says it."""


@dataclass(frozen=True)
class Waiting:
    """How much waits, counted to MOST_COUNTED; None where the kind of party has none of it."""

    delegation_requests: int | None = None
    offers: int | None = None
    confirmations: int | None = None


@dataclass(frozen=True)
class Me:
    """A party, and what waits for it; the person who asks, where one does."""

    party: Party
    waiting: Waiting
    person: Person | None = None
