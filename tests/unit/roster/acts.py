"""Every act on a delegation, with only the interesting part to be said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.roster.domain import pairs as rules
from services.roster.domain.delegations import (
    Actor,
    Delegation,
    DelegationState,
)
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair
from services.roster.domain.parties import PartyKind
from tests.fakes.clock import START
from tests.unit.roster.build import AGENCY, CREATOR, PROFILE, RATES, party

S = DelegationState
LATER = START + timedelta(hours=1)
ENDING: dict[str, Any] = {"reason": "no", "now": LATER}
LIMITS = Guardrails(max_active_campaigns=2)
HER, THEM = Actor(CREATOR, "cl_2", "client_credentials"), Actor(AGENCY, "cl_1", "client_credentials")


def accept(held: Pair, named: Delegation, by: Actor = HER, **fields: Any) -> Pair:
    given_: dict[str, Any] = {"scopes": (), "guardrails": LIMITS, "now": LATER}
    return rules.accept(held, named, by=by, **(given_ | fields))


def decline(held: Pair, named: Delegation, by: Actor = HER, **fields: Any) -> Pair:
    return rules.decline(held, named, by=by, **(ENDING | fields))


def revoke(held: Pair, named: Delegation, by: Actor = HER, **fields: Any) -> Pair:
    return rules.revoke(held, named, by=by, **(ENDING | fields))


def end(held: Pair, named: Delegation, by: Actor = THEM, **fields: Any) -> Pair:
    return rules.end(held, named, by=by, **(ENDING | fields))


def limit(held: Pair, named: Delegation, by: Actor = HER, **fields: Any) -> Pair:
    given_: dict[str, Any] = {"guardrails": LIMITS, "expected_version": None, "now": LATER}
    return rules.limit(held, named, by=by, **(given_ | fields))


def alter(held: Pair, named: Delegation, by: Actor = HER, **fields: Any) -> Pair:
    given_: dict[str, Any] = {"terms": {"scopes": (PROFILE,)}, "expected_version": None, "now": LATER}
    return rules.alter(held, named, by=by, **(given_ | fields))


def request(held: Pair, delegation_id: str = "dg_9", **fields: Any) -> Pair:
    given_: dict[str, Any] = {
        "by": THEM,
        "scopes": (PROFILE, RATES),
        "purpose": "Deals.",
        "text": "May I?",
        "expires_at": None,
        "agency": party(AGENCY, PartyKind.AGENCY),
        "creator": party(),
        "now": LATER,
    }
    return rules.request(held, delegation_id, **(given_ | fields))


ACTS: dict[str, Callable[..., Pair]] = {
    "accept": accept,
    "decline": decline,
    "revoke": revoke,
    "end": end,
    "limit": limit,
    "alter": alter,
}
