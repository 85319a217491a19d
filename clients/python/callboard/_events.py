"""Live events: reading the stream, and where and when to go on after one has ended. Nothing is sent here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from callboard._calls import Call
from callboard._exchange import Outcome, Retry
from callboard.errors import error_of, retry_after, unreachable

PATH = "/v1/events"
TIMEOUT = httpx.Timeout(60, connect=10)
"""Longer than the server is ever silent."""

USUAL_PAUSE = 1.0
UNAUTHORIZED, RATE_LIMITED, SERVER_ERROR = 401, 429, 500


@dataclass(frozen=True)
class Event:
    """Something that has happened. `data` is as the type says, of which `GET /v1/event-types` tells.

    An event can come twice; its `id` stays the same.
    """

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]


class Following:
    """Streams of events, one after the other, each behind the last event of the one before."""

    def __init__(self, types: Iterable[str], creator_id: str, last_event_id: str, retry: Retry) -> None:
        self._query = {"types": list(types), "creator_id": creator_id or None}
        self._last, self._retry = last_event_id, retry
        self._buffer, self._lines = b"", dict[str, str]()
        self._pause, self._failures, self._begun = USUAL_PAUSE, 0, False
        self.refused = ""
        """The value of the header Authorization that the last stream was refused with."""

    def call(self) -> Call[None]:
        """Asks for the next stream."""
        self._buffer, self._lines = b"", {}
        place = {"Last-Event-ID": self._last} if self._last else {}
        headers = {"Accept": "text/event-stream", **place}
        return Call("GET", PATH, query=self._query, headers=headers, timeout=TIMEOUT)

    def feed(self, piece: bytes) -> list[Event]:
        """The events that a piece of the stream ends."""
        self._begun, self._failures, self.refused = True, 0, ""
        *lines, self._buffer = (self._buffer + piece).split(b"\n")
        taken = (self._take(line.decode().removesuffix("\r")) for line in lines)
        return [event for event in taken if event is not None]

    def _take(self, line: str) -> Event | None:
        if line:
            name, _, value = line.partition(":")
            self._lines[name] = value.removeprefix(" ")
            return None
        block, self._lines = self._lines, {}
        self._last = block.get("id", self._last)
        if block.get("retry", "").isdecimal():
            self._pause = int(block["retry"]) / 1000
        if "data" not in block:
            return None
        body = json.loads(block["data"])
        return Event(self._last, body["type"], body["timestamp"], body["data"])

    def pause(self, outcome: Outcome, authorization: str, base_url: str) -> float:
        """Seconds until the next stream, after this one; raises where there is no use in one.

        Where a stream has been there, a server that cannot be reached is tried for as long as it takes.
        """
        if isinstance(outcome, httpx.Response) and outcome.is_success:
            return self._pause
        if _is_refused(outcome) and not self.refused:
            self.refused = authorization
            return 0.0
        self._failures += 1
        if not _is_passing(outcome) or (not self._begun and self._failures >= self._retry.attempts):
            raise error_of(outcome) if isinstance(outcome, httpx.Response) else unreachable(outcome, base_url)
        usual = self._retry.first * 2.0 ** min(self._failures - 1, 10) * (0.5 + self._retry.chance() / 2)
        asked = retry_after(outcome) if isinstance(outcome, httpx.Response) else None
        return max(asked or 0.0, min(usual, self._retry.longest))


def _is_refused(outcome: Outcome) -> bool:
    return isinstance(outcome, httpx.Response) and outcome.status_code == UNAUTHORIZED


def _is_passing(outcome: Outcome) -> bool:
    if isinstance(outcome, httpx.Response):
        return outcome.status_code == RATE_LIMITED or outcome.status_code >= SERVER_ERROR
    return not isinstance(outcome, httpx.UnsupportedProtocol)
