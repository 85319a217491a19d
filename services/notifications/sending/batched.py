"""One call in a thread for what many tasks ask for at the same time.

Each lane is a task of its own, and waits for each of its questions. Asked one by one they would each cost a
thread's turn and a round trip; so those that come up while a call is under way go out together in the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Batched(Generic[Q, A]):
    """Questions and their answers. For one event loop.

    `ask` is called in a thread, with the questions in the order in which they came, and returns as many
    answers. What it raises, each of those who wait for that call gets.
    """

    def __init__(self, ask: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._ask = ask
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, question: Q) -> A:
        """The answer to a question."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, []
            try:
                answers = await asyncio.to_thread(self._ask, [question for question, _ in asked])
            except Exception as error:
                for _, answer in asked:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, answer), said in zip(asked, answers, strict=True):
                if not answer.done():
                    answer.set_result(said)
