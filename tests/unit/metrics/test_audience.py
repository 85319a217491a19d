"""When an audience may have been captured, and what its shares add up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.metrics.domain.audience import Audience, Dimensions, Share, check_audience
from services.shared.errors import Invalid
from tests.fakes.clock import START

GOOD = Audience("au_1", 1, "cr_1", START, "studio", Dimensions(gender=(Share("FEMALE", 0.6),)))


def faults(audience: Audience) -> list[str]:
    """The fields that an audience is refused for."""
    with pytest.raises(Invalid) as caught:
        check_audience(audience, START)
    return [error.field for error in caught.value.errors]


def shares(**dimensions: list[tuple[str, float]]) -> Audience:
    """The good audience with other dimensions."""
    given: dict[str, Any] = {
        name: tuple(Share(*each) for each in pairs) for name, pairs in dimensions.items()
    }
    return replace(GOOD, dimensions=Dimensions(**given))


@pytest.mark.parametrize(
    "audience",
    [
        GOOD,
        shares(gender=[("FEMALE", 0.6), ("MALE", 0.401)]),
        shares(age=[("18-24", 0.5), ("35+", 0.5)], country=[("US", 0.0), ("Others", 1.0)]),
        shares(device=[("iPhone", 0.3)], activity=[("active", 1)], language=[("en", 1)]),
    ],
)
def test_good_ones(audience: Audience) -> None:
    check_audience(audience, START)


@pytest.mark.parametrize(
    ("audience", "field"),
    [
        (shares(), "dimensions"),
        (shares(gender=[("MALE", float("nan"))]), "dimensions.gender"),
        (shares(gender=[("MALE", 0.6), ("FEMALE", 0.5)]), "dimensions.gender"),
        (replace(GOOD, captured_at=START + timedelta(minutes=5, seconds=1)), "captured_at"),
    ],
)
def test_bad_ones_name_the_field(audience: Audience, field: str) -> None:
    assert field in faults(audience)
