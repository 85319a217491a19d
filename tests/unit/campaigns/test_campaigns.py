"""Campaigns: what is valid, and optimistic concurrency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain.campaigns import Content, Target, Weight, open_campaign, rewrite
from services.shared.errors import Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.campaigns.build import LATER, campaign

CONTENT = Content("Spring", "A brief.", "beauty", Money(0, "USD"), None, "2026-03-01", "2026-03-01")

GOOD = [
    {},
    {"name": "n" * 200, "brief": ""},
    {"budget": None, "starts_on": "", "ends_on": ""},
    {
        "target": Target(
            (Weight("FEMALE", 0.7),), (Weight("18-24", 1),), (Weight("US", 0), Weight("Others", 1))
        )
    },
]
BAD = [
    ({"name": " "}, "name"),
    ({"name": "n" * 201}, "name"),
    ({"brief": "b" * 20_001}, "brief"),
    ({"category": ""}, "category"),
    ({"category": "Beauty"}, "category"),
    ({"category": "c" * 201}, "category"),
    ({"budget": Money(-1, "USD")}, "budget.amount_minor"),
    ({"budget": Money(1, "")}, "budget.currency"),
    ({"starts_on": "20260301"}, "starts_on"),
    ({"starts_on": "2026-02-30"}, "starts_on"),
    ({"starts_on": "2026-03-02"}, "ends_on"),
    ({"target": Target(gender=(Weight("female", 1),))}, "target.gender[0].bucket"),
    ({"target": Target(age=(Weight("0-17", 1),))}, "target.age[0].bucket"),
    ({"target": Target(country=(Weight("USA", 1),))}, "target.country[0].bucket"),
    ({"target": Target(country=(Weight("US", 1), Weight("US", 1)))}, "target.country[1].bucket"),
    ({"target": Target(country=(Weight("US", 1.1),))}, "target.country[0].weight"),
    ({"target": Target(country=(Weight("US", float("nan")),))}, "target.country[0].weight"),
]


@pytest.mark.parametrize("changes", GOOD)
def test_valid(changes):
    content = replace(CONTENT, **changes)
    made = open_campaign("cp_1", "br_1", "Glow", content, START)
    assert (made.name, made.target, made.version) == (content.name, content.target, 1)


@pytest.mark.parametrize(("changes", "field"), BAD)
def test_invalid(changes, field):
    content = replace(CONTENT, **changes)
    for act in (
        lambda: open_campaign("cp_1", "br_1", "Glow", content, START),
        lambda: rewrite(campaign(), content, None, START),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert [fault.field for fault in refused.value.errors] == [field]


def test_a_campaign_does_not_begin_over():
    past = replace(CONTENT, starts_on="2026-01-01", ends_on="2026-02-28")
    with pytest.raises(Invalid, match="ends_on"):
        open_campaign("cp_1", "br_1", "Glow", past, START)
    assert rewrite(campaign(), past, 1, LATER).ends_on == "2026-02-28"


def test_rewriting():
    changed = rewrite(campaign(), CONTENT, 1, START + timedelta(hours=1))
    assert (changed.name, changed.brief, changed.updated_at) == ("Spring", "A brief.", LATER)
    assert (changed.id, changed.brand_name, changed.created_at) == ("cp_1", "Glow", START)
    with pytest.raises(Stale):
        rewrite(campaign(version=3), CONTENT, 2, LATER)
