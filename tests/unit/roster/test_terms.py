"""Narrowing, limiting and moving the end of a delegation in force, and what may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain import pairs as rules
from services.roster.domain.delegations import (
    Act,
)
from services.roster.domain.pairs import Pair
from services.roster.domain.terms import MOST_CHANGES, Terms
from services.shared.errors import Conflict, Invalid, Stale
from tests.fakes.clock import START
from tests.unit.roster.acts import (
    HER,
    LATER,
    LIMITS,
    alter,
    limit,
    revoke,
)
from tests.unit.roster.build import OFFERS, PROFILE, RATES, SCOPES, delegation, pair


@pytest.mark.parametrize("act", [limit, alter])
def test_a_change_names_the_version_that_it_replaces(act: Callable[..., Pair]) -> None:
    held = delegation(version=3)
    for expected in (3, None):
        (change,) = act(pair(held), held, expected_version=expected).changes
        assert change.delegation.version == 4
    with pytest.raises(Stale, match="present version is 3, not 2"):
        act(pair(held), held, expected_version=2)


def test_what_is_as_wanted_already_is_no_change() -> None:
    held = pair(delegation(guardrails=LIMITS, expires_at=None))
    assert limit(held, delegation()) is held
    assert alter(held, delegation(), terms={"scopes": SCOPES, "expires_at": None}) is held


def test_a_delegation_changes_so_often_that_a_receipt_holds_it_and_can_always_end() -> None:
    often = delegation(version=MOST_CHANGES)
    for act in (limit, alter):
        with pytest.raises(Conflict, match="ask anew"):
            act(pair(often), often)
    assert revoke(pair(often), often).open == ()


SOON = LATER + timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "terms", "scopes", "ends", "said"),
    [
        (None, {"scopes": (PROFILE,)}, (PROFILE,), None, f"Taken away: {RATES}, {OFFERS}."),
        (None, {"expires_at": SOON}, SCOPES, SOON, "Ends at 2026-03-02 13:00 UTC."),
        (SOON, {"expires_at": None}, SCOPES, None, "Has no end date any more."),
        (
            SOON,
            {"scopes": (OFFERS, PROFILE), "expires_at": SOON + timedelta(days=1)},
            (PROFILE, OFFERS),
            SOON + timedelta(days=1),
            f"Taken away: {RATES}. Ends at 2026-03-03 13:00 UTC.",
        ),
    ],
)
def test_scopes_are_taken_away_and_the_end_is_moved(
    before: Any, terms: Terms, scopes: tuple[str, ...], ends: Any, said: str
) -> None:
    held = delegation(expires_at=before)
    (change,) = alter(pair(held), held, terms=terms).changes
    assert (change.delegation.scopes, change.delegation.expires_at) == (scopes, ends)
    assert (change.act, change.reason, change.by) == (Act.CHANGED, said, HER)


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        ({}, ["body"]),
        ({"scopes": ()}, ["scopes"]),
        ({"scopes": (PROFILE, "marketplace.offers.accept")}, ["scopes"]),
        ({"expires_at": LATER}, ["expires_at"]),
        ({"scopes": (), "expires_at": START}, ["scopes", "expires_at"]),
    ],
)
def test_nothing_is_added_nor_emptied(terms: Terms, named: list[str]) -> None:
    with pytest.raises(Invalid) as raised:
        alter(pair(delegation()), delegation(), terms=terms)
    assert [each.field for each in raised.value.errors] == named


def test_an_end_that_is_asked_for_lies_ahead() -> None:
    rules.check_request(None, START)
    rules.check_request(LATER, START)
    with pytest.raises(Invalid) as raised:
        rules.check_request(START, START)
    assert [each.field for each in raised.value.errors] == ["expires_at"]
