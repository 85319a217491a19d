"""Whether a consumer has caught up, as streams and consumers stand one after the other."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from services.shared.backlog import CaughtUp
from services.shared.events import Consumer

Standing = tuple[int, int, int]
"""The last event of the stream, the last of those that are all handled, and how many wait."""


class Js:
    """Answers with one standing after the other."""

    def __init__(self, standings: list[Standing]) -> None:
        self._standings = standings

    async def consumer_info(self, _stream: str, _durable: str) -> Any:
        """As JetStream's."""
        last, floor, waiting = self._standings.pop(0)
        named = {"ack_floor": floor, "delivered": last - waiting}
        sequences = {name: SimpleNamespace(stream_seq=number) for name, number in named.items()}
        return SimpleNamespace(**sequences, num_pending=waiting, num_ack_pending=0)


@pytest.mark.parametrize(
    ("standings", "answers"),
    [
        ([(0, 0, 0)], [True]),
        ([(9, 4, 5), (9, 7, 2), (9, 9, 0)], [False, False, True]),
        # New ones come all the time: what counts is that those from before are handled.
        (
            [(9, 4, 5), (20, 8, 12), (30, 9, 21), (40, 29, 11), (50, 40, 10)],
            [False, False, True, False, True],
        ),
        # What came while nobody asked counts as well.
        ([(9, 9, 0), (20, 9, 11), (20, 20, 0)], [True, False, True]),
    ],
)
def test_what_there_was_is_handled(standings: list[Standing], answers: list[bool]) -> None:
    js: Any = Js(standings)
    caught_up = CaughtUp(js, Consumer("d", "S", "s.v1.>", {}))

    async def ask() -> list[bool]:
        return [await caught_up.now() for _ in answers]

    assert asyncio.run(ask()) == answers
