"""Delegations: every act in every state, what may be granted, and when it is over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from services.roster.domain import delegations as rules
from services.roster.domain.delegations import FINAL, OPEN, Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.shared.errors import Conflict, Invalid, NotFound, Stale
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.roster.build import AGENCY, CREATOR, OFFERS, PROFILE, RATES, SCOPES, delegation

S = DelegationState
LATER = START + timedelta(hours=1)
LIMITS = Guardrails(max_active_campaigns=2)


def accept(
    one: Delegation, by: str = CREATOR, now: datetime = LATER, scopes: tuple[str, ...] = ()
) -> Delegation:
    return rules.accept(one, creator_id=by, client_id="cl_2", scopes=scopes, guardrails=LIMITS, now=now)


def decline(one: Delegation, by: str = CREATOR, now: datetime = LATER) -> Delegation:
    return rules.decline(one, creator_id=by, reason="no", now=now)


def revoke(one: Delegation, by: str = CREATOR, now: datetime = LATER) -> Delegation:
    return rules.revoke(one, creator_id=by, reason="no", now=now)


def end(one: Delegation, by: str = AGENCY, now: datetime = LATER) -> Delegation:
    return rules.end(one, agency_id=by, reason="no", now=now)


def limit(one: Delegation, by: str = CREATOR, now: datetime = LATER) -> Delegation:
    return rules.put_guardrails(one, creator_id=by, guardrails=LIMITS, expected_version=None, now=now)


ACTS: dict[str, Callable[..., Delegation]] = {
    "accept": accept,
    "decline": decline,
    "revoke": revoke,
    "end": end,
    "limit": limit,
}
TABLE = {
    ("accept", S.REQUESTED): S.ACTIVE,
    ("decline", S.REQUESTED): S.DECLINED,
    ("revoke", S.ACTIVE): S.REVOKED,
    ("end", S.REQUESTED): S.ENDED,
    ("end", S.ACTIVE): S.ENDED,
    ("limit", S.ACTIVE): S.ACTIVE,
}
"""What is possible; everything else is a conflict."""


def test_the_states_are_open_or_final() -> None:
    assert set(OPEN) | set(FINAL) == set(S)
    assert len(FINAL) == 4


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(act: str, state: DelegationState) -> None:
    before = delegation(state=state)
    if (act, state) not in TABLE:
        with pytest.raises(Conflict, match=f"is {state}"):
            ACTS[act](before)
        return
    after = ACTS[act](before)
    assert after.state is TABLE[act, state]
    assert (after.id, after.version, after.requested_scopes) == (
        before.id,
        before.version,
        before.requested_scopes,
    )


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("act", ACTS)
def test_a_passed_end_date_counts_before_the_timer_ran(act: str, state: DelegationState) -> None:
    over = delegation(state=state, expires_at=LATER)
    with pytest.raises(Conflict, match="is expired"):
        ACTS[act](over, now=LATER)
    if (act, state) in TABLE:
        assert ACTS[act](over, now=LATER - timedelta(milliseconds=1)).state is TABLE[act, state]


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("act", ACTS)
def test_for_anybody_else_it_does_not_exist_in_whatever_state(act: str, state: DelegationState) -> None:
    other = CREATOR if act == "end" else AGENCY
    for stranger in (other, "cr_9", "ag_9", ""):
        with pytest.raises(NotFound, match=rules.UNKNOWN):
            ACTS[act](delegation(state=state), by=stranger)


def test_final_states_say_who_when_and_why() -> None:
    for act, before, who in (
        (revoke, S.ACTIVE, CREATOR),
        (decline, S.REQUESTED, CREATOR),
        (end, S.ACTIVE, AGENCY),
    ):
        after = act(delegation(state=before))
        assert (after.ended_at, after.ended_by, after.reason) == (LATER, who, "no")


def test_a_reason_has_a_limit() -> None:
    rules.revoke(delegation(), creator_id=CREATOR, reason="x" * 2000, now=LATER)
    with pytest.raises(Invalid) as raised:
        rules.revoke(delegation(), creator_id=CREATOR, reason="x" * 2001, now=LATER)
    assert raised.value.errors[0].field == "reason"


@pytest.mark.parametrize(
    ("chosen", "granted"),
    [
        ((), SCOPES),
        ((RATES,), (RATES,)),
        ((OFFERS, PROFILE, OFFERS), (PROFILE, OFFERS)),
        (SCOPES, SCOPES),
    ],
)
def test_a_subset_is_granted_in_the_order_of_the_request(
    chosen: tuple[str, ...], granted: tuple[str, ...]
) -> None:
    after = accept(delegation(state=S.REQUESTED), scopes=chosen)
    assert (after.scopes, after.requested_scopes) == (granted, SCOPES)
    assert (after.granted_at, after.granted_by, after.granted_with) == (LATER, "cl_2", "client_credentials")
    assert after.guardrails == LIMITS


def test_what_was_not_asked_for_cannot_be_granted() -> None:
    with pytest.raises(Invalid, match="not asked for") as raised:
        accept(delegation(state=S.REQUESTED), scopes=(PROFILE, "marketplace.offers.accept"))
    assert raised.value.errors[0].field == "scopes"


def test_guardrails_name_the_version_that_they_replace() -> None:
    def put(expected: int | None) -> Delegation:
        return rules.put_guardrails(
            delegation(version=3), creator_id=CREATOR, guardrails=LIMITS, expected_version=expected, now=LATER
        )

    assert put(3).guardrails == put(None).guardrails == LIMITS
    with pytest.raises(Stale, match="present version is 3, not 2"):
        put(2)


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
    def refused(act: Callable[[], Delegation]) -> list[str]:
        try:
            act()
        except Invalid as invalid:
            return [each.field.removeprefix("guardrails.") for each in invalid.errors]
        return []

    requested, active = delegation(state=S.REQUESTED), delegation()
    assert fields == refused(
        lambda: rules.accept(
            requested, creator_id=CREATOR, client_id="c", scopes=(), guardrails=guardrails, now=LATER
        )
    )
    assert fields == refused(
        lambda: rules.put_guardrails(
            active, creator_id=CREATOR, guardrails=guardrails, expected_version=None, now=LATER
        )
    )


@pytest.mark.parametrize("state", S)
def test_only_open_ones_expire_and_only_when_due(state: DelegationState) -> None:
    endless, due = delegation(state=state), delegation(state=state, expires_at=LATER)
    assert rules.expire(endless, now=LATER) is endless
    assert rules.expire(due, now=START) is due
    after = rules.expire(due, now=LATER)
    if state in FINAL:
        assert after is due
    else:
        assert (after.state, after.ended_by, after.ended_at) == (S.EXPIRED, rules.TIMER, LATER)


def request(**fields: object) -> Delegation:
    given: dict[str, object] = {
        "agency": (AGENCY, "Acme"),
        "creator": (CREATOR, "Zoe"),
        "client_id": "cl_1",
        "scopes": (PROFILE, RATES, PROFILE),
        "purpose": "Brand deals.",
        "expires_at": None,
        "now": START,
    }
    return rules.request("dg_1", **(given | fields))  # type: ignore[arg-type]


def test_a_request_keeps_the_text_that_is_shown_and_its_hash() -> None:
    made = request(expires_at=LATER)
    assert made.state is S.REQUESTED
    assert made.scopes == made.requested_scopes == (PROFILE, RATES)
    for said in ("Acme", "Zoe", "Brand deals.", PROFILE, RATES, "2026-03-01 13:00 UTC"):
        assert said in made.consent_text
    assert made.consent_hash == hashlib.sha256(made.consent_text.encode()).hexdigest()
    assert "until you take it back" in request().consent_text


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"scopes": ()}, ["scopes"]),
        ({"purpose": " "}, ["purpose"]),
        ({"purpose": "x" * 2001}, ["purpose"]),
        ({"expires_at": START}, ["expires_at"]),
        (
            {"scopes": (), "purpose": "", "expires_at": START - timedelta(days=1)},
            ["scopes", "purpose", "expires_at"],
        ),
    ],
)
def test_a_request_is_checked(fields: dict[str, object], named: list[str]) -> None:
    with pytest.raises(Invalid) as raised:
        request(**fields)
    assert [each.field for each in raised.value.errors] == named


def test_only_its_two_parties_can_read_it() -> None:
    kept = delegation()
    assert rules.readable_by(kept, AGENCY) is rules.readable_by(kept, CREATOR) is kept
    for found, who in ((kept, "ag_2"), (kept, ""), (None, AGENCY)):
        with pytest.raises(NotFound, match=rules.UNKNOWN):
            rules.readable_by(found, who)
