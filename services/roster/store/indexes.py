"""The orders in which rosters and parties are read, and the indexes that have them."""

from __future__ import annotations

from typing import Any

ROSTER_ORDERS = {
    "handle": "creator.handle",
    "display_name": "creator.name",
    "followers": "creator.followers",
    "average_views": "creator.average_views",
    "engagement_rate": "creator.engagement_rate",
    "starting_rate": "starting_rate.amount_minor",
    "granted_at": "granted_at",
    "updated_at": "line_updated_at",
}
"""The orders of a roster that an index has, and the field of a delegation's record that each goes by."""


def roster_index(order: str, *, down: bool) -> str:
    """The name of the index that has an order, ascending or descending."""
    return f"roster_{order}_{'down' if down else 'up'}"


PARTY_ORDERS = {
    "name": "found.name",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
"""The orders in which the operator reads parties, and the field that each goes by."""

DIRECTORY_ORDERS = {
    "handle": "handle",
    "display_name": "found.name",
    "followers": "found.followers",
    "average_views": "found.average_views",
    "engagement_rate": "found.engagement_rate",
    "updated_at": "updated_at",
}
"""The orders of the directory, and the field that each goes by."""

_LISTED = {"partialFilterExpression": {"found.listed": True}}

PARTY_INDEXES: tuple[dict[str, Any], ...] = (
    # Who does not want to be found by her handle is not in it: she is sought as one who is not there.
    {"fields": ["found.handle"], "name": "found_by_handle", "sparse": True},
    {"fields": ["kind", "found.keys"], "name": "search"},
    {"fields": ["found.keys"], "name": "directory_search", **_LISTED},
    *(
        {"fields": ["kind", "found.state", field, "_id"], "name": f"parties_{order}"}
        for order, field in PARTY_ORDERS.items()
    ),
    *(
        {"fields": [field, "_id"], "name": f"directory_{order}", **_LISTED}
        for order, field in DIRECTORY_ORDERS.items()
    ),
)
"""What parties are found and listed by."""
