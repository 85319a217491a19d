"""The snapshots that the demo imports: real ones, moved to now, and made-up ones of the days before.

The real ones were taken within some weeks, long ago. All of their times are moved by the same number of whole
days, so that the newest was taken the day before the demo was first loaded. What charts of three months need
besides is estimated from them. Both say so: a real row by the note `demo: times shifted`, an estimated one by
`demo: made up`.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from services.cli.data.extract import plays

DAYS = 90
"""How many days before the newest the figures go back."""

SHIFTED, MADE_UP = "demo: times shifted", "demo: made up"

COUNTS = ("views", "likes", "comments", "shares", "saves")
TIMES = ("posted_at", "captured_at")
YOUNG = timedelta(days=10)
"""A younger video is looked at every day, an older one every sixth."""

Row = dict[str, str]


def history(real: Sequence[Row], last: date) -> list[Row]:
    """The rows to import, of which the newest was taken on the day `last`."""
    by_creator: dict[str, list[Row]] = defaultdict(list)
    for row in shifted(real, last):
        by_creator[row["creator"]].append(row)
    return [row for own in by_creator.values() for row in (*own, *Estimates(own, last).rows())]


def shifted(real: Sequence[Row], last: date) -> list[Row]:
    """The real rows with all times moved by the same number of whole days, marked."""
    newest = max(moment(row["captured_at"]) for row in real)
    days = last - newest.date()
    return [
        row | {name: _text(moment(row[name]) + days) for name in TIMES} | _marked(SHIFTED) for row in real
    ]


def moment(text: str) -> datetime:
    """The time that a cell says."""
    return datetime.fromisoformat(text)


def written(rows: Sequence[Row]) -> bytes:
    """The rows as compressed CSV; the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), compresslevel=3, mtime=0)


class Estimates:
    """What one creator's captures of every day would have been like, had there been any."""

    def __init__(self, real: Sequence[Row], last: date) -> None:
        self._chance = random.Random(real[0]["creator"])  # noqa: S311 - made up, and the same every time
        ordered = sorted(real, key=lambda row: row["captured_at"])
        self._videos = _videos(ordered)
        self._audience = _Audience(ordered, self._chance)
        self._first = datetime.combine(last, time(5, self._chance.randrange(60)), UTC) - timedelta(days=DAYS)
        # On a few days nobody looked: charts have gaps there.
        self._missed = set(self._chance.sample(range(10, DAYS - 5), 3))

    def rows(self) -> Iterator[Row]:
        """The rows, day by day."""
        for day in range(DAYS + 1):
            if day not in self._missed:
                yield from self._captured(day, self._first + timedelta(days=day))

    def _captured(self, day: int, now: datetime) -> Iterator[Row]:
        posted = [video for video in self._videos if video.posted < now]
        due = [
            video
            for place, video in enumerate(posted)
            if day == 0 or now - video.posted <= YOUNG or (place + day) % 6 == 0
        ]
        # One at least: the followers are counted with it.
        for video in due or posted[-1:]:
            yield video.at(now) | {"followers": self._audience.at(now)}


@dataclass(frozen=True)
class _Video:
    """A video with its real rows, oldest first."""

    posted: datetime
    rows: Sequence[Row]

    def at(self, now: datetime) -> Row:
        """What would have been captured: between two real rows on the line, else on the curve of its age."""
        earlier = [row for row in self.rows if moment(row["captured_at"]) <= now]
        later = self.rows[len(earlier)] if len(earlier) < len(self.rows) else None
        base = earlier[-1] if earlier else self.rows[0]
        counts = {name: self._count(name, base, later if earlier else None, now) for name in COUNTS}
        row = base | counts | {"captured_at": _text(now)}
        return row | plays(row) | _marked(MADE_UP)

    def _count(self, name: str, base: Row, later: Row | None, now: datetime) -> str:
        if not base[name]:
            return ""
        count, taken = int(base[name]), moment(base["captured_at"])
        if later is not None and later[name]:
            part = (now - taken) / (moment(later["captured_at"]) - taken)
            return str(round(count + part * (int(later[name]) - count)))
        return str(round(count * _reached(now - self.posted) / _reached(taken - self.posted)))


def _videos(ordered: Sequence[Row]) -> list[_Video]:
    by_video: dict[str, list[Row]] = defaultdict(list)
    for row in ordered:
        by_video[row["video"]].append(row)
    found = (_Video(moment(own[0]["posted_at"]), own) for own in by_video.values())
    return sorted(found, key=lambda video: video.posted)


def _reached(age: timedelta) -> float:
    """How far a video of that age has come: most of its views in the first week, and a few for ever."""
    days = max(age / timedelta(days=1), 0.2)
    return 1 - math.exp(-days / 4) + 0.0005 * days


class _Audience:
    """A creator's followers over time."""

    def __init__(self, ordered: Sequence[Row], chance: random.Random) -> None:
        known = {moment(row["captured_at"]): int(row["followers"]) for row in ordered if row["followers"]}
        self._known = sorted(known.items())
        self._growth, self._phase = chance.uniform(-0.02, 0.16), chance.uniform(0, 6)

    def at(self, now: datetime) -> str:
        """How many there were; before the first real count, by a growth with good and bad weeks."""
        if not self._known:
            return ""
        (first, count), (_, latest) = self._known[0], self._known[-1]
        if now <= first:
            back = (first - now) / timedelta(days=DAYS)
            week = 0.01 * min(1, 4 * back) * math.sin(self._phase + 40 * back)
            return str(round(count * (1 - self._growth * back + week)))
        for (before, some), (after, others) in pairwise(self._known):
            if now <= after:
                return str(round(some + (others - some) * ((now - before) / (after - before))))
        return str(latest)


def _marked(note: str) -> Row:
    return {"source": note}


def _text(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
