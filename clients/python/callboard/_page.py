"""Some items of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from callboard._calls import Answer, Call

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a list; `next_cursor` begins the next page, and is empty on the last one."""

    items: list[T]
    next_cursor: str


def page_of(call: Call[T], answer: Answer) -> Page[T]:
    """The page in the answer to a call."""
    return Page(answer["items"], str(answer.get("next_cursor") or ""))
