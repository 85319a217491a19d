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

from collections.abc import Mapping
from dataclasses import dataclass
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
class Overlap:
    """What of the wanted is covered, and how much of it is known, both 0 to 1.

    `certain` is the share of each wanted bucket; where that is not known, `unclear` says how much more there
    may be.
    """

    covered: float
    known: float
    wanted: Mapping[str, float]
    certain: Mapping[str, float]
    unclear: Mapping[str, float]

    @property
    def value(self) -> float | None:
        """What is covered of what is known; None where nothing is."""
        return min(self.covered / self.known, 1.0) if self.known else None

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """The buckets, in the order in which they are wanted."""
        return tuple(self._bucket(bucket, share) for bucket, share in self.wanted.items())

    def _bucket(self, bucket: str, wanted: float) -> Bucket:
        has = self.certain[bucket]
        if bucket in self.unclear:
            return Bucket(bucket, wanted, None, min(has + self.unclear[bucket], 1.0))
        return Bucket(bucket, wanted, has)


class Wanted:
    """What is wanted in one dimension, by bucket; its shares add up to 1.

    Made once for all audiences that are held against it. Each takes as many steps as there are buckets.
    """

    def __init__(self, shares: Mapping[str, float]) -> None:
        self.shares = shares
        self._coarse = [each for each in shares if _is_coarse(each)]
        self._fine = [each for each in shares if not _is_coarse(each)]

    def overlap(self, listed: Mapping[str, float]) -> Overlap:
        """Holds the shares of an audience against it."""
        certain = {bucket: listed.get(bucket, 0.0) for bucket in self._fine}
        certain |= {bucket: self._within(bucket, listed) for bucket in self._coarse}
        divided = [(share, *self._places(coarse, listed)) for coarse, share in _coarse_shares(listed)]
        for share, buckets, _ in (each for each in divided if each[2]):
            certain |= {bucket: certain[bucket] + share for bucket in buckets}
        # No bucket is in two of the others.
        vague = [(share, buckets) for share, buckets, is_certain in divided if not is_certain]
        covered = {bucket: min(share, certain[bucket]) for bucket, share in self.shares.items()}
        left_open = fsum(min(share, fsum(self.shares[b] - covered[b] for b in bs)) for share, bs in vague)
        known = 1.0 - left_open
        return Overlap(
            covered=min(fsum(covered.values()), 1.0),
            known=known if known > NOTHING else 0.0,
            wanted=self.shares,
            certain=certain,
            unclear={bucket: share for share, buckets in vague for bucket in buckets},
        )

    def _within(self, coarse: str, listed: Mapping[str, float]) -> float:
        """The share of those for which a coarse bucket stands, and that are listed and not wanted by name."""
        return fsum(
            share
            for bucket, share in listed.items()
            if bucket not in self.shares and not _is_coarse(bucket) and _holds(coarse, bucket)
        )

    def _places(self, coarse: str, listed: Mapping[str, float]) -> tuple[list[str], bool]:
        """The wanted buckets in which a coarse share may be, and whether it certainly is there.

        It is in none that is listed beside it.
        """
        fine = [each for each in self._fine if each not in listed and _holds(coarse, each)]
        if coarse != REST:
            return fine + [each for each in self._coarse if each == coarse], not fine
        others = [each for each in listed if _is_coarse(each)]
        fine = [each for each in fine if not any(_holds(other, each) for other in others)]
        whole = [each for each in self._coarse if each not in listed and _is_open(each, listed)]
        return fine + whole, not fine and FROM_35 not in whole


def _coarse_shares(listed: Mapping[str, float]) -> list[tuple[str, float]]:
    """The shares of which it is not said in which bucket of several they are, and what is left to 1."""
    rest = 1.0 - fsum(listed.values())
    found = [(bucket, share) for bucket, share in listed.items() if _is_coarse(bucket)]
    found += [(REST, rest)] if rest > ROUNDING else []
    return [(bucket, share) for bucket, share in found if share > NOTHING]


def _is_coarse(bucket: str) -> bool:
    return bucket == OTHERS or bucket in COARSE


def _is_open(coarse: str, listed: Mapping[str, float]) -> bool:
    """Whether there may be more in a coarse bucket than what is listed one by one."""
    return coarse == OTHERS or not COARSE[coarse] <= listed.keys()


def _holds(coarse: str, bucket: str) -> bool:
    """Whether a coarse bucket stands for this one, among others."""
    return coarse in (OTHERS, REST) or bucket in COARSE[coarse]
