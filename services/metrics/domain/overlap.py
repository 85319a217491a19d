"""How far the shares of an audience cover what is wanted in one dimension.

The measure is the intersection of two histograms, the sum of min(has, wanted) over their buckets (M. J.
Swain, D. H. Ballard: Color indexing. International Journal of Computer Vision 7, 1991). It is 1 for the
very distribution that is wanted.

Data may be coarser than what is wanted: older data ends in 35+, countries that are not listed are Others,
and shares that do not add up to 1 leave a rest of which nothing is said. How much of such a share is in one
of the wanted buckets is not known. As much as could be there, at most, is neither counted as covered nor as
lacking: the sum is taken over what is known. So the overlap is never less than if all of it were lacking,
and never more than if all of it were there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from math import fsum

OTHERS = "Others"
FROM_35 = "35+"
REST = ""
"""In place of a bucket: what the shares lack to 1."""

COARSE = {FROM_35: frozenset({"35-44", "45-54", "55+"})}
"""Buckets that stand for several others."""

ROUNDING = 0.001
"""Published shares are rounded: what they lack to 1 by so little is nothing."""

NOTHING = 1e-9
"""Less than that is an error of floating point."""


@dataclass(frozen=True)
class Bucket:
    """What is wanted of a bucket, and what there is; `at_most` where `has` is not known."""

    bucket: str
    wanted: float
    has: float | None
    at_most: float | None = None

    @property
    def short(self) -> float:
        """What is certainly lacking."""
        there = self.has if self.has is not None else self.at_most
        lacking = 0.0 if there is None else self.wanted - there
        return lacking if lacking > NOTHING else 0.0


@dataclass(frozen=True)
class _Share:
    """A share of the audience, and the wanted buckets in which it may be; where it is if that is certain."""

    share: float
    buckets: Set[str]
    certain: bool


@dataclass(frozen=True)
class Overlap:
    """What of the wanted is covered, and how much of it is known, both 0 to 1."""

    covered: float
    known: float
    buckets: tuple[Bucket, ...]

    @property
    def value(self) -> float | None:
        """What is covered of what is known; None where nothing is."""
        return min(self.covered / self.known, 1.0) if self.known else None


def overlap(wanted: Mapping[str, float], shares: Mapping[str, float]) -> Overlap:
    """Holds the shares of an audience against what is wanted, whose shares add up to 1."""
    found = list(_Reading(wanted, shares).shares())
    certain = {
        bucket: fsum(each.share for each in found if each.certain and bucket in each.buckets)
        for bucket in wanted
    }
    unclear = [each for each in found if not each.certain and each.share > NOTHING]
    covered = {bucket: min(share, certain[bucket]) for bucket, share in wanted.items()}
    # No bucket is in two of the unclear ones.
    open_ = fsum(min(each.share, fsum(wanted[b] - covered[b] for b in each.buckets)) for each in unclear)
    beside = {bucket: each.share for each in unclear for bucket in each.buckets}
    known = 1.0 - open_
    return Overlap(
        covered=min(fsum(covered.values()), 1.0),
        known=known if known > NOTHING else 0.0,
        buckets=tuple(
            Bucket(bucket, share, None, min(certain[bucket] + beside[bucket], 1.0))
            if bucket in beside
            else Bucket(bucket, share, certain[bucket])
            for bucket, share in wanted.items()
        ),
    )


@dataclass(frozen=True)
class _Reading:
    """The shares of an audience as they are to be read beside what is wanted."""

    wanted: Mapping[str, float]
    listed: Mapping[str, float]

    def shares(self) -> Iterator[_Share]:
        """Each share with the wanted buckets in which it is, or may be."""
        for bucket, share in self.listed.items():
            coarse = bucket == OTHERS or bucket in COARSE
            yield self._divided(bucket, share) if coarse else _Share(share, self._home(bucket), True)
        rest = 1.0 - fsum(self.listed.values())
        if rest > ROUNDING:
            yield self._divided(REST, rest)

    def _home(self, bucket: str) -> Set[str]:
        """The wanted bucket in which a fine one is: itself, or one that stands for it."""
        if bucket in self.wanted:
            return {bucket}
        return {each for each in self._coarse_wanted if _holds(each, bucket)}

    def _divided(self, coarse: str, share: float) -> _Share:
        """A share of which it is only known that it is in none of the buckets that are listed."""
        fine = {each for each in self.wanted if self._may_be_in(coarse, each)}
        whole = {each for each in self._coarse_wanted if self._may_be_whole(coarse, each)}
        return _Share(share, fine | whole, not fine and (coarse != REST or whole <= {OTHERS}))

    def _may_be_in(self, coarse: str, bucket: str) -> bool:
        if bucket in self._coarse_wanted or bucket in self.listed or not _holds(coarse, bucket):
            return False
        return coarse != REST or not any(_holds(each, bucket) for each in self._coarse_listed)

    def _may_be_whole(self, coarse: str, bucket: str) -> bool:
        if coarse != REST:
            return coarse == bucket
        missing = COARSE.get(bucket, frozenset({OTHERS})) - self.listed.keys()
        return bucket not in self.listed and bool(missing)

    @cached_property
    def _coarse_wanted(self) -> Set[str]:
        return {each for each in self.wanted if each == OTHERS or each in COARSE}

    @cached_property
    def _coarse_listed(self) -> Set[str]:
        return {each for each in self.listed if each == OTHERS or each in COARSE}


def _holds(coarse: str, bucket: str) -> bool:
    """Whether a coarse bucket stands for this one, among others."""
    return coarse in (OTHERS, REST) or bucket in COARSE[coarse]
