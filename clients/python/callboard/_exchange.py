"""What is sent when, without sending anything: the sync and the async client take the same steps.

`exchange` is a generator. It yields what is to be done next, is sent what came of it, and returns the answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from callboard._calls import Auth, Call
from callboard.errors import retry_after

RENEW_BEFORE = 60.0
"""Seconds before its end at which a token is replaced."""


@dataclass(frozen=True)
class Authorize:
    """Wants the value of the header Authorization; another one than was `refused`."""

    auth: Auth
    refused: str = ""


@dataclass(frozen=True)
class Send:
    """Wants the call sent: its response, or the error of the transport."""

    call: Call[Any]
    authorization: str


@dataclass(frozen=True)
class Pause:
    """Wants so many seconds to pass."""

    seconds: float


Step = Authorize | Send | Pause
Outcome = httpx.Response | httpx.TransportError


@dataclass(frozen=True)
class Retry:
    """How often a request is sent at most, and the seconds in between: doubled each time, and scattered.

    Where the server asks for more patience than `longest` seconds, its answer is the last one.
    """

    attempts: int = 4
    first: float = 0.25
    longest: float = 30.0
    chance: Callable[[], float] = random.random

    def pause(self, call: Call[Any], outcome: Outcome, attempt: int) -> float | None:
        """Seconds until the next attempt; None where this outcome is the last one."""
        if attempt >= self.attempts or not call.resendable or not may_repeat(call, outcome):
            return None
        usual = self.first * 2 ** (attempt - 1) * (0.5 + self.chance() / 2)
        asked = (retry_after(outcome) if isinstance(outcome, httpx.Response) else None) or 0.0
        return None if asked > self.longest else max(asked, min(usual, self.longest))


def may_repeat(call: Call[Any], outcome: Outcome) -> bool:
    """Whether to try again: where the call was not processed, or may be processed twice."""
    if isinstance(outcome, httpx.Response):
        return outcome.status_code == 429 or (outcome.status_code == 503 and call.repeatable)
    if isinstance(outcome, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return True
    return call.repeatable and not isinstance(outcome, httpx.UnsupportedProtocol)


def exchange(call: Call[Any], retry: Retry) -> Generator[Step, Any, Outcome]:
    """Sends a call as often as is right; its outcome is the last one."""
    authorization: str = yield Authorize(call.auth)
    renewed = False
    for attempt in count(1):
        outcome: Outcome = yield Send(call, authorization)
        if _is_refused(call, outcome) and not renewed and call.resendable:
            refused, renewed = authorization, True
            authorization = yield Authorize(call.auth, refused)
            if authorization != refused:
                continue
        pause = retry.pause(call, outcome, attempt)
        if pause is None:
            return outcome
        yield Pause(pause)
    raise AssertionError


def _is_refused(call: Call[Any], outcome: Outcome) -> bool:
    """Whether the token is not accepted: it may have been revoked, or the keys replaced."""
    return call.auth is Auth.BEARER and isinstance(outcome, httpx.Response) and outcome.status_code == 401


class Tokens:
    """The present access token, as the value of the header Authorization."""

    def __init__(self, given: str = "") -> None:
        """Where a token is `given`, it is the only one."""
        self._value = f"Bearer {given}" if given else ""
        self._renew_at = float("inf")
        self.given = bool(given)

    def usable(self, now: float, refused: str = "") -> str:
        """The present one; empty where it is missing, about to end, or the one that was refused."""
        known = self.given or (self._value != refused and now < self._renew_at)
        return self._value if known else ""

    def keep(self, token: dict[str, Any], asked_at: float) -> str:
        """Takes a new one, as the token endpoint answered it."""
        self._value = f"Bearer {token['access_token']}"
        lasts = float(token.get("expires_in", 0))
        # One that is short-lived by itself is used for half of its life.
        self._renew_at = asked_at + max(lasts - RENEW_BEFORE, lasts / 2)
        return self._value
