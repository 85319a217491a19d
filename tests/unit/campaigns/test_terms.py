"""What makes terms valid: each case breaks one rule and names the field."""

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
    UsageRights,
    check_terms,
    settle,
)
from services.shared.errors import Problems
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.campaigns.build import terms

DAY = timedelta(days=1)
HALF = PaymentTerm(PaymentStage.ON_AGREEMENT, 50, 30)
VIDEO = DeliverableTerm("video", 1)


def faults(given) -> list[str]:
    """The fields that are wrong."""
    problems = Problems()
    check_terms(problems, given, START)
    return [fault.field for fault in problems.found]


GOOD = [
    {},
    {"price": Money(0, "JPY")},
    {"deliverables": (VIDEO,) * 20},
    {"deliverables": (replace(VIDEO, count=100, max_revisions=20),)},
    {"deliverables": (replace(VIDEO, max_revisions=0, draft_due=START, publish_by=START),)},
    {"deliverables": (replace(VIDEO, publish_by=START + DAY),)},
    {"usage_rights": UsageRights(365, True, ("US", "WORLD"))},
    {"usage_rights": UsageRights()},
    {"exclusivity": Exclusivity("beauty/skincare", START - DAY, START)},
    {"payment_schedule": (HALF, replace(HALF, stage=PaymentStage.ON_PUBLICATION, net_days=365))},
    {"payment_schedule": (replace(HALF, percent=100, net_days=0),)},
    {"clauses": tuple(Clause(f"c{number}") for number in range(100))},
    {"clauses": (Clause("c", "t" * 200, "x" * 20_000),)},
    {"clauses": ()},
]

BAD = [
    ({"price": None}, "terms.price"),
    ({"price": Money(-1, "USD")}, "terms.price.amount_minor"),
    ({"price": Money(1, "usd")}, "terms.price.currency"),
    ({"price": Money(1, "XYZ")}, "terms.price.currency"),
    ({"price": Money(10**16, "USD")}, "terms.price.amount_minor"),
    ({"deliverables": ()}, "terms.deliverables"),
    ({"deliverables": (VIDEO,) * 21}, "terms.deliverables"),
    ({"deliverables": (VIDEO, replace(VIDEO, type=""))}, "terms.deliverables[1].type"),
    ({"deliverables": (replace(VIDEO, type="Video"),)}, "terms.deliverables[0].type"),
    ({"deliverables": (replace(VIDEO, type="video\n"),)}, "terms.deliverables[0].type"),
    ({"deliverables": (replace(VIDEO, type="v" * 41),)}, "terms.deliverables[0].type"),
    ({"deliverables": (replace(VIDEO, count=0),)}, "terms.deliverables[0].count"),
    ({"deliverables": (replace(VIDEO, count=101),)}, "terms.deliverables[0].count"),
    ({"deliverables": (replace(VIDEO, draft_due=START - DAY),)}, "terms.deliverables[0].draft_due"),
    ({"deliverables": (replace(VIDEO, publish_by=START - DAY),)}, "terms.deliverables[0].publish_by"),
    (
        {"deliverables": (replace(VIDEO, draft_due=START + 2 * DAY, publish_by=START + DAY),)},
        "terms.deliverables[0].publish_by",
    ),
    ({"deliverables": (replace(VIDEO, max_revisions=21),)}, "terms.deliverables[0].max_revisions"),
    ({"deliverables": (replace(VIDEO, max_revisions=-1),)}, "terms.deliverables[0].max_revisions"),
    ({"usage_rights": UsageRights(8)}, "terms.usage_rights.spark_ads_days"),
    ({"usage_rights": UsageRights(0)}, "terms.usage_rights.spark_ads_days"),
    ({"usage_rights": UsageRights(territories=("US", "usa"))}, "terms.usage_rights.territories[1]"),
    ({"usage_rights": UsageRights(territories=("US", "UK"))}, "terms.usage_rights.territories[1]"),
    ({"usage_rights": UsageRights(territories=("US", "US"))}, "terms.usage_rights.territories"),
    ({"exclusivity": Exclusivity("beauty/../x", START, START + DAY)}, "terms.exclusivity.category"),
    ({"exclusivity": Exclusivity("beauty//skincare", START, START + DAY)}, "terms.exclusivity.category"),
    ({"exclusivity": Exclusivity("Beauty", START, START + DAY)}, "terms.exclusivity.category"),
    ({"exclusivity": Exclusivity("beauty/", START, START + DAY)}, "terms.exclusivity.category"),
    ({"exclusivity": Exclusivity("beauty", START, START)}, "terms.exclusivity.until"),
    ({"exclusivity": Exclusivity("beauty", None, START)}, "terms.exclusivity.from"),
    ({"exclusivity": Exclusivity("beauty", START, None)}, "terms.exclusivity.until"),
    ({"payment_schedule": (HALF,)}, "terms.payment_schedule"),
    ({"payment_schedule": (HALF, HALF, replace(HALF, percent=1))}, "terms.payment_schedule"),
    (
        {"payment_schedule": (replace(HALF, percent=0), replace(HALF, percent=100))},
        "terms.payment_schedule[0].percent",
    ),
    ({"payment_schedule": (replace(HALF, stage=None), HALF)}, "terms.payment_schedule[0].stage"),
    ({"payment_schedule": (HALF, replace(HALF, net_days=366))}, "terms.payment_schedule[1].net_days"),
    ({"payment_schedule": (HALF, replace(HALF, net_days=-1))}, "terms.payment_schedule[1].net_days"),
    ({"clauses": (Clause("a"), Clause("a"))}, "terms.clauses[1].id"),
    ({"clauses": (Clause(" "),)}, "terms.clauses[0].id"),
    ({"clauses": (Clause("a", "t" * 201),)}, "terms.clauses[0].title"),
    ({"clauses": (Clause("a", "", "x" * 20_001),)}, "terms.clauses[0].text"),
    ({"clauses": tuple(Clause(f"c{number}") for number in range(101))}, "terms.clauses"),
    ({"clauses": tuple(Clause(f"c{number}", "", "x" * 20_000) for number in range(7))}, "terms"),
]


@pytest.mark.parametrize("changes", GOOD)
def test_valid(changes):
    assert faults(replace(terms(), **changes)) == []


@pytest.mark.parametrize(("changes", "field"), BAD)
def test_invalid(changes, field):
    assert faults(replace(terms(), **changes)) == [field]


def test_missing_terms():
    assert faults(None) == ["terms"]


def test_everything_wrong_is_told_at_once():
    given = replace(terms(), price=None, deliverables=(replace(VIDEO, type="", count=0),))
    assert faults(given) == ["terms.price", "terms.deliverables[0].type", "terms.deliverables[0].count"]


def test_defaults_are_written_out():
    given = replace(terms(), deliverables=(VIDEO, replace(VIDEO, max_revisions=0)))
    assert [item.max_revisions for item in settle(given).deliverables] == [2, 0]
