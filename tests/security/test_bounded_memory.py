"""One request costs bounded memory, in the gateway and in the service behind it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.e2e.api import Actor
from tests.e2e.installation import Installation

LARGEST_GROWTH = 150 << 20
"""Bytes that a process may grow by, whatever comes. One such body took roster-rpc to 3 GB once."""

NOT_JSON = {"Content-Type": "application/json", "If-Match": "*"}


def _bodies() -> dict[str, tuple[bytes, int]]:
    """Hostile bodies of a rate card with the status that each gets."""
    million = 1 << 20
    return {
        "eight megabytes of objects": (b'{"rates":[' + b"{}," * (8 * million // 3) + b"{}]}", 413),
        "as many objects as fit": (b'{"rates":[' + b"{}," * (million // 3 - 10) + b"{}]}", 413),
        "more items than a list has": (b'{"rates":[' + b"{}," * 5000 + b"{}]}", 422),
        "as many items as a list has": (b'{"rates":[' + b"{}," * 998 + b"{}]}", 422),
        "one long text": (b'{"rates":[{"deliverable":"' + b"x" * (million - 100) + b'"}]}', 422),
        "deep": (b'{"rates":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 413),
        "just too deep": (b'{"rates":' + b"[" * 900 + b"]" * 900 + b"}", 400),
        "many unknown names": (b"{" + b",".join(b'"a%d":1' % n for n in range(40_000)) + b"}", 422),
    }


class Peak:
    """The largest resident size that processes have had while the block ran, beyond what they began with."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._processes = [each for top in processes for each in (top, *top.children(recursive=True))]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.grown = 0

    def _sizes(self) -> list[int]:
        return [each.memory_info().rss for each in self._processes]

    def _watch(self) -> None:
        while not self._stopping.wait(0.02):
            self._look()

    def _look(self) -> None:
        grown = (now - before for now, before in zip(self._sizes(), self._before, strict=True))
        self.grown = max(self.grown, *grown)

    def __enter__(self) -> Peak:
        self._before = self._sizes()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._look()


@pytest.mark.parametrize("name", _bodies())
def test_a_hostile_body_is_refused_and_costs_little(
    name: str, installation: Installation, parties: dict[str, Actor]
) -> None:
    body, status = _bodies()[name]
    creator = parties["creator"]
    path = f"/v1/creators/{creator.id}/rate-card"
    with Peak([installation.process("gateway"), installation.process("roster-rpc")]) as peak:

        def send(_: int) -> None:
            answer = creator.send("PUT", path, content=body, headers=NOT_JSON)
            assert answer.status_code == status, answer.text[:300]
            assert len(answer.json().get("errors", [])) <= 100
            assert len(answer.content) < 100_000

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(send, range(8)))
    assert peak.grown < LARGEST_GROWTH
