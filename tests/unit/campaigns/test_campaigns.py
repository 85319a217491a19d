"""Campaigns: when they are, and optimistic concurrency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain.campaigns import Content, open_campaign, rewrite
from services.shared.errors import Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.campaigns.build import LATER, campaign

CONTENT = Content("Spring", "A brief.", "beauty", Money(0, "USD"), None, "2026-03-01", "2026-03-01")


@pytest.mark.parametrize("changes", [{}, {"starts_on": None}, {"ends_on": None}])
def test_a_campaign_begins_before_it_ends(changes):
    content = replace(CONTENT, **changes)
    made = open_campaign("cp_1", "br_1", "Glow", content, START)
    assert (made.name, made.version) == (content.name, 1)


def test_a_campaign_does_not_end_before_it_begins():
    content = replace(CONTENT, starts_on="2026-03-02")
    for act in (
        lambda: open_campaign("cp_1", "br_1", "Glow", content, START),
        lambda: rewrite(campaign(), content, None, START),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert [fault.field for fault in refused.value.errors] == ["ends_on"]


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
