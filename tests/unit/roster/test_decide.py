"""Who may act for a creator: the whole table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.delegations import FINAL, Decision, DelegationState, decide
from tests.fakes.clock import START
from tests.unit.roster.build import AGENCY, CREATOR, OFFERS, PROFILE, RATES, delegation

S = DelegationState
OVER = {"expires_at": START}


def decision(**fields: Any) -> Decision:
    given: dict[str, Any] = {
        "kind": "agency",
        "party_id": AGENCY,
        "creator_id": CREATOR,
        "delegations": [delegation()],
        "scope": PROFILE,
        "token_scopes": frozenset({PROFILE}),
        "now": START,
    }
    return decide(**(given | fields))


def outcome(**fields: Any) -> tuple[bool, str, bool]:
    made = decision(**fields)
    return made.allowed, made.rule, made.known


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (True, "delegation", True)),
        ({"token_scopes": frozenset()}, (False, "token_scope", True)),
        ({"scope": "marketplace.offers.accept"}, (False, "scope_not_granted", True)),
        ({"delegations": []}, (False, "no_delegation", False)),
        ({"delegations": [delegation(**OVER)]}, (False, "delegation_expired", True)),
        ({"delegations": [delegation(state=S.REQUESTED)]}, (False, "delegation_requested", True)),
        ({"delegations": [delegation(state=S.REQUESTED, **OVER)]}, (False, "delegation_expired", True)),
        (
            {"delegations": [delegation(state=S.REVOKED), delegation(state=S.ENDED)]},
            (False, "delegation_revoked", True),
        ),
        ({"delegations": [delegation(state=S.REVOKED), delegation()]}, (True, "delegation", True)),
        ({"kind": "creator", "party_id": CREATOR, "delegations": []}, (True, "own", True)),
        ({"kind": "creator", "party_id": CREATOR, "token_scopes": frozenset()}, (False, "token_scope", True)),
        ({"kind": "creator", "party_id": "cr_2"}, (False, "no_delegation", False)),
        ({"kind": "agency", "party_id": CREATOR, "delegations": []}, (False, "no_delegation", False)),
        ({"kind": "brand", "party_id": "br_1"}, (False, "no_delegation", False)),
        ({"kind": "operator", "party_id": "op_1"}, (False, "no_delegation", False)),
        ({"kind": ""}, (False, "no_delegation", False)),
    ],
)
def test_table(fields: dict[str, Any], expected: tuple[bool, str, bool]) -> None:
    assert outcome(**fields) == expected


@pytest.mark.parametrize("state", FINAL)
def test_no_final_state_permits_anything(state: DelegationState) -> None:
    assert outcome(delegations=[delegation(state=state)]) == (False, f"delegation_{state}", True)


def test_an_end_date_permits_until_the_last_moment() -> None:
    until = delegation(expires_at=START)
    assert decision(delegations=[until], now=START - timedelta(milliseconds=1)).allowed
    assert not decision(delegations=[until], now=START).allowed


def test_of_several_delegations_the_newest_that_holds_the_scope_is_relied_upon() -> None:
    newest = delegation("dg_3", scopes=(RATES,))
    middle, oldest = delegation("dg_2"), delegation("dg_1")
    made = decision(delegations=[newest, middle, oldest])
    assert made.delegation is middle
    rates = decision(delegations=[newest, middle, oldest], scope=RATES, token_scopes=frozenset({RATES}))
    assert rates.delegation is newest
    denied = decision(delegations=[newest], scope=OFFERS)
    assert denied.delegation is newest


def test_a_denial_tells_nothing_where_nothing_is_known() -> None:
    made = decision(delegations=[])
    assert (made.reason, made.delegation) == ("", None)
