"""Uploads that nobody means to be read to the end."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from services.metrics import parsing
from services.metrics.parsing import CSV, NDJSON, Bounds, Stop, rows
from tests.unit.metrics.test_parsing import HEADER, chunked, parsed


def stopped(data: bytes, kind: str = CSV, bounds: Bounds | None = None) -> tuple[int, str]:
    """Rows before the one with which reading stopped, and why it did."""
    found = list(rows(kind, chunked(data, 1 << 16), bounds or Bounds()))
    assert not any(isinstance(cells, Stop) for _, cells in found[:-1])
    assert isinstance(found[-1][1], Stop)
    return len(found) - 1, found[-1][1].message


JSON_ROW = b'{"creator": "ana"}\n'
GOOD = {CSV: HEADER + b"ana,v1,t1,5\n", NDJSON: JSON_ROW}


@pytest.mark.parametrize("kind", [CSV, NDJSON])
@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (b"\n" * 200_000, "blank lines"),
        (b"x" * (20 << 20), "a line is longer"),
        (b"x" * (20 << 20) + b"\n", "a line is longer"),
    ],
)
def test_what_never_ends_is_stopped(kind: str, rest: bytes, why: str) -> None:
    read, message = stopped(GOOD[kind] + rest, kind)
    assert read == 1
    assert why in message
    assert message.endswith("the rest was not read")


@pytest.mark.parametrize("kind", [CSV, NDJSON])
def test_a_bomb_is_stopped_by_its_ratio(kind: str) -> None:
    bomb = gzip.compress(GOOD[kind]) + gzip.compress(bytes(64 << 20))
    read, why = stopped(bomb, kind)
    assert read <= 2
    assert "line is longer" in why or "times its size" in why
    lines = gzip.compress(GOOD[kind] + (b"x" * 4000 + b"\n") * 20_000)
    assert "times its size" in stopped(lines, kind)[1]


def test_what_packs_well_and_is_small_is_read() -> None:
    data = gzip.compress(HEADER + b"ana,v1,t1,5\n" * 100_000)
    assert len(data) * 200 < 100_000 * 12
    assert len(parsed(data, size=1 << 16)) == 100_000


def test_a_file_may_have_so_many_bytes() -> None:
    data = HEADER + b"ana,v1,t1,5\n" * 100_000
    assert "more than 65,536 bytes" in stopped(data, bounds=Bounds(65_536))[1]
    assert "more than 65,536 bytes" in stopped(gzip.compress(data), bounds=Bounds(65_536))[1]


def test_bounds_are_asked_while_a_file_is_read() -> None:
    asked = iter(range(10))

    def check() -> None:
        if next(asked) == 5:
            raise Stop("enough")

    read, why = stopped(HEADER + b"ana,v1,t1,5\n" * 100_000, bounds=Bounds(check=check))
    assert 0 < read < 100_000
    assert why == "enough: the rest was not read"


def test_quotes_that_open_again_and_again_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LONGEST_ROW", 1 << 14)
    monkeypatch.setattr(parsing, "MOST_REREAD", 1 << 20)
    # Outside of quotes the line opens one; inside it closes one and opens another.
    assert "never closed" in stopped(HEADER + b'a","\n' * 100_000)[1]


@pytest.mark.parametrize("kind", [CSV, NDJSON])
def test_a_row_is_handed_on_before_the_next_one_comes(kind: str) -> None:
    sent = []

    def chunks() -> Iterator[bytes]:
        for piece in (GOOD[kind], GOOD[kind].splitlines(keepends=True)[-1], b""):
            sent.append(piece)
            yield piece

    found = rows(kind, chunks())
    next(found)
    assert len(sent) <= 2
