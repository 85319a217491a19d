"""The thread of an offer: messages, each a document of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.campaigns.domain.states import Side
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict
from services.shared.parties import Actor, actor

MOST_MESSAGES = 1000
"""Of each side in one thread, so that none fills it for the other."""


@dataclass(frozen=True)
class Message:
    """A message in the thread of an offer, whatever the state of the offer. It never changes."""

    id: str
    offer_id: str
    author_id: str
    author_side: Side
    text: str
    created_at: datetime
    version: int = 1
    author_name: str = ""

    @property
    def author(self) -> Actor:
        """Who wrote it, by the name at that time."""
        return actor(self.author_id, self.author_name)


def check_room(written: int) -> None:
    """Raises Conflict where a side has `written` as many messages as it may."""
    if written >= MOST_MESSAGES:
        raise Conflict(
            f"Your side has written {MOST_MESSAGES} messages in this thread, which is the most.",
            code=ErrorCode.LIMIT_REACHED,
        )
