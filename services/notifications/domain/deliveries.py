"""Deliveries: events on their way to webhooks, in the order of a creator, with attempts that grow rarer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.notifications.domain.webhooks import GIVE_UP

PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600)
)
"""Before the next attempt, after so many that have failed; the last one again and again."""

JITTER = 0.2
"""By which share a pause varies by chance, so that what failed together does not come together."""

MOST_ATTEMPTS_KEPT = 20
KEPT = timedelta(days=30)
"""For which a delivery can be looked at."""


class DeliveryState(StrEnum):
    """What has become of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SILENCED = "silenced"


@dataclass(frozen=True)
class Attempt:
    """One attempt: the status of the answer, 0 where there was none, and why it failed."""

    at: datetime
    duration_ms: int
    status: int
    error: str = ""
    answer: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether the receiver has taken it."""
        return not self.error


@dataclass(frozen=True)
class Delivery:
    """An event for a webhook. Those of a lane are sent one after the other, in the order of `position`."""

    id: str
    webhook_id: str
    lane: str
    position: int
    event_id: str
    type: str
    body: str
    created_at: datetime
    updated_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    attempts: tuple[Attempt, ...] = ()
    count: int = 0
    """Of all attempts, also of those that are no longer kept."""
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class Claim:
    """A lane that a worker has taken until then, with how much had been put into it before.

    `key` is the worker's alone: who does not find it in the lane any more has lost it.
    """

    lane: str
    webhook_id: str
    added: int
    key: str
    until: datetime


MOST_REDELIVERED = 1_000
"""Deliveries that one command sends again."""


@dataclass(frozen=True)
class Redelivery:
    """How many events are sent again, and since when there are more; None where that was all."""

    count: int
    continues_at: datetime | None = None


def lane_of(webhook_id: str, key: str) -> str:
    """The lane of the events about a creator for a webhook; what has no order is alone in one of its own."""
    return f"{webhook_id}:{key}"


def after(delivery: Delivery, attempt: Attempt, now: datetime, chance: float) -> Delivery:
    """The delivery after an attempt; `chance`, from -1 to 1, moves the next one."""
    kept = with_latest(delivery.attempts, attempt)
    tried = replace(delivery, attempts=kept, count=delivery.count + 1, next_attempt_at=None, updated_at=now)
    if attempt.succeeded:
        return replace(tried, state=DeliveryState.DELIVERED)
    again = again_at(tried.count, attempt.at, delivery.created_at, chance)
    return replace(tried, next_attempt_at=again) if again else replace(tried, state=DeliveryState.FAILED)


def with_latest(attempts: tuple[Attempt, ...], attempt: Attempt) -> tuple[Attempt, ...]:
    """The attempts that are kept after another one."""
    return (*attempts, attempt)[-MOST_ATTEMPTS_KEPT:]


def again_at(count: int, at: datetime, since: datetime, chance: float) -> datetime | None:
    """When to try again after `count` attempts, the last of them at `at`; None where it is given up.

    `since` is when it was to leave first; `chance`, from -1 to 1, moves the moment.
    """
    pause = PAUSES[min(count, len(PAUSES)) - 1] * (1 + JITTER * chance)
    again = at + pause
    return None if again - since > GIVE_UP else again


def silenced(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery that its owner may hear no more: what it would have told is forgotten."""
    return replace(delivery, state=DeliveryState.SILENCED, body="", next_attempt_at=None, updated_at=now)
