"""What every page may weigh on the first visit and on the next, and how far its parts may shift."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.portal.bars import FIRST_BYTES, NEXT_BYTES, SHIFT, VISITS, address_of, visitor, visits
from tests.portal.conftest import Portal
from tests.portal.people import portal_url
from tests.portal.screenshots import Shot

Visitors = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def visitors(browser: Browser, portal: Portal) -> Visitors:
    """What the browsers of those keep who have signed in, by their roles."""
    url = portal_url(portal.key_file.parents[2])
    return {role: visitor(browser, url, portal.people[role]) for role in {shot.role for shot in VISITS}}


@pytest.mark.parametrize("shot", VISITS, ids=lambda shot: shot.name)
def test_a_page_is_light_and_stands_still(
    browser: Browser, portal: Portal, visitors: Visitors, shot: Shot
) -> None:
    kept = visitors[shot.role]
    first, following = visits(browser, address_of(browser, portal.base_url, kept, shot), kept)
    # A browser that has nothing has all of it sent.
    assert 50_000 < first.sent <= FIRST_BYTES
    assert 1000 < following.sent <= NEXT_BYTES
    assert max(first.shift, following.shift) <= SHIFT
    assert first.paint > 0, "nothing was measured"
