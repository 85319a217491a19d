"""Asks stores for pages of lists."""

from __future__ import annotations

from datetime import datetime

from services.shared.paging import PageRequest, position_of


def asked(
    sort: str, limit: int = 9, *, after: tuple[datetime, str] | None = None, since: datetime | None = None
) -> PageRequest:
    """What a handler asks of a store: up to `limit` items, behind a time and an id."""
    return PageRequest(limit - 1, "list", position_of(*after) if after else (), sort, since)
