"""The Python client of Callboard.

`Client` and `AsyncClient` have one method for each operation of the API, named after it; `callboard.types`
holds what they take and give; `callboard.webhooks` verifies deliveries.
"""

from __future__ import annotations

from callboard import types, webhooks
from callboard._async_client import AsyncClient
from callboard._async_pages import AsyncPages
from callboard._calls import Answer, IfMatch, etag_of
from callboard._clock import AsyncClock, Clock
from callboard._content import Content
from callboard._events import Event
from callboard._exchange import Retry
from callboard._page import Page
from callboard._sync_client import Client
from callboard._sync_pages import Pages
from callboard.errors import (
    ApiError,
    BadRequest,
    CallboardError,
    Conflict,
    FieldFault,
    Forbidden,
    Invalid,
    NotConfigured,
    NotFound,
    PreconditionRequired,
    RateLimited,
    ServerError,
    Stale,
    TooLarge,
    Unauthorized,
    Unavailable,
    Unreachable,
)

__all__ = [
    "Answer",
    "ApiError",
    "AsyncClient",
    "AsyncClock",
    "AsyncPages",
    "BadRequest",
    "CallboardError",
    "Client",
    "Clock",
    "Conflict",
    "Content",
    "Event",
    "FieldFault",
    "Forbidden",
    "IfMatch",
    "Invalid",
    "NotConfigured",
    "NotFound",
    "Page",
    "Pages",
    "PreconditionRequired",
    "RateLimited",
    "Retry",
    "ServerError",
    "Stale",
    "TooLarge",
    "Unauthorized",
    "Unavailable",
    "Unreachable",
    "etag_of",
    "types",
    "webhooks",
]
