"""What a desk shows: the offers, which say also what their deals owe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from callboard import Client, Page, types
from callboard.errors import CallboardError
from services.portal import asks, formats
from services.portal.offers import MOST, listed

TABS = ("pending", "active", "completed", "inactive")
SHOWN = "id,campaign_id,creator_id,campaign_name,brand_name,creator,state,updated_at"
"""What a desk shows of an offer that asks nothing of anybody."""


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
    newest: dict[str, Any] = {"sort": "-updated_at", "page_size": MOST}
    parts = asks.together(
        requests=lambda api: _requests(api) if kind != "brand" else [],
        completed=lambda api: listed(api, tab="completed", **newest, fields=SHOWN),
        inactive=lambda api: listed(api, tab="inactive", **newest, fields=SHOWN),
        active=lambda api: listed(api, tab="active", **newest),
        pending=lambda api: listed(api, tab="pending", sort="respond_by", page_size=MOST),
    )
    found = Found()
    found.requests = found.take(parts.requests) or []
    pages = {name: found.take(parts[name]) for name in TABS}
    found.counts = {name: counted(page) for name, page in pages.items()}
    items = {name: list(page.items) if page else [] for name, page in pages.items()}
    found.pending, found.active = items["pending"], items["active"]
    found.empty = not found.errors and not any(items.values())
    found.changed = _changed(found, [offer for each in items.values() for offer in each], since)
    return found


def _changed(found: Found, offers: list[types.Offer], since: datetime) -> list[types.Offer]:
    """What has changed, newest first. All of that was read already, unless more is pending than was read."""
    if found.counts["pending"].endswith("+"):
        asked: dict[str, Any] = {"updated_since": since.isoformat(), "sort": "-updated_at", "page_size": MOST}
        page = found.take(asks.together(changed=lambda api: listed(api, **asked, fields=SHOWN)).changed)
        return list(page.items) if page else []
    fresh = [each for each in offers if formats.read(each["updated_at"]) >= since]
    return sorted(fresh, key=lambda each: formats.read(each["updated_at"]), reverse=True)


def counted(page: Page[Any] | None) -> str:
    """How many there are; `100+` where there are more than were asked for."""
    if page is None:
        return ""
    return f"{len(page.items)}+" if page.next_cursor else str(len(page.items))


def _requests(api: Client) -> list[types.Delegation]:
    return api.list_delegations(state="requested", page_size=10).first().items
