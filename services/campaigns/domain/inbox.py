"""What an agency's inbox follows: whose offers it may read, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReadableChange:
    """The delegation of a creator has changed `at` that moment; `readable`: her offers may be read since."""

    creator_id: str
    readable: bool
    at: datetime


@dataclass(frozen=True)
class Readable:
    """Roster's answer: which of the creators asked for may be read now, and what has changed elsewhere.

    `marker` is where the next question goes on; `more`: there are more changes behind it.
    """

    creator_ids: frozenset[str]
    changes: tuple[ReadableChange, ...] = ()
    marker: str = ""
    more: bool = False
