"""What an assertion says, what is believed of it, and what it is good for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2
from services.shared.access import LEASE_SECONDS, Identity, Rule
from services.shared.assertions import (
    REMEMBERED,
    Assertion,
    OneCall,
    Reading,
    assertion_verifier,
    claims_of,
    digest,
    from_claims,
)
from services.shared.errors import Unauthenticated
from services.shared.tokens import ASSERTION
from tests.fakes.clock import FakeClock
from tests.unit.shared.keys import make_keys, signer

READ, WRITE = "marketplace.rates.read", "marketplace.rates.write"
MISSING = object()
OPTIONAL = {("party",), ("grant",), ("party", "person")}
"""Null where a service asks on its own account, a party in its own name, or a client in place of a person."""

CALL = OneCall("roster.v1.RateCardService/PutRateCard", digest(b"request"), "key", "rq_1")
OWN = Assertion(Identity("metrics"), CALL)
PARTY = Assertion(Identity("gateway", "br_1", "brand", "cl_1", frozenset({READ})), Reading(READ))
ACTING = Assertion(
    replace(
        PARTY.identity,
        kind="agency",
        on_behalf_of="cr_1",
        delegation_id="dg_1",
        delegation_version=3,
        granted_scopes=frozenset({READ, WRITE}),
        guardrails=roster_pb2.Guardrails(confirm_all_accepts=True),
        name="Zoë 名",
        person_id="pe_1",
        session_id="se_1",
        person_name="Ana",
        role="manager",
        limited_to=frozenset({"cr_1"}),
    ),
    CALL,
)


def signed(assertion: Assertion, **changed: Any) -> dict[str, Any]:
    """The claims as they are signed, good for as long as a decision."""
    times = {"iat": 1000.25, "exp": 1000.25 + LEASE_SECONDS}
    return {**claims_of(assertion), "iss": assertion.identity.service, "aud": "roster", **times, **changed}


@pytest.mark.parametrize("assertion", [OWN, PARTY, ACTING])
def test_an_assertion_survives_its_claims(assertion: Assertion) -> None:
    assert from_claims(signed(assertion)) == assertion


def paths(claims: Any, *before: str) -> list[tuple[str, ...]]:
    """Where every claim stands, the ones inside of others included."""
    if not isinstance(claims, dict):
        return [before] if before else []
    inner = [path for name, value in claims.items() for path in paths(value, *before, name)]
    return ([before] if before else []) + inner


def wrong() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every claim with values of all types but its own; the audience is the verifier's to look at."""
    claims = signed(ACTING)
    for path in paths(claims):
        own = reduce(lambda place, name: place[name], path, claims)
        fitting = {type(own), *((int, float) if isinstance(own, float) else ())}
        values = (None, 7, True, 1.5, [7], {"a": 1}, "x", MISSING)
        mistyped = [each for each in values if type(each) not in fitting]
        mistyped = [each for each in mistyped if each is not None or path not in OPTIONAL]
        yield from ((path, each) for each in mistyped if path != ("aud",))


def test_every_claim_is_required_and_of_its_type(subtests: pytest.Subtests) -> None:
    for path, value in wrong():
        claims = signed(ACTING)
        place = reduce(lambda place, name: place[name], path[:-1], claims)
        place.pop(path[-1])
        if value is not MISSING:
            place[path[-1]] = value
        with subtests.test(".".join(path), value=value), pytest.raises(ValueError, match=r".+"):
            from_claims(claims)


@pytest.mark.parametrize("claim", ["x", "_w==", "AQ=="])
def test_guardrails_that_cannot_be_read_are_not_ignored(claim: str) -> None:
    claims = signed(ACTING)
    claims["grant"]["guardrails"] = claim
    with pytest.raises(ValueError, match=r".+"):
        from_claims(claims)


@pytest.mark.parametrize("moment", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("name", ["iat", "exp"])
def test_a_moment_is_finite(name: str, moment: float) -> None:
    with pytest.raises(ValueError, match=name):
        from_claims(signed(OWN, **{name: moment}))


@pytest.mark.parametrize("moment", [-1e300, -1.0, 1e300])
def test_no_end_is_beyond_the_calendar(moment: float) -> None:
    with pytest.raises(ValueError, match="exp"):
        from_claims(signed(PARTY, iat=moment, exp=moment))


def test_a_party_acts_until_the_decision_ends() -> None:
    assert from_claims(signed(PARTY, exp=1000.5)).identity.until == datetime.fromtimestamp(1000.5, UTC)
    assert from_claims(signed(OWN)).identity.until is None


@pytest.mark.parametrize("restriction", [{}, {"mode": "write"}, {"mode": "read", "scope": READ, "only": []}])
def test_a_restriction_that_is_not_understood_is_not_ignored(restriction: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="for"):
        from_claims(signed(PARTY, **{"for": restriction}))


def test_nothing_that_speaks_for_a_party_outlives_the_decision() -> None:
    assert from_claims(signed(ACTING, exp=1000.25 + 0.75))
    with pytest.raises(ValueError, match="outlives"):
        from_claims(signed(ACTING, exp=1000.25 + 0.752))
    assert from_claims(signed(OWN, exp=1005.25))


RULES = {
    command: Rule(False, frozenset(), frozenset({"agency"}), "creator_id", READ, command=command)
    for command in (False, True)
}


def test_an_assertion_for_readings_is_good_for_every_reading_of_its_scope() -> None:
    PARTY.check(RULES[False], CALL)
    PARTY.check(RULES[False], replace(CALL, rpc="a.B/C", sha256="", key="", request_id=""))
    for refused in (RULES[True], replace(RULES[False], scope=WRITE), replace(RULES[True], scope="")):
        with pytest.raises(Unauthenticated):
            PARTY.check(refused, CALL)


@pytest.mark.parametrize("name", ["rpc", "sha256", "key", "request_id"])
@pytest.mark.parametrize("command", [False, True])
def test_an_assertion_for_one_call_is_good_for_that_call_alone(name: str, command: bool) -> None:
    ACTING.check(RULES[command], CALL)
    for other in ("", "other"):
        with pytest.raises(Unauthenticated):
            ACTING.check(RULES[command], replace(CALL, **{name: other}))


def test_memory_of_what_was_verified_is_bounded(tmp_path: Path) -> None:
    """Whoever calls with ever new assertions, as every command does, makes nothing grow."""
    clock = FakeClock()
    make_keys(tmp_path, "gateway")
    verifier = assertion_verifier("roster", tmp_path / "public", clock)
    gateway = signer(tmp_path, "gateway", clock)
    for number in range(REMEMBERED + 8):
        claims = claims_of(replace(ACTING, use=replace(CALL, request_id=str(number))))
        token = gateway.sign_until(ASSERTION, "roster", claims, gateway.later(LEASE_SECONDS))
        assert verifier.verify(token).use == replace(CALL, request_id=str(number))
    assert len(verifier._seen) == REMEMBERED
