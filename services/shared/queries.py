"""Pages of lists in MongoDB, which are sorted by a time and then by id, each read along an index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.cursor import Cursor

from services.shared.codes import FieldCode
from services.shared.due import Position
from services.shared.errors import Invalid, invalid
from services.shared.paging import PageRequest, moment_and_id

MOST_SORTED = 5_000
"""What is sorted for one page at the most, where no index has both the order and the filter."""

Row = dict[str, Any]


def listed(
    rows: Collection[Row],
    query: Mapping[str, Any],
    page: PageRequest,
    projection: Mapping[str, Any] | None = None,
    *,
    changed: str = "updated_at",
    narrow: str = "",
) -> Cursor[Row]:
    """What matches, in the order of the page and from where it begins; one more than it holds.

    `changed` is the field that `updated_since` asks for. `narrow` names the index that has the filters, where
    the one that has the order has them not: then what it finds is sorted, if it is not too much.
    """
    parts = [query, *behind(page.field, "$lt" if page.descending else "$gt", moment_and_id(page.after))]
    parts += [{changed: {"$gte": page.since}}] if page.since else []
    direction = -1 if page.descending else 1
    found = rows.find({"$and": parts}, projection).sort([(page.field, direction), ("_id", direction)])
    if narrow:
        if rows.count_documents({"$and": parts}, limit=MOST_SORTED + 1, hint=narrow) > MOST_SORTED:
            raise too_many()
        found = found.hint(narrow)
    return found.limit(page.limit)


def too_many() -> Invalid:
    """The refusal of an order in which too much would have to be sorted."""
    message = f"must be updated_at here: more than {MOST_SORTED} items are concerned; or ask for fewer"
    return invalid("sort", message, FieldCode.NOT_ALLOWED)


def behind(field: str, beyond: str, position: Position | None) -> list[Row]:
    """What stands behind a position; the first part bounds the scan of the index, the second is exact."""
    if position is None:
        return []
    moment, item_id = position
    exact = [{field: {beyond: moment}}, {field: moment, "_id": {beyond: item_id}}]
    return [{field: {f"{beyond}e": moment}}, {"$or": exact}]
