"""The creators of an agency, for lists that can be narrowed to one of them."""

from __future__ import annotations

from callboard import Client, types

MOST = 100


def creators_of(api: Client) -> list[types.Creator]:
    """The first hundred by handle; an agency with more finds the others by their own pages."""
    return [item["creator"] for item in api.list_roster(page_size=MOST, sort="handle").first().items]
