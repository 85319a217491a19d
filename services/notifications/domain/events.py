"""Public events, and who may hear them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = timedelta(days=7)
"""For which a live stream can be taken up again, and an event sent again to a webhook."""


@dataclass(frozen=True)
class Creator:
    """A creator by her names."""

    id: str
    handle: str
    display_name: str


@dataclass(frozen=True)
class Published:
    """An event as it leaves the system.

    `position` orders all events, without gaps; `scope` is what an agency must hold of the creator to hear it,
    empty where only those hear it whom it names. `body` is what is sent, as JSON.
    """

    position: int
    id: str
    type: str
    at: datetime
    creator_id: str
    body: str
    scope: str = ""
    brand_id: str = ""
    agency_id: str = ""
    owner_id: str = ""
    """The party that alone hears it, an agency only while it holds the scope; empty for most."""

    @property
    def named(self) -> frozenset[str]:
        """The parties that hear it by being named in it."""
        if self.owner_id and not self.scope:
            return frozenset({self.owner_id})
        parties = frozenset({self.creator_id, self.brand_id, self.agency_id} - {""})
        return parties & {self.owner_id} if self.owner_id else parties

    def tells_agency(self, party_id: str) -> bool:
        """Whether it tells the party, where it may hear it, about a creator as her agency."""
        return bool(self.creator_id) and party_id not in {self.creator_id, self.brand_id}


@dataclass(frozen=True)
class Standing:
    """A creator as roster knows her now, and what each agency holds of her."""

    creator: Creator
    holders: Mapping[str, frozenset[str]]
    """Scopes, by agency."""

    def hears(self, party_id: str, event: Published) -> bool:
        """Whether the party may hear an event about her now."""
        if party_id in event.named:
            return True
        owned_by_another = event.owner_id not in {"", party_id}
        return not owned_by_another and event.scope in self.holders.get(party_id, ())
