"""Snapshots: the figures of one video at one time of capture, and the rules of an imported row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from services.metrics.domain.provenance import LONGEST_NOTE
from services.shared.clock import to_millisecond
from services.shared.text import hidden_character

IDENTITY = ("account", "video", "captured_at", "source")
"""What says of a snapshot which one it is."""

LARGEST = 2**53
"""The largest count: JSON readers keep integers exact up to here."""

HANDLE = re.compile(r"[a-z0-9_.]{1,64}")
LONGEST_VIDEO = 128
CLOCK_SKEW = timedelta(minutes=5)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Snapshot(NamedTuple):
    """One video as captured once. None is unknown; times are UTC, counts are whole numbers.

    A named tuple and not a dataclass: an import makes millions of them. `account` is the creator's
    handle, lower case, without @; in a row just read it may still be a creator's id. `note` and
    `plays_note` are the importer's words; `source` is Callboard's, and empty in a row just read.
    """

    account: str
    video: str
    captured_at: datetime
    posted_at: datetime | None = None
    followers: int | None = None
    duration_s: int | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    full_plays: int | None = None
    six_second_plays: int | None = None
    note: str | None = None
    plays_note: str | None = None
    source: str = ""


COLUMNS = ("creator", *Snapshot._fields[1:-3], "source", "plays_source")
"""The columns of an import, in the order in which `snapshot_of` takes their cells."""

REQUIRED = COLUMNS[:3]


class BadRow(Exception):
    """A row that cannot be kept; the message names the column and its value."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def snapshot_of(cells: Sequence[object], latest: datetime) -> Snapshot:
    """The snapshot that the cells of one row say, in the order of `COLUMNS`; None or "" is unknown.

    Counts are whole numbers from 0 to 2^53, times RFC 3339 (UTC where no offset is given), and nothing
    was captured after `latest`. Raises BadRow.
    """
    captured_at = _moment(cells[2], "captured_at")
    if captured_at is None:
        raise BadRow("captured_at: must not be empty")
    if not EARLIEST <= captured_at <= latest:
        raise BadRow(f"captured_at: {_shown(cells[2])} is in the future, or before 1970")
    return Snapshot(
        creator_name(cells[0]),
        _video(cells[1]),
        captured_at,
        _moment(cells[3], "posted_at"),
        _count(cells[4], "followers"),
        _count(cells[5], "duration_s"),
        _count(cells[6], "views"),
        _count(cells[7], "likes"),
        _count(cells[8], "comments"),
        _count(cells[9], "shares"),
        _count(cells[10], "saves"),
        _count(cells[11], "full_plays"),
        _count(cells[12], "six_second_plays"),
        _note(cells[13], "source"),
        _note(cells[14], "plays_source"),
    )


def latest_capture(now: datetime) -> datetime:
    """The latest time of capture that is accepted: clocks may differ by five minutes."""
    return now + CLOCK_SKEW


def creator_name(cell: object) -> str:
    """A creator's handle in its one form, or her id; raises BadRow."""
    name = cell.strip().removeprefix("@").lower() if isinstance(cell, str) else ""
    if not HANDLE.fullmatch(name):
        raise BadRow(f"creator: {_shown(cell)} is not a handle, nor a creator's id")
    return name


def _video(cell: object) -> str:
    text = cell.strip() if isinstance(cell, str) else str(cell) if type(cell) is int else ""
    if not text or len(text) > LONGEST_VIDEO or hidden_character(text):
        raise BadRow(f"video: {_shown(cell)} is not an id of 1 to {LONGEST_VIDEO} printable characters")
    return text


def _note(cell: object, column: str) -> str | None:
    if cell is None or cell == "":
        return None
    if not isinstance(cell, str) or len(cell) > LONGEST_NOTE or hidden_character(cell):
        raise BadRow(f"{column}: {_shown(cell)} is not a name of at most {LONGEST_NOTE} printable characters")
    return cell.strip() or None


def _count(cell: object, column: str) -> int | None:
    if cell is None or cell == "":
        return None
    if type(cell) is str and len(cell) <= 16 and cell.isdigit() and cell.isascii():
        value = int(cell)
    else:
        value = _odd_count(cell)
    if 0 <= value <= LARGEST:
        return value
    raise BadRow(f"{column}: {_shown(cell)} is not a whole number from 0 to 2^53")


WHOLE = re.compile(r"[0-9]{1,16}(\.0+)?")
"""A whole number, also as written by programs that hold counts as floats: `1200.0`."""


def _odd_count(cell: object) -> int:
    """A count that is not plain digits; -1 where it is no count at all."""
    if type(cell) is int:
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else -1
    text = cell.strip() if isinstance(cell, str) else ""
    return int(text.partition(".")[0]) if WHOLE.fullmatch(text) else -1


def _moment(cell: object, column: str) -> datetime | None:
    if cell is None or cell == "":
        return None
    try:
        return _parsed(cell)
    except (ValueError, OverflowError):
        raise BadRow(f"{column}: {_shown(cell)} is not a time as in 2026-01-31T12:00:00Z") from None


def _parsed(cell: object) -> datetime:
    text = cell.strip() if isinstance(cell, str) else ""
    # fromisoformat also reads week dates, and dates alone, which RFC 3339 does not know.
    if len(text) < 19 or text[4] != "-" or text[7] != "-" or text[10] not in "Tt ":
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return to_millisecond(moment) if moment.microsecond else moment


def _shown(cell: object) -> str:
    """A cell as it may be shown in a message: short, printable, valid UTF-8."""
    text = ascii(cell)
    return text if len(text) <= 80 else f"{text[:77]}…"
