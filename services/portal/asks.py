"""What a page asks the gateway: its questions go out beside each other, and each part stands for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from flask import current_app, g

from callboard import Client
from callboard.errors import CallboardError, Unauthorized

T = TypeVar("T")
Question = Callable[[Client], Any]


@dataclass(frozen=True)
class Part(Generic[T]):
    """What came of one question: a value, or the error in its place."""

    name: str
    value: T | None = None
    error: CallboardError | None = None

    @property
    def ok(self) -> bool:
        """Whether there is a value."""
        return self.error is None

    def required(self) -> T:
        """The value; raises the error, which then is that of the whole page."""
        if self.error is not None:
            raise self.error
        return cast(T, self.value)


class Parts(Mapping[str, Part[Any]]):
    """The parts by the names of their questions, also as attributes."""

    def __init__(self, parts: Mapping[str, Part[Any]]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> Part[Any]:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __getattr__(self, name: str) -> Part[Any]:
        try:
            return self._parts[name]
        except KeyError:
            raise AttributeError(name) from None


def api() -> Client:
    """The API as whoever is signed in, for one request of a page."""
    return cast(Client, g.api)


def together(**questions: Question) -> Parts:
    """Asks all of these at once: `together(offer=lambda api: api.get_creator_offer(…), …)`.

    A question that fails yields a Part with its error. Raises Unauthorized where the session has ended.
    """
    client, pool = api(), cast(ThreadPoolExecutor, current_app.extensions["asks"])
    *others, last = questions
    begun: dict[str, Future[Part[Any]]] = {
        name: pool.submit(copy_context().run, _asked, name, questions[name], client) for name in others
    }
    # This thread would only wait.
    answered = _asked(last, questions[last], client)
    parts = {**{name: future.result() for name, future in begun.items()}, last: answered}
    for part in parts.values():
        if isinstance(part.error, Unauthorized):
            raise part.error
    return Parts(parts)


def _asked(name: str, question: Question, client: Client) -> Part[Any]:
    try:
        return Part(name, question(client))
    except CallboardError as error:
        return Part(name, error=error)
