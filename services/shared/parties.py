"""Parties by name, as answers show them beside their ids. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TIMER = "timer"
"""In place of a party's id, where Callboard itself has acted because a date has passed."""

TIMER_NAME = "Callboard"


class ActorKind(StrEnum):
    """What somebody who does something is."""

    OPERATOR = "operator"
    AGENCY = "agency"
    BRAND = "brand"
    CREATOR = "creator"
    TIMER = "timer"


_BY_PREFIX = {
    "op": ActorKind.OPERATOR,
    "ag": ActorKind.AGENCY,
    "br": ActorKind.BRAND,
    "cr": ActorKind.CREATOR,
    TIMER: ActorKind.TIMER,
}


def kind_of(actor_id: str) -> ActorKind:
    """What a party is, or the timer, by how its id begins."""
    return _BY_PREFIX[actor_id.partition("_")[0]]


@dataclass(frozen=True)
class Actor:
    """Whoever did something; the name is empty where it is not known."""

    id: str
    kind: ActorKind
    name: str


def actor(actor_id: str, name: str) -> Actor:
    """A party, or the timer, as somebody who did something."""
    return Actor(actor_id, kind_of(actor_id), TIMER_NAME if actor_id == TIMER else name)


def actor_or_none(actor_id: str, name: str) -> Actor | None:
    """As `actor`; None where nobody has done it."""
    return actor(actor_id, name) if actor_id else None


def beside(field: str) -> str:
    """The field of an answer that names the party, or campaign, whose id stands in `field`; "" for others.

    `creator_id` is named in `creator`, `updated_by` in `updated_by_actor`.
    """
    if field.endswith("_by"):
        return f"{field}_actor"
    return field.removesuffix("_id") if field.endswith("_id") else ""
