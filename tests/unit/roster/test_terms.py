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
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair
from services.roster.domain.terms import MOST_CHANGES, Terms
from services.shared.errors import Conflict, Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.roster.acts import (
    HER,
    LATER,
    LIMITS,
    S,
    accept,
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


@pytest.mark.parametrize(
    ("guardrails", "fields"),
    [
        (Guardrails(), []),
        (Guardrails(True, Money(0, "USD"), Money(5, "EUR"), ("beauty", "a-b/c_d/9"), 0), []),
        (Guardrails(confirm_accepts_above=Money(-1, "USD")), ["confirm_accepts_above.amount_minor"]),
        (Guardrails(floor_price=Money(1, "XYZ")), ["floor_price.currency"]),
        (Guardrails(blocked_categories=("",)), ["blocked_categories[0]"]),
        (
            Guardrails(blocked_categories=("ok", "Beauty", "a//b", "a/", "/a")),
            [f"blocked_categories[{n}]" for n in (1, 2, 3, 4)],
        ),
        (Guardrails(blocked_categories=("a" * 101,)), ["blocked_categories[0]"]),
        (Guardrails(blocked_categories=("a",) * 51), ["blocked_categories"]),
        (Guardrails(blocked_categories=("beauty\n",)), ["blocked_categories[0]"]),
        (Guardrails(max_active_campaigns=-1), ["max_active_campaigns"]),
        (Guardrails(max_active_campaigns=10_001), ["max_active_campaigns"]),
        (
            Guardrails(floor_price=Money(-1, "?"), max_active_campaigns=-1),
            ["floor_price.amount_minor", "floor_price.currency", "max_active_campaigns"],
        ),
    ],
)
def test_guardrails_are_checked_when_granted_and_when_replaced(
    guardrails: Guardrails, fields: list[str]
) -> None:
    def refused(act: Callable[[], Pair]) -> list[str]:
        try:
            act()
        except Invalid as invalid:
            return [each.field.removeprefix("guardrails.") for each in invalid.errors]
        return []

    asked, active = delegation(state=S.REQUESTED), delegation()
    assert fields == refused(lambda: accept(pair(asked), asked, guardrails=guardrails))
    assert fields == refused(lambda: limit(pair(active), active, guardrails=guardrails))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"scopes": ()}, ["scopes"]),
        ({"purpose": " "}, ["purpose"]),
        ({"purpose": "x" * 501}, ["purpose"]),
        ({"purpose": "One.\n\nTwo."}, ["purpose"]),
        ({"expires_at": START}, ["expires_at"]),
        (
            {"scopes": (), "purpose": "", "expires_at": START - timedelta(days=1)},
            ["scopes", "purpose", "expires_at"],
        ),
    ],
)
def test_a_request_is_checked(fields: dict[str, Any], named: list[str]) -> None:
    given_: dict[str, Any] = {"scopes": SCOPES, "purpose": "x", "expires_at": None, "now": START}
    with pytest.raises(Invalid) as raised:
        rules.check_request(**(given_ | fields))
    assert [each.field for each in raised.value.errors] == named
