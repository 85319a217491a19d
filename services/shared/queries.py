"""Pages of lists in MongoDB, which are sorted by a time and then by id, each read along an index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.cursor import Cursor

from services.shared.codes import FieldCode
from services.shared.due import Position
from services.shared.errors import invalid
from services.shared.paging import PageRequest, moment_and_id

MOST_SORTED = 5_000
"""What is sorted for one page at the most, where no index has both the order and the filter."""

Row = dict[str, Any]


def listed(
    rows: Collection[Row],
    query: Mapping[str, Any],
    page: PageRequest,
    index: str,
    projection: Mapping[str, Any] | None = None,
    *,
    sorts: bool = False,
    changed: str = "updated_at",
) -> Cursor[Row]:
    """What matches, in the order of the page and from where it begins; one more than it holds.

    `index` names the index that is read: in its order, unless it `sorts` what it finds there. `changed` is
    the field that `updated_since` asks for. Raises Invalid where too much would have to be sorted.
    """
    parts = [query, *behind(page.field, "$lt" if page.descending else "$gt", moment_and_id(page.after))]
    parts += [{changed: {"$gte": page.since}}] if page.since else []
    if sorts:
        require_few(rows, {"$and": parts}, index)
    direction = -1 if page.descending else 1
    found = rows.find({"$and": parts}, projection).hint(index)
    return found.sort([(page.field, direction), ("_id", direction)]).limit(page.limit)


def index_of(page: PageRequest, plain: str, changes: str) -> tuple[str, bool]:
    """Which index a page is read off, and whether what is found there has to be sorted.

    `plain` has the order that is asked for, `changes` that of updated_at: who asks what has changed since
    some time, in another order, gets it sorted.
    """
    if page.field == "updated_at":
        return changes, False
    return (changes, True) if page.since else (plain, False)


def require_few(rows: Collection[Row], query: Mapping[str, Any], index: str) -> None:
    """Raises Invalid where more matches than is sorted for one page."""
    if rows.count_documents(query, limit=MOST_SORTED + 1, hint=index) > MOST_SORTED:
        message = (
            f"puts more than {MOST_SORTED} items in order, which is too many; ask for fewer, or read them "
            "in the order of updated_at"
        )
        raise invalid("sort", message, FieldCode.NOT_ALLOWED)


def behind(field: str, beyond: str, position: Position | None) -> list[Row]:
    """What stands behind a position; the first part bounds the scan of the index, the second is exact."""
    if position is None:
        return []
    moment, item_id = position
    exact = [{field: {beyond: moment}}, {field: moment, "_id": {beyond: item_id}}]
    return [{field: {f"{beyond}e": moment}}, {"$or": exact}]


def beyond(field: str, page: PageRequest) -> list[Row]:
    """What stands behind the place where the page begins, in a list that is sorted by a number."""
    return [{field: {"$lt" if page.descending else "$gt": page.after[0]}}] if page.after else []
