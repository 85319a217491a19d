"""What agencies were told about creators, on its way into the creators' activity logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

ACTION = "receive_event"
"""The word for it in the logs."""


class Listener(Protocol):
    """Through what a party is told events: a webhook, or a mail subscription."""

    @property
    def party_id(self) -> str:
        """Who is told."""
        ...

    @property
    def client_id(self) -> str:
        """The client that has registered it."""
        ...

    @property
    def path(self) -> str:
        """Where its owner reads it."""
        ...


@dataclass(frozen=True)
class Reading:
    """That an agency was told an event about a creator, through `object`, the path of a resource of its own.

    `batch_id` is that under which it is reported; empty until then.
    """

    id: str
    party_id: str
    client_id: str
    creator_id: str
    object: str
    event_id: str
    at: datetime
    batch_id: str = ""
