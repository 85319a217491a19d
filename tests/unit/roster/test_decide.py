"""Who may act for a creator: the whole table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.roster.domain.decisions import Decision, decide
from services.roster.domain.delegations import FINAL, DelegationState
from services.shared.codes import ErrorCode
from tests.fakes.clock import START
from tests.unit.roster.build import AGENCY, CREATOR, OFFERS, PROFILE, RATES, delegation, pair

S = DelegationState
OVER: dict[str, Any] = {"expires_at": START}


def decision(**fields: Any) -> Decision:
    given: dict[str, Any] = {
        "kind": "agency",
        "party_id": AGENCY,
        "creator_id": CREATOR,
        "pair": pair(delegation()),
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
        ({"pair": None}, (False, "no_delegation", False)),
        ({"pair": pair(delegation(**OVER))}, (False, "delegation_expired", True)),
        ({"pair": pair(delegation(state=S.REQUESTED))}, (False, "delegation_requested", True)),
        ({"pair": pair(delegation(state=S.REQUESTED, **OVER))}, (False, "delegation_expired", True)),
        (
            {"pair": pair(delegation("dg_2", state=S.REQUESTED), delegation(**OVER))},
            (False, "delegation_expired", True),
        ),
        ({"pair": pair(delegation(), delegation("dg_2", state=S.REQUESTED))}, (True, "delegation", True)),
        ({"pair": pair(delegation(state=S.REVOKED), delegation("dg_2"))}, (True, "delegation", True)),
        ({"pair": pair()}, (False, "no_delegation", False)),
        ({"kind": "creator", "party_id": CREATOR, "pair": None}, (True, "own", True)),
        ({"kind": "creator", "party_id": CREATOR, "token_scopes": frozenset()}, (False, "token_scope", True)),
        ({"kind": "creator", "party_id": "cr_2"}, (False, "no_delegation", False)),
        ({"kind": "agency", "party_id": CREATOR, "pair": None}, (False, "no_delegation", False)),
        ({"kind": "brand", "party_id": "br_1"}, (False, "no_delegation", False)),
        ({"kind": "operator", "party_id": "op_1"}, (False, "no_delegation", False)),
        ({"kind": ""}, (False, "no_delegation", False)),
    ],
)
def test_table(fields: dict[str, Any], expected: tuple[bool, str, bool]) -> None:
    assert outcome(**fields) == expected


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"token_scopes": frozenset()}, ErrorCode.SCOPE_MISSING_IN_TOKEN),
        ({"scope": "marketplace.offers.accept"}, ErrorCode.SCOPE_MISSING_IN_DELEGATION),
        ({"pair": pair(delegation(**OVER))}, ErrorCode.DELEGATION_EXPIRED),
        ({"pair": pair(delegation(state=S.REQUESTED))}, ErrorCode.DELEGATION_REQUESTED),
        ({"pair": pair(delegation(state=S.DECLINED))}, ErrorCode.DELEGATION_DECLINED),
        ({"pair": pair(delegation(state=S.REVOKED))}, ErrorCode.DELEGATION_REVOKED),
        ({"pair": pair(delegation(state=S.ENDED))}, ErrorCode.DELEGATION_ENDED),
        ({"pair": pair(delegation(state=S.SUPERSEDED))}, ErrorCode.DELEGATION_ENDED),
    ],
)
def test_a_denial_has_the_code_of_its_cause(fields: dict[str, Any], code: ErrorCode) -> None:
    assert decision(**fields).code is code


@pytest.mark.parametrize("state", FINAL)
def test_no_final_state_permits_anything(state: DelegationState) -> None:
    assert outcome(pair=pair(delegation(state=state))) == (False, f"delegation_{state}", True)


def test_an_end_date_permits_until_the_last_moment() -> None:
    until = delegation(expires_at=START)
    assert decision(pair=pair(until), now=START - timedelta(milliseconds=1)).allowed
    assert not decision(pair=pair(until), now=START).allowed


def test_a_request_grants_nothing_beside_an_active_delegation() -> None:
    narrow = delegation(scopes=(RATES,))
    both = pair(narrow, delegation("dg_2", state=S.REQUESTED, scopes=(OFFERS,)))
    assert decision(pair=both, scope=RATES, token_scopes=frozenset({RATES})).delegation is narrow
    denied = decision(pair=both, scope=OFFERS, token_scopes=frozenset({OFFERS}))
    assert (denied.allowed, denied.rule, denied.delegation) == (False, "scope_not_granted", narrow)


def test_a_denial_tells_nothing_where_nothing_is_known() -> None:
    made = decision(pair=None)
    assert (made.reason, made.delegation) == ("", None)
