"""One document by its id, at the least cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError


def by_id(
    collection: Collection[dict[str, Any]], document_id: str, projection: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The document as it stands on the primary, or None.

    A plain command costs a fifth less than the cursor of `find_one`, which alone is tried again by pymongo
    where the primary has changed. So that is what the second try is.
    """
    query = {"_id": document_id}
    try:
        answer = collection.database.command(
            "find",
            collection.name,
            filter=query,
            projection=projection,
            limit=1,
            singleBatch=True,
            codec_options=collection.codec_options,
        )
    except ServerSelectionTimeoutError:
        raise
    except AutoReconnect:
        return collection.find_one(query, projection)
    return next(iter(answer["cursor"]["firstBatch"]), None)
