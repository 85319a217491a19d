"""Lists: all items one by one, or page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, TypeVar

from callboard._calls import Answer, Call
from callboard._page import Page, page_of

T = TypeVar("T")


class AsyncPages(Generic[T]):
    """A list. Iterating asks for page after page, as they are needed."""

    def __init__(self, call: Call[T], ask: Callable[[Call[T]], Awaitable[Answer]]) -> None:
        self._call, self._ask = call, ask

    async def __aiter__(self) -> AsyncIterator[T]:
        """Every item."""
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Every page."""
        page = await self.first()
        yield page
        while page.next_cursor:
            page = await self._page(self._call.at(page.next_cursor))
            yield page

    async def first(self) -> Page[T]:
        """The first page alone."""
        return await self._page(self._call)

    async def _page(self, call: Call[T]) -> Page[T]:
        return page_of(call, await self._ask(call))
