"""Guardrails of the creator: what an agency may do, and what waits for her."""

from __future__ import annotations

import pytest

from services.campaigns.domain import negotiation
from services.campaigns.domain.guardrails import UNLIMITED, Guardrails
from services.campaigns.domain.states import Awaiting, OfferState
from services.shared.errors import Forbidden
from services.shared.money import Money
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, accept, agency, ids, invitation, propose

USD = Money(250_000, "USD")


@pytest.mark.parametrize(
    ("limits", "needed"),
    [
        ({}, False),
        ({"confirm_all_accepts": True}, True),
        ({"confirm_accepts_above": Money(250_000, "USD")}, False),
        ({"confirm_accepts_above": Money(249_999, "USD")}, True),
        ({"confirm_accepts_above": Money(10**9, "EUR")}, True),
    ],
)
def test_confirmation(limits, needed):
    assert Guardrails(**limits).needs_confirmation(USD) is needed
    changed = accept(invitation(), agency(**limits))
    expected = OfferState.AWAITING_CONFIRMATION if needed else OfferState.ACTIVE
    assert changed.state is expected
    assert changed.accepted_by == "ag_1"
    assert changed.awaiting is (Awaiting.CREATOR if needed else Awaiting.NONE)
    assert bool(changed.deliverables) is bool(changed.agreed_at) is not needed


def test_the_creator_confirms_what_was_held():
    held = accept(invitation(), agency(confirm_all_accepts=True))
    agreed = negotiation.confirmed(held, CREATOR, 1, LATER, ids())
    assert agreed.state is OfferState.ACTIVE
    assert agreed.agreed_at == LATER
    assert [item.id for item in agreed.deliverables] == ["dl_1"]


def test_a_brands_accept_of_what_the_agency_wrote_waits_for_her_too():
    limited = propose(invitation(), agency(confirm_accepts_above=Money(100, "USD")))
    assert accept(limited, BRAND).state is OfferState.AWAITING_CONFIRMATION
    hers = propose(limited, CREATOR, 400_000)
    assert accept(hers, BRAND).state is OfferState.ACTIVE


BLOCKED = [
    ({"blocked_categories": ("beauty/skincare",)}, "blocked_categories"),
    ({"blocked_categories": ("gambling", "beauty")}, "blocked_categories"),
    ({"floor_price": Money(300_001, "USD")}, "floor_price"),
    ({"floor_price": Money(1, "EUR")}, "floor_price"),
]
ALLOWED = [
    {"blocked_categories": ("beauty/skin", "beauty/skincare/masks")},
    {"floor_price": USD},
    {"max_active_campaigns": 1},
]


@pytest.mark.parametrize(("limits", "name"), BLOCKED)
def test_a_refusal_names_its_guardrail(limits, name):
    with pytest.raises(Forbidden, match=name):
        accept(invitation(), agency(**limits))
    with pytest.raises(Forbidden, match=name):
        propose(invitation(), agency(**limits))


@pytest.mark.parametrize("limits", ALLOWED)
def test_within_the_guardrails(limits):
    assert accept(invitation(), agency(**limits)).state is OfferState.ACTIVE
    assert propose(invitation(), agency(**limits)).state is OfferState.NEGOTIATING


def test_the_cap_on_active_deals_stops_accepts_only():
    limited = agency(max_active_campaigns=2)
    assert accept(invitation(), limited, active_deals=1).state is OfferState.ACTIVE
    with pytest.raises(Forbidden, match="max_active_campaigns"):
        accept(invitation(), limited, active_deals=2)
    with pytest.raises(Forbidden, match="max_active_campaigns"):
        accept(invitation(), agency(max_active_campaigns=0))
    assert propose(invitation(), limited).state is OfferState.NEGOTIATING


def test_guardrails_as_an_assertion_carries_them():
    assert Guardrails.of({}) == UNLIMITED
    claims = {
        "confirm_all_accepts": True,
        "confirm_accepts_above": {"amount_minor": "500", "currency": "USD"},
        "floor_price": {"currency": "EUR"},
        "blocked_categories": ["gambling"],
        "max_active_campaigns": 0,
    }
    expected = Guardrails(True, Money(500, "USD"), Money(0, "EUR"), ("gambling",), 0)
    assert Guardrails.of(claims) == expected
