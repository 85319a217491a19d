"""Telling what is out of reach for a while from what is broken, and from what was too much."""

from __future__ import annotations

from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WaitQueueTimeoutError

from services.shared.codes import ErrorCode
from services.shared.errors import Unavailable


def is_outage(error: Exception) -> bool:
    """Whether trying the same again later can help: the database, or another service, cannot be reached."""
    timed_out = isinstance(error, PyMongoError) and error.timeout
    return timed_out or isinstance(error, ConnectionFailure | Unavailable)


def unavailable(error: Exception) -> Unavailable | None:
    """What the caller is told of an error that passes; None of all others.

    A query that hit its time limit, and a pool that is all in use, are no database that is away.
    """
    if isinstance(error, ExecutionTimeout):
        return Unavailable(
            "The answer took longer than it may; ask for less, or try again in a moment.",
            code=ErrorCode.ANSWER_TOO_SLOW,
        )
    if isinstance(error, WaitQueueTimeoutError):
        return Unavailable("The service is busy; try again in a moment.")
    if is_outage(error):
        return Unavailable("The database is out of reach; try again in a moment.")
    return None
