"""Notes in MongoDB that only a later version replaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError


def put_newer(rows: Collection[dict[str, Any]], older: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    """Writes `change` where `older`, which names an `_id`, finds what it replaces, or where nothing stands.

    A document that `older` does not find is this version or a later one, and stays: the upsert tries to
    insert another of its id, and is refused. It is tried twice, as the first refusal may be that of an
    insertion at the same moment, by another process, of what is older.
    """
    for _ in range(2):
        try:
            rows.update_one(older, change, upsert=True)
        except DuplicateKeyError:
            continue
        return
