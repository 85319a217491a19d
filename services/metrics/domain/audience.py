"""Audience breakdowns: which share of a creator's audience is in which bucket of a dimension."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from services.metrics.domain.metrics import NO_DATA
from services.metrics.domain.provenance import NO_SOURCE
from services.metrics.domain.snapshots import latest_capture
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.parties import Actor, actor_or_none

LARGEST_SUM = 1.001
"""Published shares are rounded, so that their sum may be a little over 1."""


@dataclass(frozen=True)
class Share:
    """A bucket with its share of the audience, 0 to 1."""

    bucket: str
    share: float


@dataclass(frozen=True)
class Dimensions:
    """The shares of each dimension; empty where the dimension is not known."""

    gender: tuple[Share, ...] = ()
    age: tuple[Share, ...] = ()
    country: tuple[Share, ...] = ()
    device: tuple[Share, ...] = ()
    activity: tuple[Share, ...] = ()
    language: tuple[Share, ...] = ()
    interests: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Audience:
    """A creator's audience as captured at one time. It never changes: a newer one follows it.

    `party_id` brought it, under the grant `delegation_id` at its version; `note` is that party's.
    """

    id: str
    version: int
    creator_id: str
    captured_at: datetime | None
    source: str
    dimensions: Dimensions
    reason: str = ""
    note: str = ""
    strength: int = 0
    party_id: str = ""
    delegation_id: str = ""
    delegation_version: int = 0
    party_name: str = ""

    @property
    def importer(self) -> Actor | None:
        """Who brought it, by the name at that time."""
        return actor_or_none(self.party_id, self.party_name)


@dataclass(frozen=True)
class Breakdown:
    """What of an audience is held against a target: of its dimensions, those that a target has."""

    captured_at: datetime
    source: str
    dimensions: Dimensions
    note: str = ""


def no_audience(creator_id: str) -> Audience:
    """What is said of a creator whose audience was never captured."""
    return Audience("", 0, creator_id, None, NO_SOURCE, Dimensions(), NO_DATA)


def check_audience(audience: Audience, now: datetime) -> None:
    """Raises Invalid with everything that is wrong with an audience to be kept."""
    problems = Problems()
    early_enough = audience.captured_at is not None and audience.captured_at <= latest_capture(now)
    problems.require(
        early_enough, "captured_at", "must not be more than five minutes in the future", FieldCode.TOO_LATE
    )
    given = {each.name: getattr(audience.dimensions, each.name) for each in fields(Dimensions)}
    problems.require(
        any(given.values()),
        "dimensions",
        "must have shares for one dimension at least",
        FieldCode.TOO_FEW_ITEMS,
    )
    for name, shares in given.items():
        fits = sum(each.share for each in shares) <= LARGEST_SUM
        problems.require(
            fits, f"dimensions.{name}", "must have shares that add up to 1 at most", FieldCode.INCONSISTENT
        )
    problems.check()
