"""What is open between an agency and a creator: every act in every state, and never two of a kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.roster.domain import pairs as rules
from services.roster.domain.delegations import (
    FINAL,
    OPEN,
    TIMER,
    UNKNOWN,
    Act,
    Actor,
    Delegation,
    DelegationState,
    require_access,
)
from services.roster.domain.guardrails import UNLIMITED, Guardrails
from services.roster.domain.pairs import Pair
from services.shared.errors import CallboardError, Conflict, Invalid, NotFound
from tests.fakes.clock import START
from tests.unit.roster.acts import (
    ACTS,
    LATER,
    LIMITS,
    THEM,
    S,
    accept,
    decline,
    end,
    request,
    revoke,
)
from tests.unit.roster.build import AGENCY, CREATOR, OFFERS, PROFILE, RATES, SCOPES, delegation, pair

TABLE = {
    ("accept", S.REQUESTED): S.ACTIVE,
    ("decline", S.REQUESTED): S.DECLINED,
    ("revoke", S.REQUESTED): S.REVOKED,
    ("revoke", S.ACTIVE): S.REVOKED,
    ("end", S.REQUESTED): S.ENDED,
    ("end", S.ACTIVE): S.ENDED,
    ("limit", S.ACTIVE): S.ACTIVE,
    ("alter", S.ACTIVE): S.ACTIVE,
}
"""What is possible; everything else is a conflict."""


def test_the_states_are_open_or_final() -> None:
    assert set(OPEN) | set(FINAL) == set(S)
    assert len(FINAL) == 5


def test_every_act_in_every_state(subtests: pytest.Subtests) -> None:
    for act, state in product(ACTS, S):
        before = delegation(state=state)
        with subtests.test(act=act, state=state):
            if (act, state) not in TABLE:
                with pytest.raises(Conflict, match=f"is {state}"):
                    ACTS[act](pair(before), before)
                continue
            (change,) = ACTS[act](pair(before), before).changes
            after = change.delegation
            assert after.state is TABLE[act, state]
            assert (after.id, after.version, after.requested_scopes) == (
                before.id,
                before.version + 1,
                before.requested_scopes,
            )


def test_a_passed_end_date_counts_before_the_timer_ran(subtests: pytest.Subtests) -> None:
    for act, state in product(ACTS, OPEN):
        over = delegation(state=state, expires_at=LATER)
        with subtests.test(act=act, state=state):
            with pytest.raises(Conflict, match="is expired"):
                ACTS[act](pair(over), over)
            if (act, state) in TABLE:
                (change,) = ACTS[act](pair(over), over, now=LATER - timedelta(milliseconds=1)).changes
                assert change.delegation.state is TABLE[act, state]


def test_for_anybody_else_it_does_not_exist_in_whatever_state(subtests: pytest.Subtests) -> None:
    for act, state in product(ACTS, S):
        held = delegation(state=state)
        for stranger in (CREATOR if act == "end" else AGENCY, "cr_9", "ag_9", ""):
            with (
                subtests.test(act=act, state=state, stranger=stranger),
                pytest.raises(NotFound, match=UNKNOWN),
            ):
                ACTS[act](pair(held), held, by=Actor(stranger))


def test_an_accepted_request_supersedes_what_was_active_in_the_same_write() -> None:
    before, asked = delegation(guardrails=LIMITS), delegation("dg_2", state=S.REQUESTED, scopes=(OFFERS,))
    after = accept(pair(before, asked), asked, guardrails=None)
    assert [(each.act, each.delegation.id) for each in after.changes] == [
        (Act.SUPERSEDED, "dg_1"),
        (Act.ACCEPTED, "dg_2"),
    ]
    assert after.active is not None
    assert (after.active.id, after.requested) == ("dg_2", None)
    assert after.ended is not None
    assert (after.ended.state, after.ended.ended_by, after.ended.ended_at) == (S.SUPERSEDED, CREATOR, LATER)
    assert "dg_2" in after.ended.reason


@pytest.mark.parametrize(
    ("given_", "kept"),
    [(None, LIMITS), (UNLIMITED, UNLIMITED), (Guardrails(True), Guardrails(True))],
)
def test_guardrails_stay_unless_new_ones_are_given_even_if_empty(
    given_: Guardrails | None, kept: Guardrails
) -> None:
    asked = delegation("dg_2", state=S.REQUESTED)
    after = accept(pair(delegation(guardrails=LIMITS), asked), asked, guardrails=given_)
    assert after.active is not None
    assert after.active.guardrails == kept


def test_what_has_expired_is_not_superseded_and_hands_nothing_on() -> None:
    over = delegation(guardrails=LIMITS, expires_at=LATER)
    asked = delegation("dg_2", state=S.REQUESTED)
    after = accept(pair(over, asked), asked, guardrails=None)
    assert [each.act for each in after.changes] == [Act.EXPIRED, Act.ACCEPTED]
    assert after.active is not None
    assert after.active.guardrails == UNLIMITED


def test_a_second_request_waits_for_the_answer_to_the_first() -> None:
    asked = delegation("dg_2", state=S.REQUESTED)
    with pytest.raises(Conflict, match="dg_2 is still open"):
        request(pair(delegation(), asked))
    over = replace(asked, expires_at=LATER)
    after = request(pair(delegation(), over))
    assert [each.act for each in after.changes] == [Act.EXPIRED, Act.REQUESTED]
    assert after.requested is not None
    assert (after.requested.id, after.active) == ("dg_9", delegation())


def test_revoking_ends_whatever_is_open_whichever_is_named() -> None:
    active, asked = delegation(), delegation("dg_2", state=S.REQUESTED)
    for named in (active, asked):
        after = revoke(pair(active, asked), named)
        assert after.open == ()
        assert [(each.delegation.id, each.delegation.state) for each in after.changes] == [
            ("dg_2", S.REVOKED),
            ("dg_1", S.REVOKED),
        ]
        assert after.ended is not None
        assert after.ended.id == "dg_1"


def test_an_agency_gives_up_all_or_takes_its_request_back() -> None:
    active, asked = delegation(), delegation("dg_2", state=S.REQUESTED)
    assert end(pair(active, asked), active).open == ()
    assert end(pair(active, asked), asked).open == (active,)
    assert rules.part(pair(active, asked), by=THEM, reason="", now=LATER).open == ()
    nothing = pair(delegation(state=S.REVOKED))
    assert rules.part(nothing, by=THEM, reason="", now=LATER) is nothing


def test_declining_leaves_what_is_active() -> None:
    active, asked = delegation(), delegation("dg_2", state=S.REQUESTED)
    assert decline(pair(active, asked), asked).open == (active,)


def test_final_states_say_who_when_and_why() -> None:
    for act, before, who in (
        (revoke, S.ACTIVE, CREATOR),
        (decline, S.REQUESTED, CREATOR),
        (end, S.ACTIVE, AGENCY),
    ):
        held = delegation(state=before)
        after = act(pair(held), held).ended
        assert after is not None
        assert (after.ended_at, after.ended_by, after.reason) == (LATER, who, "no")


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
    asked = delegation(state=S.REQUESTED)
    after = accept(pair(asked), asked, scopes=chosen).active
    assert after is not None
    assert (after.scopes, after.requested_scopes) == (granted, SCOPES)
    assert (after.granted_at, after.granted_by, after.granted_with) == (LATER, "cl_2", "client_credentials")
    assert after.guardrails == LIMITS


def test_what_was_not_asked_for_cannot_be_granted() -> None:
    asked = delegation(state=S.REQUESTED)
    with pytest.raises(Invalid, match="not asked for") as raised:
        accept(pair(asked), asked, scopes=(PROFILE, "marketplace.offers.accept"))
    assert raised.value.errors[0].field == "scopes"


@pytest.mark.parametrize("state", S)
def test_only_open_ones_expire_and_only_when_due(state: DelegationState) -> None:
    endless, due = pair(delegation(state=state)), pair(delegation(state=state, expires_at=LATER))
    assert rules.expire(endless, now=LATER) is endless
    assert rules.expire(due, now=START) is due
    after = rules.expire(due, now=LATER)
    if state in FINAL:
        assert after is due
    else:
        assert after.ended is not None
        assert (after.ended.state, after.ended.ended_by, after.ended.ended_at) == (S.EXPIRED, TIMER, LATER)


def test_only_its_two_parties_can_read_it() -> None:
    kept = delegation()
    assert require_access(kept, AGENCY) is require_access(kept, CREATOR) is kept
    for found, who in ((kept, "ag_2"), (kept, ""), (None, AGENCY)):
        with pytest.raises(NotFound, match=UNKNOWN):
            require_access(found, who)


STEPS = st.lists(
    st.tuples(st.sampled_from([*ACTS, "request", "expire"]), st.integers(0, 5), st.integers(0, 3)),
    max_size=25,
)


@given(STEPS)
def test_whatever_is_done_in_whatever_order_there_is_one_of_a_kind_and_nothing_is_lost(
    steps: list[tuple[str, int, int]],
) -> None:
    held, now, records = Pair(f"{AGENCY}:{CREATOR}"), START, dict[str, Delegation]()
    for number, (act, which, hours) in enumerate(steps):
        now += timedelta(hours=hours)
        named = records.get(sorted(records)[which % len(records)]) if records else None
        try:
            after = _step(held, act, named, f"dg_{number}", now)
        except CallboardError:
            continue
        if after is held:
            continue
        for change in after.changes:
            earlier = records.get(change.delegation.id)
            assert change.delegation.version == (earlier.version + 1 if earlier else 1)
            assert earlier is None or earlier.state in OPEN
            records[change.delegation.id] = change.delegation
        held = after
        standing = [each for each in records.values() if each.state in OPEN]
        assert sorted(each.id for each in standing) == sorted(each.id for each in held.open)
        assert len({each.state for each in standing}) == len(standing)


def _step(held: Pair, act: str, named: Delegation | None, new: str, now: Any) -> Pair:
    if act == "request":
        return request(held, new, now=now, expires_at=now + timedelta(hours=2))
    if act == "expire" or named is None:
        return rules.expire(held, now=now)
    return ACTS[act](held, named, now=now)
