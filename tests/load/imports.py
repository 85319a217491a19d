"""Import of snapshots through HTTP against raw `insert_many` of the same documents."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pymongo import MongoClient

from tests.e2e.api import Actor, unique
from tests.load.stack import Stack

ROWS = 200_000
BATCH = 5_000
ROUNDS = 3
HEADER = "creator,followers,video,posted_at,captured_at,duration_s,views,likes,comments,shares,saves\n"


def measure(stack: Stack) -> list[str]:
    """Alternates between the two; the median ratio counts."""
    pairs = []
    for _ in range(ROUNDS):
        prefix = unique("bench")
        through_http = timed_upload(stack.operator, generated(prefix, ROWS))
        pairs.append((ROWS / through_http, ROWS / _raw(stack, prefix)))
    ours, raw = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return [f"import: {ours:.0f} rows/s of {raw:.0f} by insert_many, ratio {ratio:.2f} (at least 0.2)"]


def timed_upload(actor: Actor, content: Iterator[bytes]) -> float:
    """Seconds that an import takes; it must accept every row."""
    body = b"".join(content)
    begun = time.monotonic()
    report = actor.call(
        "POST",
        "/v1/metrics/snapshots",
        status=200,
        content=body,
        headers={"Content-Type": "text/csv"},
        timeout=3600,
    )
    assert report["rejected"] == [], report["rejected"][:3]
    return time.monotonic() - begun


def generated(prefix: str, rows: int, *, creators: int = 500, captures: int = 4) -> Iterator[bytes]:
    """A CSV of `rows` captures in pieces: `creators` creators, each video captured `captures` times."""
    yield HEADER.encode()
    numbers = iter(range(rows))
    while chunk := list(islice(numbers, 2000)):
        yield "".join(_line(prefix, number, creators, captures) for number in chunk).encode()


def _line(prefix: str, number: int, creators: int, captures: int) -> str:
    video, capture = divmod(number, captures)
    day = video // creators % 28 + 1
    return (
        f"{prefix}_{video % creators},{70_000 + number},v{video:015x},2026-01-{day:02}T10:00:00Z,"
        f"2026-02-{capture + 1:02}T10:00:00Z,15,{1000 + number},{number % 997},{number % 89},"
        f"{number % 31},7\n"
    )


def _raw(stack: Stack, prefix: str) -> float:
    """Seconds that pymongo takes for the documents that the import has just stored."""
    client: MongoClient[dict[str, Any]] = MongoClient(stack.mongo_uri())
    with client:
        stored = client["metrics"]["snapshots"].find({"account": {"$regex": f"^{prefix}"}})
        documents = list(stored)
        assert len(documents) == ROWS
        target = client["bench"]["raw"]
        target.drop()
        begun = time.monotonic()
        for start in range(0, ROWS, BATCH):
            target.insert_many(documents[start : start + BATCH])
        seconds = time.monotonic() - begun
        target.drop()
    return seconds
