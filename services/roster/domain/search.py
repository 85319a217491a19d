"""Finding parties: what each is found and sorted by, and what of them is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.roster.domain.parties import Party, PartyKind, PartyState, normal_handle
from services.shared.paging import position_of

UNKNOWN = -1
"""Stands for a figure that is not known where parties are sorted by it: lower than any."""


@dataclass(frozen=True)
class Found:
    """What a party is found and sorted by, kept beside it.

    `handle` is that of a creator who lets herself be found by it, `keys` are what a search text is held
    against, and a category stands for all that are above it, too.
    """

    state: PartyState
    name: str
    keys: tuple[str, ...]
    listed: bool
    handle: str | None
    categories: tuple[str, ...]
    followers: int
    average_views: float
    engagement_rate: float


def found_by(party: Party) -> Found:
    """What the party is found by now: nobody finds a suspended creator."""
    creator, name = party.kind is PartyKind.CREATOR, party.name.casefold()
    shown = creator and not party.suspended
    return Found(
        state=party.state,
        name=name,
        keys=tuple(dict.fromkeys(key for key in (party.id, name, party.handle) if key)),
        listed=shown and party.visibility.listed,
        handle=party.handle if shown and party.visibility.found_by_handle else None,
        categories=tuple(sorted({above for path in party.categories for above in path_and_above(path)})),
        followers=_known(party.stats.followers),
        average_views=_known(party.stats.average_views),
        engagement_rate=_known(party.stats.engagement_rate),
    )


def path_and_above(path: str) -> Iterable[str]:
    """A category path, and those that it lies below."""
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def _known(figure: Any) -> Any:
    return UNKNOWN if figure is None else figure


def search_key(q: str) -> str:
    """What a search text is held against the keys as."""
    return normal_handle(q).casefold()


@dataclass(frozen=True)
class Search:
    """The `limit` parties of a kind that are wanted, sorted, behind a place; empty wants all.

    `listed` is the directory's: then only creators who want to be found. Bounds on followers include
    themselves.
    """

    kind: PartyKind
    sort: str
    limit: int
    after: tuple[Any, ...] = ()
    listed: bool = False
    q: str = ""
    state: PartyState | None = None
    updated_since: datetime | None = None
    category: str = ""
    country: str = ""
    language: str = ""
    min_followers: int | None = None
    max_followers: int | None = None

    @property
    def order(self) -> str:
        """What is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the highest comes first."""
        return self.sort.startswith("-")


_TIMES = frozenset({"created_at", "updated_at"})
_TEXTS = frozenset({"name", "display_name", "handle"})


def position(sort: str) -> tuple[Any, Any]:
    """The types of what marks a place in a list sorted so: the value, and the party's id."""
    name = sort.removeprefix("-")
    return (str if name in _TEXTS else int if name in _TIMES else int | float), str


def place(party: Party, sort: str) -> tuple[Any, str]:
    """Where the party stands in a list sorted so."""
    name = sort.removeprefix("-")
    if name in _TIMES:
        return position_of(getattr(party, name), party.id)
    if name == "handle":
        return party.handle, party.id
    return getattr(found_by(party), "name" if name in _TEXTS else name), party.id
