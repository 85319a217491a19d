"""How well an audience fits a target: the overlap in each dimension, and the score over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import fsum
from typing import Protocol

from services.metrics.domain.audience import Dimensions
from services.metrics.domain.metrics import NO_DATA
from services.metrics.domain.overlap import NOTHING, Bucket, Overlap, Wanted
from services.metrics.domain.provenance import NO_SOURCE
from services.metrics.domain.reasons import NO_AUDIENCE, Reason, reasons_of
from services.metrics.domain.targets import Target

FORMULA = "sum of weight * known * overlap / sum of weight * known"
NOT_TOLD_APART = "the data does not tell these buckets apart"


class Captured(Protocol):
    """An audience breakdown, as far as it is matched."""

    @property
    def captured_at(self) -> datetime | None:
        """When it was captured."""
        ...

    @property
    def source(self) -> str:
        """Who brought it."""
        ...

    @property
    def note(self) -> str:
        """What is said of where it comes from."""
        ...

    @property
    def dimensions(self) -> Dimensions:
        """The shares."""
        ...


@dataclass(frozen=True)
class DimensionMatch:
    """One dimension: what is covered of what is known of it, and how much it counts, each 0 to 1."""

    dimension: str
    overlap: float | None
    weight: float
    known: float
    reason: str
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True)
class MissingBucket:
    """A bucket of which the audience certainly has `short` too little."""

    dimension: str
    bucket: str
    wanted: float
    has: float | None
    at_most: float | None
    short: float


@dataclass(frozen=True)
class AudienceMatch:
    """How well a creator's audience fits, 0 to 1, and why; `score` is None where nothing is known."""

    creator_id: str
    score: float | None
    reason: str
    known: float
    dimensions: tuple[DimensionMatch, ...]
    missing: tuple[MissingBucket, ...]
    reason_parts: tuple[Reason, ...]
    captured_at: datetime | None = None
    source: str = NO_SOURCE
    note: str = ""
    formula: str = FORMULA

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in English."""
        return tuple(each.text for each in self.reason_parts)

    @property
    def main_reason(self) -> Reason:
        """What weighs most."""
        return self.reason_parts[0]


@dataclass(frozen=True)
class Score:
    """The score, and how much of what is wanted is known; `value` is None where nothing is."""

    value: float | None
    known: float


class Goal:
    """A target that `check_target` has passed, made ready for all audiences that are held against it."""

    def __init__(self, target: Target) -> None:
        self.counts = target.counts
        self.wanted = {name: Wanted(target.wanted(name)) for name in self.counts}

    def overlaps(self, audience: Captured | None) -> list[tuple[str, float, Overlap | None]]:
        """Each dimension with its weight and the overlap; None where nothing is known of it."""
        return [(name, weight, self._overlap(name, audience)) for name, weight in self.counts.items()]

    def _overlap(self, dimension: str, audience: Captured | None) -> Overlap | None:
        shares = getattr(audience.dimensions, dimension) if audience else ()
        return self.wanted[dimension].overlap({s.bucket: s.share for s in shares}) if shares else None


def score(goal: Goal, audience: Captured | None) -> Score:
    """The score alone, as `match` computes it."""
    return _score(goal.overlaps(audience))


def match(creator_id: str, goal: Goal, audience: Captured | None) -> AudienceMatch:
    """Holds an audience against a goal; None where there is none."""
    overlaps = goal.overlaps(audience)
    dimensions = tuple(_dimension(goal, *each) for each in overlaps)
    total = _score(overlaps)
    unknown = [name for name, _, found in overlaps if found is None]
    lost = sorted(_missing(dimensions), key=lambda each: -each.short * goal.counts[each.dimension])
    return AudienceMatch(
        creator_id=creator_id,
        score=total.value,
        reason=_reason(audience, dimensions) if total.value is None else "",
        known=total.known,
        dimensions=dimensions,
        missing=tuple(lost),
        reason_parts=reasons_of(dimensions, unknown) if audience else (NO_AUDIENCE,),
        captured_at=audience.captured_at if audience else None,
        source=audience.source if audience else NO_SOURCE,
        note=audience.note if audience else "",
    )


def _score(overlaps: list[tuple[str, float, Overlap | None]]) -> Score:
    known = fsum(weight * found.known for _, weight, found in overlaps if found)
    covered = fsum(weight * found.covered for _, weight, found in overlaps if found and found.known)
    return Score(min(covered / known, 1.0) if known > NOTHING else None, min(known, 1.0))


def _dimension(goal: Goal, name: str, weight: float, found: Overlap | None) -> DimensionMatch:
    if found is None:
        wanted = goal.wanted[name].shares
        unknown = tuple(Bucket(bucket, share, None) for bucket, share in wanted.items())
        return DimensionMatch(name, None, weight, 0.0, NO_DATA, unknown)
    reason = "" if found.known else NOT_TOLD_APART
    return DimensionMatch(name, found.value, weight, found.known, reason, found.buckets)


def _missing(dimensions: tuple[DimensionMatch, ...]) -> list[MissingBucket]:
    return [
        MissingBucket(each.dimension, b.bucket, b.wanted, b.has, b.at_most, b.short)
        for each in dimensions
        for b in each.buckets
        if b.short
    ]


def _reason(audience: Captured | None, dimensions: tuple[DimensionMatch, ...]) -> str:
    """Why there is no score: what is said of a dimension that counts."""
    if audience is None:
        return NO_DATA
    return next((each.reason for each in dimensions if each.weight and each.reason), NO_DATA)
