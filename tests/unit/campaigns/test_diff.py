"""Differences between versions, term by term."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.campaigns.domain.diff import Change, diff
from services.campaigns.domain.terms import Clause, UsageRights
from services.shared.money import Money
from tests.unit.campaigns.build import terms

OLD = terms()
VIDEO = OLD.deliverables[0]
ONE, TWO = Clause("c1", "Use", "As agreed."), Clause("c2", "Late", "A fee.")

CASES = [
    ({}, []),
    ({"price": Money(300, "USD")}, [Change("price.amount_minor", "changed", "250000", "300")]),
    (
        {"price": Money(300, "EUR")},
        [
            Change("price.amount_minor", "changed", "250000", "300"),
            Change("price.currency", "changed", '"USD"', '"EUR"'),
        ],
    ),
    (
        {"deliverables": (replace(VIDEO, count=2),)},
        [Change("deliverables[0].count", "changed", "1", "2")],
    ),
    (
        {"deliverables": (replace(VIDEO, draft_due=None),)},
        [Change("deliverables[0].draft_due", "removed", '"2026-03-11T12:00:00Z"', "")],
    ),
    (
        {"clauses": (replace(ONE, text="Never."),)},
        [Change("clauses[id=c1].text", "changed", '"As agreed."', '"Never."')],
    ),
    (
        {"clauses": (ONE, TWO)},
        [Change("clauses[id=c2]", "added", "", '{"id":"c2","text":"A fee.","title":"Late"}')],
    ),
    (
        {"clauses": ()},
        [Change("clauses[id=c1]", "removed", '{"id":"c1","text":"As agreed.","title":"Use"}', "")],
    ),
    (
        {"usage_rights": UsageRights(7)},
        [Change("usage_rights", "added", "", '{"paid_usage":false,"spark_ads_days":7,"territories":[]}')],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_changes(changes, expected):
    assert list(diff(OLD, replace(OLD, **changes))) == expected


def test_territories_are_one_value():
    none, some = UsageRights(7), UsageRights(7, territories=("US",))
    more = UsageRights(7, territories=("US", "MX"))
    before, after = replace(OLD, usage_rights=none), replace(OLD, usage_rights=some)
    path = "usage_rights.territories"
    assert list(diff(before, after)) == [Change(path, "added", "", '["US"]')]
    assert list(diff(after, before)) == [Change(path, "removed", '["US"]', "")]
    assert list(diff(after, replace(OLD, usage_rights=more))) == [
        Change(path, "changed", '["US"]', '["US","MX"]')
    ]


def test_clauses_that_changed_places():
    before, after = replace(OLD, clauses=(ONE, TWO)), replace(OLD, clauses=(TWO, ONE))
    assert list(diff(before, after)) == [Change("clauses", "changed", '["c1","c2"]', '["c2","c1"]')]
