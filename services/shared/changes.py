"""What wakes the relay: the changes that commands make, as MongoDB tells of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from pymongo.errors import PyMongoError

from services.shared import logs
from services.shared.documents import MongoRepository

log = logs.logger()

_COMMANDS = [
    {"operationType": "insert", "fullDocument.outbox.0": {"$exists": True}},
    # Every command sets the version; striking published events off does not, and must not wake the relay.
    {"operationType": "update", "updateDescription.updatedFields.version": {"$exists": True}},
]
"""Changes after which an outbox may hold something new."""


def watch(
    repositories: Sequence[MongoRepository[Any]], wake: Callable[[str], None], stop: threading.Event
) -> None:
    """Calls `wake` with the name of a collection whenever a command has written in it, until told to stop.

    It only makes things come sooner: the relay's poll is the truth.
    """
    database = repositories[0].collection.database
    names = [repository.collection.name for repository in repositories]
    written = {"$match": {"ns.coll": {"$in": names}, "$or": _COMMANDS}}
    while not stop.is_set():
        try:
            with database.watch([written, {"$project": {"ns": 1}}], max_await_time_ms=500) as stream:
                while stream.alive and not stop.is_set():
                    if change := stream.try_next():
                        wake(change["ns"]["coll"])
        except PyMongoError as error:
            log.warning("change_stream_lost", error=repr(error))
            stop.wait(1)
