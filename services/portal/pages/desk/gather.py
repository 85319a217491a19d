"""What a desk shows: the offers, which say also what their deals owe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from callboard import Client, Page, types
from callboard.errors import CallboardError
from services.portal import asks
from services.portal.offers import MOST, listed

TABS = ("pending", "active", "completed", "inactive")


@dataclass
class Found:
    """What came of the questions; `errors` are those of what did not."""

    pending: list[types.Offer] = field(default_factory=list)
    active: list[types.Offer] = field(default_factory=list)
    changed: list[types.Offer] = field(default_factory=list)
    requests: list[types.Delegation] = field(default_factory=list)
    counts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, CallboardError] = field(default_factory=dict)
    empty: bool = False
    """Whether there has never been an offer."""

    def take(self, part: asks.Part[Any]) -> Any:
        """The value of a part; None, with its error noted, where it failed."""
        if part.error is not None:
            self.errors[part.name] = part.error
        return part.value


def gathered(kind: str, since: datetime) -> Found:
    """For an agency over its roster, for a creator, and for a brand over its campaigns."""
    parts = asks.together(
        requests=lambda api: _requests(api) if kind != "brand" else [],
        changed=lambda api: listed(api, updated_since=since.isoformat(), sort="-updated_at", page_size=10),
        completed=lambda api: listed(api, tab="completed", page_size=MOST, fields="id"),
        inactive=lambda api: listed(api, tab="inactive", page_size=MOST, fields="id"),
        active=lambda api: listed(api, tab="active", sort="-updated_at", page_size=MOST),
        pending=lambda api: listed(api, tab="pending", sort="respond_by", page_size=MOST),
    )
    found = Found()
    found.requests = found.take(parts.requests) or []
    pages = {name: found.take(parts[name]) for name in ("changed", *TABS)}
    found.counts = {name: counted(pages[name]) for name in TABS}
    items = {name: list(each.items) if each else [] for name, each in pages.items()}
    found.pending, found.active, found.changed = items["pending"], items["active"], items["changed"]
    found.empty = not found.errors and not any(items[name] for name in TABS)
    return found


def counted(page: Page[Any] | None) -> str:
    """How many there are; `100+` where there are more than were asked for."""
    if page is None:
        return ""
    return f"{len(page.items)}+" if page.next_cursor else str(len(page.items))


def _requests(api: Client) -> list[types.Delegation]:
    return api.list_delegations(state="requested", page_size=10).first().items
