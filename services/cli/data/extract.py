"""Makes demo_snapshots.csv.gz out of a file of real snapshots: `python -m services.cli.data.extract SOURCE`.

It takes every row of some creators. Real snapshots know neither full
plays nor plays of six seconds, so these are made up, the same for the same source, and marked as such
by `plays_source`.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import sys
from collections.abc import Sequence
from pathlib import Path

CHOSEN = tuple(
    f"creator_{number}"
    for number in (
        "00159 00957 01186 01297 01317 01803 02014 02188 02351 "
        "02590 02625 02964 03130 04584 04606 04799 05164 06297"
    ).split()
)
"""Creators of every size, with many captures of many videos, some of them posted three months before."""

TARGET = Path(__file__).with_name("demo_snapshots.csv.gz")
ADDED = ("full_plays", "six_second_plays", "plays_source")
SOURCE = "demo"

Row = dict[str, str]


def extract(rows: Sequence[Row], chosen: Sequence[str] = CHOSEN) -> list[Row]:
    """Every row of the chosen creators, with the made-up columns, each creator's together."""
    return [row | plays(row) for creator in chosen for row in rows if row["creator"] == creator]


def plays(row: Row) -> Row:
    """Plays to the end and of six seconds: one rate per video, lower for longer ones."""
    if not row["views"]:
        return dict.fromkeys(ADDED, "")
    chance = random.Random(row["video"])  # noqa: S311 - made up, and the same every time
    views, duration = int(row["views"]), int(row["duration_s"] or 30)
    completion = chance.uniform(0.75, 1.25) * 7 / (duration + 12)
    six_seconds = completion if duration <= 6 else min(0.9, completion + chance.uniform(0.1, 0.3))
    plays = (str(round(views * completion)), str(round(views * six_seconds)), SOURCE)
    return dict(zip(ADDED, plays, strict=True))


def written(rows: Sequence[Row]) -> bytes:
    """The rows as CSV, compressed; the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), mtime=0)


def main(source: str) -> None:
    """Reads the source, a CSV that may be compressed, and writes the extract beside this script."""
    opened = gzip.open if source.endswith(".gz") else open
    with opened(source, "rt", encoding="utf-8", newline="") as file:
        rows = extract(list(csv.DictReader(file)))
    TARGET.write_bytes(written(rows))
    print(f"{len(rows)} rows of {len({row['creator'] for row in rows})} creators in {TARGET.name}")


if __name__ == "__main__":
    main(sys.argv[1])
