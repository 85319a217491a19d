"""Telling what is out of reach for a while from what is broken."""

from __future__ import annotations

from pymongo.errors import ConnectionFailure, PyMongoError

from services.shared.errors import Unavailable


def is_outage(error: Exception) -> bool:
    """Whether trying the same again later can help: the database, or a neighbour, cannot be reached."""
    timed_out = isinstance(error, PyMongoError) and error.timeout
    return timed_out or isinstance(error, ConnectionFailure | Unavailable)
