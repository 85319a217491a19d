"""The requests of lists, which all have the same parameters: a page, an order, and since when."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from google.protobuf.message import Message

from services.shared.invocations import variables
from services.shared.mapping import moment, text_of
from services.shared.paging import POSITION, PageRequest, page_request

_PAGE = frozenset({"page_size", "cursor"})


def list_request(request: Message, key: Sequence[Any] = POSITION) -> PageRequest:
    """What is asked of a list; `key` gives the types of a position in it, by default in one sorted by a time.

    A cursor is good for the same list, in the same order, under the same filters. Raises Invalid for others.
    """
    asked: Any = request
    return page_request(
        asked.page_size,
        asked.cursor,
        _order(request),
        key,
        sort=text_of(request, "sort"),
        since=moment(request, "updated_since"),
    )


def _order(request: Message) -> str:
    """Names the list with its order and filters: all that was asked but whose list it is, and which page."""
    apart = _apart(request.DESCRIPTOR)
    asked = [(field.name, str(value)) for field, value in request.ListFields() if field.name not in apart]
    return f"{request.DESCRIPTOR.name} {zlib.crc32(repr(asked).encode()):08x}"


@cache
def _apart(request: Any) -> frozenset[str]:
    """The fields of a request type that are neither order nor filter."""
    rpcs = (rpc for service in request.file.services_by_name.values() for rpc in service.methods)
    (rpc,) = (each for each in rpcs if each.input_type.full_name == request.full_name)
    return frozenset({*_PAGE, *variables(f"{rpc.containing_service.full_name}/{rpc.name}")})
