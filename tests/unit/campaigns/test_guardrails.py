"""Guardrails of the creator: what an agency may do, and what waits for her."""

from __future__ import annotations

import pytest

from protos.roster.v1 import roster_pb2
from services.campaigns.domain import negotiation
from services.campaigns.domain.guardrails import UNLIMITED, Guardrails, HeldBecause, Mandate
from services.campaigns.domain.states import Awaiting, OfferState
from services.shared.errors import Conflict, Forbidden
from services.shared.joins import join
from services.shared.mapping import from_message
from services.shared.money import Money
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, Places, accept, agency, ids, invitation, propose

USD = Money(250_000, "USD")
H = HeldBecause


@pytest.mark.parametrize(
    ("limits", "because"),
    [
        ({}, ()),
        ({"confirm_all_accepts": True}, (H.CONFIRM_ALL,)),
        ({"confirm_accepts_above": Money(250_000, "USD")}, ()),
        ({"confirm_accepts_above": Money(249_999, "USD")}, (H.CONFIRM_ABOVE,)),
        ({"confirm_accepts_above": Money(10**9, "EUR")}, (H.CONFIRM_ABOVE,)),
        (
            {"confirm_all_accepts": True, "confirm_accepts_above": Money(1, "USD")},
            (H.CONFIRM_ALL, H.CONFIRM_ABOVE),
        ),
    ],
)
def test_what_asks_for_confirmation_holds_the_agencys_own_accept(limits, because):
    changed = accept(invitation(), agency(**limits))
    assert changed.state is (OfferState.AWAITING_CONFIRMATION if because else OfferState.ACTIVE)
    assert (changed.accepted_by, changed.held_because) == ("ag_1", because)
    assert changed.awaiting is (Awaiting.CREATOR if because else Awaiting.NONE)
    assert bool(changed.deliverables) is bool(changed.agreed_at) is not because


EVERYTHING = Guardrails(
    confirm_all_accepts=True,
    confirm_accepts_above=Money(1, "USD"),
    floor_price=Money(10**9, "USD"),
    blocked_categories=("beauty",),
    max_active_campaigns=2,
)


@pytest.mark.parametrize(
    ("mandate", "because"),
    [
        (Mandate(), ()),
        (Mandate(may_accept=False), (H.SCOPE,)),
        (Mandate(active=False, may_accept=False, guardrails=EVERYTHING), (H.REVOKED,)),
        (Mandate(guardrails=Guardrails(confirm_all_accepts=True)), (H.CONFIRM_ALL,)),
        (Mandate(guardrails=Guardrails(confirm_accepts_above=Money(100, "USD"))), (H.CONFIRM_ABOVE,)),
        (Mandate(guardrails=Guardrails(floor_price=Money(10**9, "USD"))), (H.FLOOR_PRICE,)),
        (Mandate(guardrails=Guardrails(blocked_categories=("beauty",))), (H.BLOCKED_CATEGORY,)),
        (Mandate(guardrails=Guardrails(max_active_campaigns=2)), (H.MAX_ACTIVE_CAMPAIGNS,)),
        (Mandate(guardrails=Guardrails(max_active_campaigns=3)), ()),
        (Mandate(may_accept=False, guardrails=EVERYTHING), (H.SCOPE, *list(H)[2:])),
    ],
)
def test_a_brands_accept_of_what_the_agency_wrote_binds_as_far_as_the_agency_may_now(mandate, because):
    offer = propose(invitation(), agency())
    changed = accept(offer, BRAND, active_deals=2, mandate=mandate)
    assert changed.held_because == because
    assert changed.state is (OfferState.AWAITING_CONFIRMATION if because else OfferState.ACTIVE)


def test_what_the_creator_wrote_herself_binds_her():
    assert accept(propose(invitation(), CREATOR, 400_000), BRAND).state is OfferState.ACTIVE


def test_the_creator_confirms_or_declines_what_was_held_and_nobody_else():
    held = accept(propose(invitation(), agency()), BRAND, mandate=Mandate(active=False))
    agreed = negotiation.confirm(held, CREATOR, 2, Places(99), LATER, ids())
    assert (agreed.state, agreed.agreed_at, agreed.held_because) == (OfferState.ACTIVE, LATER, ())
    assert [item.id for item in agreed.deliverables] == ["dl_1"]
    assert negotiation.decline(held, CREATOR, "", LATER).state is OfferState.DECLINED
    assert negotiation.withdraw(held, BRAND, "", LATER).state is OfferState.WITHDRAWN
    for act in (
        lambda: negotiation.decline(held, agency(), "", LATER),
        lambda: negotiation.confirm(held, agency(), 2, Places(), LATER, ids()),
        lambda: propose(held, agency(), 1),
    ):
        with pytest.raises(Conflict):
            act()


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
    join(Guardrails, roster_pb2.Guardrails)
    assert from_message(Guardrails, roster_pb2.Guardrails()) == UNLIMITED
    said = roster_pb2.Guardrails(
        confirm_all_accepts=True,
        confirm_accepts_above={"amount_minor": 500, "currency": "USD"},
        floor_price={"amount_minor": 0, "currency": "EUR"},
        blocked_categories=["gambling"],
        max_active_campaigns=0,
    )
    expected = Guardrails(True, Money(500, "USD"), Money(0, "EUR"), ("gambling",), 0)
    assert from_message(Guardrails, said) == expected
