"""Why an audience fits a target or does not, in parts and in plain English."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import fsum
from typing import Protocol

from services.metrics.domain.overlap import COARSE, FROM_35, OTHERS, Bucket

MOST_NAMED = 5
"""Buckets that one sentence names; it counts the others."""


class ReasonKind(StrEnum):
    """What a reason says."""

    SHARE = "share"
    SHORT = "short"
    UNCLEAR = "unclear"
    NO_DIMENSION = "no_dimension"
    NO_AUDIENCE = "no_audience"


@dataclass(frozen=True)
class Reason:
    """One reason: `has` of the audience, or `at_most`, is in the buckets, of `wanted`, each 0 to 1."""

    kind: ReasonKind
    dimension: str | None = None
    buckets: tuple[str, ...] = ()
    wanted: float | None = None
    has: float | None = None
    at_most: float | None = None
    text: str = ""


NO_AUDIENCE = Reason(ReasonKind.NO_AUDIENCE, text="Nothing is known of her audience.")


class Matched(Protocol):
    """A dimension of a target beside the audience."""

    @property
    def dimension(self) -> str:
        """Its name."""
        ...

    @property
    def weight(self) -> float:
        """How much it counts."""
        ...

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """The buckets; none where nothing is known of the dimension."""
        ...


def reasons_of(dimensions: Iterable[Matched], unknown: Collection[str]) -> tuple[Reason, ...]:
    """The reasons, what weighs most first; of the `unknown` dimensions nothing is known."""
    weighed: list[tuple[float, Reason]] = []
    for each in dimensions:
        found = [_no_dimension(each.dimension)] if each.dimension in unknown else _reasons(each)
        weighed += [(each.weight * _loss(reason), reason) for reason in found]
    # Sorting is stable: where nothing is lost, a dimension's own sentence comes before those of its buckets.
    ordered = [reason for _, reason in sorted(weighed, key=lambda pair: -pair[0])]
    return tuple(replace(each, text=_sentence(each)) for each in ordered)


def _loss(reason: Reason) -> float:
    """What a reason takes from the overlap of its dimension, or from what is known of it."""
    if reason.kind is ReasonKind.NO_DIMENSION:
        return 1.0
    if reason.kind is ReasonKind.SHARE and len(reason.buckets) > 1:
        return 0.0
    return max((reason.wanted or 0.0) - (reason.has or 0.0), 0.0)


def _reasons(matched: Matched) -> Iterator[Reason]:
    wanted = [each for each in matched.buckets if each.wanted]
    told = [each for each in wanted if each.has is not None]
    if told:
        yield Reason(
            ReasonKind.SHARE,
            matched.dimension,
            tuple(each.bucket for each in told),
            min(fsum(each.wanted for each in told), 1.0),
            min(fsum(each.has or 0.0 for each in told), 1.0),
        )
    for each in wanted:
        if each.has is None:
            said = (each.bucket,), each.wanted, None, each.at_most
            yield Reason(ReasonKind.UNCLEAR, matched.dimension, *said)
        elif each.short and len(told) > 1:
            yield Reason(ReasonKind.SHORT, matched.dimension, (each.bucket,), each.wanted, each.has)


def _no_dimension(dimension: str) -> Reason:
    return Reason(ReasonKind.NO_DIMENSION, dimension)


_UNKNOWN = {"gender": "gender", "age": "age", "country": "country"}
_GENDERS = {"FEMALE": "female", "MALE": "male", "OTHER": "of another gender"}


def _sentence(reason: Reason) -> str:
    match reason.kind:
        case ReasonKind.NO_AUDIENCE:
            return NO_AUDIENCE.text
        case ReasonKind.NO_DIMENSION:
            return f"Nothing is known of her audience by {_UNKNOWN[reason.dimension or '']}."
        case ReasonKind.UNCLEAR:
            return _unclear(reason)
    return f"{_percent(reason.has)} of her audience is {_where(reason)}, of {_percent(reason.wanted)} wanted."


def _unclear(reason: Reason) -> str:
    older = reason.buckets[0] in COARSE[FROM_35]
    silence = f"tell apart from {FROM_35}" if older else "say"
    known = f"it is {_percent(reason.at_most)} at most, and {_percent(reason.wanted)} is wanted."
    return f"How much of her audience is {_where(reason)} the data does not {silence}: {known}"


def _where(reason: Reason) -> str:
    """`in ES or MX`, `aged 18-24`, `female`."""
    named = [_word(each) for each in reason.buckets[:MOST_NAMED]]
    if more := len(reason.buckets) - len(named):
        named.append(f"{more} more")
    words = " or ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    prefix = {"country": "in ", "age": "aged "}.get(reason.dimension or "", "")
    return prefix + words


def _word(bucket: str) -> str:
    return "other countries" if bucket == OTHERS else _GENDERS.get(bucket, bucket)


def _percent(share: float | None) -> str:
    """Rounded to whole percents, but that a little is neither nothing nor all."""
    part = 100 * (share or 0.0)
    if 0 < part < 1:
        return "less than 1%"
    if 99 < part < 100:
        return "more than 99%"
    return f"{round(part)}%"
