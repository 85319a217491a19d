"""The audience that somebody wants: the weights of buckets in each dimension, and of the dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, isfinite

from services.shared.codes import FieldCode
from services.shared.errors import Problems

DIMENSIONS = ("gender", "age", "country")
"""The dimensions of a target, which an audience has, too."""

SMALLEST_SUM = 1e-6
"""Weights that add up to less cannot be taken in proportion."""


@dataclass(frozen=True)
class Weight:
    """How much of a bucket is wanted, 0 to 1, against the others of its dimension."""

    bucket: str
    weight: float


@dataclass(frozen=True)
class DimensionWeights:
    """How much each dimension counts against the others, 0 to 1; 1 where None."""

    gender: float | None = None
    age: float | None = None
    country: float | None = None


@dataclass(frozen=True)
class Target:
    """What is wanted. A dimension without buckets is open."""

    gender: tuple[Weight, ...] = ()
    age: tuple[Weight, ...] = ()
    country: tuple[Weight, ...] = ()
    weights: DimensionWeights | None = None

    def wanted(self, dimension: str) -> dict[str, float]:
        """The share of each bucket of the dimension; they add up to 1. Empty for an open one."""
        given: tuple[Weight, ...] = getattr(self, dimension)
        total = fsum(each.weight for each in given)
        return {each.bucket: each.weight / total for each in given}

    @property
    def counts(self) -> Mapping[str, float]:
        """How much each dimension counts that is not open; they add up to 1."""
        weights = self.weights or DimensionWeights()
        said = {each: getattr(weights, each) for each in DIMENSIONS if getattr(self, each)}
        given = {name: 1.0 if weight is None else weight for name, weight in said.items()}
        total = fsum(given.values())
        return {name: weight / total for name, weight in given.items()}


def check_target(target: Target) -> None:
    """Raises Invalid with everything for which nothing can be matched with a target."""
    problems = Problems()
    named = [each for each in DIMENSIONS if getattr(target, each)]
    problems.require(
        bool(named), "target", "must have buckets in one dimension at least", FieldCode.TOO_FEW_ITEMS
    )
    for name in named:
        given: tuple[Weight, ...] = getattr(target, name)
        problems.require(
            _proportionate(each.weight for each in given),
            f"target.{name}",
            "must have a weight above 0",
            FieldCode.INCONSISTENT,
        )
        repeated = len({each.bucket for each in given}) < len(given)
        problems.require(not repeated, f"target.{name}", "must name each bucket once", FieldCode.INCONSISTENT)
    weights = target.weights or DimensionWeights()
    counted = [getattr(weights, each) for each in named]
    problems.require(
        not named or _proportionate(1.0 if each is None else each for each in counted),
        "target.weights",
        "must count one dimension of the target at least",
        FieldCode.INCONSISTENT,
    )
    problems.check()


def _proportionate(weights: Iterable[float]) -> bool:
    """Whether the weights are such that shares follow from them."""
    given = list(weights)
    return all(isfinite(each) and each >= 0 for each in given) and fsum(given) >= SMALLEST_SUM
