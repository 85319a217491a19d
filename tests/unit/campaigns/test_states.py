"""The table of states, exhaustively: every state, act and role, and every act of the domain."""

from __future__ import annotations

from itertools import product

import pytest

from services.campaigns.domain import negotiation
from services.campaigns.domain.guardrails import Mandate
from services.campaigns.domain.states import TABS, Act, OfferState, Role, Side, Tab, states_of, step
from services.shared.errors import CallboardError, Conflict
from tests.unit.campaigns.build import BRAND, LATER, PARTIES, Places, accept, agency, ids, in_state, propose

S, A = OfferState, Act
UNANSWERED = {S.IN_REVIEW, S.NEGOTIATING}
PENDING = UNANSWERED | {S.AWAITING_CONFIRMATION}
CREATOR_SIDE, BOTH = {Role.CREATOR, Role.AGENCY}, {Role.CREATOR, Role.AGENCY, Role.BRAND}

# Written out apart from the table of the domain: from, act, by, to.
RULES = [
    (UNANSWERED, A.PROPOSE, BOTH, S.NEGOTIATING),
    (UNANSWERED, A.ACCEPT, BOTH, S.ACTIVE),
    (UNANSWERED, A.HOLD, {Role.AGENCY, Role.BRAND}, S.AWAITING_CONFIRMATION),
    ({S.AWAITING_CONFIRMATION}, A.CONFIRM, {Role.CREATOR}, S.ACTIVE),
    (UNANSWERED, A.DECLINE, CREATOR_SIDE, S.DECLINED),
    ({S.AWAITING_CONFIRMATION}, A.DECLINE, {Role.CREATOR}, S.DECLINED),
    (PENDING, A.WITHDRAW, {Role.BRAND}, S.WITHDRAWN),
    (PENDING, A.EXPIRE, {Role.TIMER}, S.EXPIRED),
    ({S.ACTIVE}, A.REQUEST_CANCEL, {Role.CREATOR, Role.BRAND}, S.ACTIVE),
    ({S.ACTIVE}, A.CANCEL, {Role.CREATOR, Role.BRAND}, S.CANCELLED),
    ({S.ACTIVE}, A.COMPLETE, CREATOR_SIDE, S.COMPLETED),
]
EXPECTED = {(state, act, role): to for states, act, roles, to in RULES for state in states for role in roles}


def test_every_state_act_and_role(subtests):
    for state, act, role in product(OfferState, Act, Role):
        expected = EXPECTED.get((state, act, role))
        with subtests.test(state=state, act=act, role=role):
            if expected is not None:
                assert step(state, act, role) is expected
                continue
            with pytest.raises(Conflict, match=state.value.replace("_", " ")):
                step(state, act, role)


def test_a_refusal_names_the_state_and_what_is_possible():
    with pytest.raises(Conflict, match=r"in review: possible now: propose, accept, decline\."):
        step(S.IN_REVIEW, A.CONFIRM, Role.CREATOR)
    with pytest.raises(Conflict, match="declined: nothing"):
        step(S.DECLINED, A.ACCEPT, Role.CREATOR)


ACTS = {
    A.PROPOSE: lambda offer, by, at: propose(offer, by, 777, at),
    A.ACCEPT: lambda offer, by, at: accept(offer, by, at=at),
    A.CONFIRM: lambda offer, by, at: negotiation.confirm(
        offer, by, offer.current_version, Places(), at, ids()
    ),
    A.DECLINE: lambda offer, by, at: negotiation.decline(offer, by, "", at),
    A.WITHDRAW: lambda offer, by, at: negotiation.withdraw(offer, by, "", at),
    A.REQUEST_CANCEL: lambda offer, by, at: negotiation.cancel(offer, by, "", at),
}


def test_every_act_of_the_domain_keeps_to_the_table(subtests):
    for state, act, role in product(OfferState, ACTS, PARTIES):
        offer, by = in_state(state), PARTIES[role]
        expected = EXPECTED.get((state, act, role))
        if act is A.ACCEPT and expected and offer.latest.author_side is by.side:
            expected = None  # nobody accepts what their own side wrote
        with subtests.test(state=state, act=act, role=role):
            if expected is None:
                with pytest.raises(Conflict):
                    ACTS[act](offer, by, LATER)
                continue
            changed = ACTS[act](offer, by, LATER)
            assert changed.state is expected
            assert changed.updated_at == LATER


def test_what_is_past_respond_by_counts_as_expired(subtests):
    for state, act, role in product(sorted(PENDING), ACTS, PARTIES):
        offer = in_state(state)
        with subtests.test(state=state, act=act, role=role), pytest.raises(Conflict, match="expired"):
            ACTS[act](offer, PARTIES[role], offer.respond_by)


def test_tabs_cover_every_state_once():
    assert set(TABS) == set(OfferState)
    assert {state for state in OfferState if TABS[state] is Tab.PENDING} == PENDING
    inactive = {S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.CANCELLED}
    assert {state for state in OfferState if TABS[state] is Tab.INACTIVE} == inactive
    assert states_of(None) == set(OfferState)
    assert states_of(Tab.PENDING) == PENDING
    assert states_of(None, S.DECLINED) == states_of(Tab.INACTIVE, S.DECLINED) == {S.DECLINED}
    assert states_of(Tab.ACTIVE, S.DECLINED) == set()


def test_sides():
    assert Side.BRAND.other is Side.CREATOR_SIDE
    assert Side.CREATOR_SIDE.other is Side.BRAND
    assert Role.AGENCY.side is Role.CREATOR.side is Side.CREATOR_SIDE
    assert Role.BRAND.side is Side.BRAND


def test_a_held_accept_is_the_brands_too():
    offer = propose(in_state(S.IN_REVIEW), agency())
    held = accept(offer, BRAND, mandate=Mandate(active=False))
    assert held.state is S.AWAITING_CONFIRMATION
    with pytest.raises(CallboardError):
        accept(held, BRAND)
