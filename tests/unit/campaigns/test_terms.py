"""What in terms must go together, or lie ahead: each case breaks one rule and names the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain.terms import (
    Clause,
    DeliverableTerm,
    Exclusivity,
    PaymentStage,
    PaymentTerm,
    check_terms,
)
from services.shared.errors import Problems
from tests.fakes.clock import START
from tests.unit.campaigns.build import terms

DAY = timedelta(days=1)
HALF = PaymentTerm(PaymentStage.ON_AGREEMENT, 50, 30)
VIDEO = DeliverableTerm("video", 1, 2)


def faults(given) -> list[str]:
    """The fields that are wrong."""
    problems = Problems()
    check_terms(problems, given, START)
    return [fault.field for fault in problems.found]


GOOD = [
    {},
    {"deliverables": (replace(VIDEO, draft_due=START, publish_by=START),)},
    {"deliverables": (replace(VIDEO, publish_by=START + DAY),)},
    {"exclusivity": Exclusivity("beauty/skincare", START - DAY, START)},
    {"payment_schedule": (HALF, replace(HALF, stage=PaymentStage.ON_PUBLICATION, net_days=365))},
    {"payment_schedule": (replace(HALF, percent=100, net_days=0),)},
    {"clauses": (Clause("c", "t" * 200, "x" * 20_000),)},
]

BAD = [
    ({"deliverables": (replace(VIDEO, draft_due=START - DAY),)}, "terms.deliverables[0].draft_due"),
    ({"deliverables": (replace(VIDEO, publish_by=START - DAY),)}, "terms.deliverables[0].publish_by"),
    (
        {"deliverables": (replace(VIDEO, draft_due=START + 2 * DAY, publish_by=START + DAY),)},
        "terms.deliverables[0].publish_by",
    ),
    ({"exclusivity": Exclusivity("beauty", START, START)}, "terms.exclusivity.until"),
    ({"payment_schedule": (HALF,)}, "terms.payment_schedule"),
    ({"payment_schedule": (HALF, HALF, replace(HALF, percent=1))}, "terms.payment_schedule"),
    ({"clauses": tuple(Clause(f"c{number}", "", "x" * 20_000) for number in range(7))}, "terms"),
]


@pytest.mark.parametrize("changes", GOOD)
def test_valid(changes):
    assert faults(replace(terms(), **changes)) == []


@pytest.mark.parametrize(("changes", "field"), BAD)
def test_invalid(changes, field):
    assert faults(replace(terms(), **changes)) == [field]


def test_everything_wrong_is_told_at_once():
    given = replace(terms(), deliverables=(replace(VIDEO, draft_due=START - DAY),), payment_schedule=(HALF,))
    assert faults(given) == ["terms.deliverables[0].draft_due", "terms.payment_schedule"]
