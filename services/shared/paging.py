"""Pages of a list: a size, and an opaque cursor that carries the sort key of the last item."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from services.shared.codes import FieldCode
from services.shared.errors import Invalid, invalid

POSITION = (int, str)
"""The types of a position in a list that is sorted by a time: milliseconds since 1970, and the id."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items, and the cursor of those that follow; empty on the last page.

    `behind` makes the cursor of what follows an item, for whoever has to end the page there.
    """

    items: tuple[T, ...]
    next_cursor: str = ""
    behind: Callable[[T], str] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class PageRequest:
    """How many items, in which order, after which sort key. `after` is empty for the first page.

    `sort` names the field to sort by, with a `-` before it for descending; what has changed last before
    `since` is left out.
    """

    size: int
    order: str
    after: tuple[Any, ...] = ()
    sort: str = ""
    since: datetime | None = None

    @property
    def field(self) -> str:
        """The field that is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.sort.startswith("-")

    @property
    def limit(self) -> int:
        """What a store is asked for: one more than the page holds says whether there are more."""
        return self.size + 1

    def is_behind(self, place: tuple[Any, ...]) -> bool:
        """Whether a place in the list comes behind the one after which the page begins."""
        return not self.after or (place < self.after if self.descending else place > self.after)

    def place(self, item: Any) -> tuple[int, str]:
        """The position of an item in a list that is sorted by a time."""
        return position_of(getattr(item, self.field), item.id)

    def cut(self, items: Sequence[T], key: Callable[[T], tuple[Any, ...]] | None = None) -> Page[T]:
        """The page out of `items`, of which the store was asked for `limit` at the most.

        `key` maps an item to the JSON values that order it, its id last; where left out, the list is sorted
        by a time.
        """
        key = key or self.place
        kept = tuple(items[: self.size])
        more = len(items) > self.size

        def behind(item: T) -> str:
            return encode_cursor(self.order, key(item))

        return Page(kept, behind(kept[-1]) if more else "", behind)


def page_request(
    page_size: int,
    cursor: str,
    order: str,
    key: Sequence[Any] = (),
    *,
    sort: str = "",
    since: datetime | None = None,
) -> PageRequest:
    """Reads a list request's `page_size` and `cursor`.

    `order` names the list and its sorting, so that a cursor of another one is refused; `key` the types
    (as isinstance takes them) of the values that make up a position in it.
    Raises Invalid for a cursor that this list did not give out.
    """
    return PageRequest(page_size, order, _decode(cursor, order, key) if cursor else (), sort, since)


def position_of(moment: datetime, item_id: str) -> tuple[int, str]:
    """A position in a list that is sorted by a time, as a cursor carries it."""
    return (moment - _EPOCH) // timedelta(milliseconds=1), item_id


def moment_and_id(position: tuple[Any, ...]) -> tuple[datetime, str] | None:
    """The time and id of a position; None for that of the first page. Raises Invalid."""
    if not position:
        return None
    milliseconds, item_id = position
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds), item_id
    except OverflowError as error:
        raise unknown_cursor() from error


def unknown_cursor() -> Invalid:
    """The refusal of a cursor that the list did not give out."""
    return invalid("cursor", "is not one of this list; begin again without it", FieldCode.UNKNOWN_CURSOR)


def encode_cursor(order: str, key: tuple[Any, ...]) -> str:
    """The opaque text for a position in the list sorted by `order`."""
    return base64.urlsafe_b64encode(json.dumps([order, *key]).encode()).decode().rstrip("=")


def _decode(cursor: str, order: str, types: Sequence[Any]) -> tuple[Any, ...]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        named, *key = json.loads(base64.b64decode(padded.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        named, key = None, []
    if named != order or not key or not all(map(_storable, key)) or not _fits(key, types):
        raise unknown_cursor()
    return tuple(key)


def _fits(key: list[Any], types: Sequence[Any]) -> bool:
    return not types or (len(key) == len(types) and all(map(isinstance, key, types)))


def _storable(part: Any) -> bool:
    """Whether a store can compare with it: anybody can make up a cursor."""
    match part:
        case str():
            return not any("\ud800" <= letter <= "\udfff" for letter in part)
        case int():
            return abs(part) < 2**63
        case float():
            return math.isfinite(part)
    return part is None
