"""Refusals are folded: the first at once, the rest with their number when the window is over."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.refusals import STRANGERS_MOST
from services.roster.handlers import refusals
from services.roster.handlers.refusals import fold_refusals
from services.shared.errors import Invalid, Unavailable
from tests.unit.roster.build import PROFILE, chain
from tests.unit.roster.scene import READ_RATES, WRITE_RATES, Scene


def refused(scene: Scene) -> list[tuple[str, str, int]]:
    """Actor, rule and number of every refusal in her log, oldest first."""
    entries = chain(scene.store, scene.creator.party_id)
    return [(each.actor_id, each.rule, each.count) for each in entries if each.decision == "denied"]


def fold(scene: Scene, **later: float) -> int:
    scene.clock.advance(**(later or {"minutes": 2}))
    return fold_refusals(scene.store, scene.clock)


def test_repeated_refusals_become_one_entry(scene: Scene) -> None:
    scene.active(PROFILE)
    agency = scene.agency.party_id
    for number in range(20):
        scene.authorize(READ_RATES, request_id=f"rq_{number}")
    assert refused(scene) == [(agency, "scope_not_granted", 1)]
    assert fold(scene, seconds=3) == 0
    assert fold(scene) == 1
    assert refused(scene) == [(agency, "scope_not_granted", 1), (agency, "scope_not_granted", 19)]
    last = chain(scene.store, scene.creator.party_id)[-1]
    assert (last.request_id, last.delegation_version, last.action) == (
        "rq_19",
        2,
        READ_RATES,
    )
    assert fold(scene) == 0


def test_one_refusal_is_one_entry(scene: Scene) -> None:
    scene.active(PROFILE)
    scene.authorize(READ_RATES)
    assert fold(scene) == 1
    assert len(refused(scene)) == 1


def test_rules_and_windows_are_told_apart_and_what_is_allowed_is_logged_each_time(scene: Scene) -> None:
    scene.active(PROFILE)
    for _ in range(3):
        scene.authorize(READ_RATES)
        scene.authorize(token_scopes=[])
        scene.authorize()
    scene.clock.advance(minutes=1)
    scene.authorize(READ_RATES)
    found = refused(scene)
    assert [rule for _, rule, _ in found] == ["scope_not_granted", "token_scope", "scope_not_granted"]
    assert sum(each.decision == "allowed" for each in chain(scene.store, scene.creator.party_id)) == 3


def test_strangers_share_a_bound_and_the_rest_is_one_entry_an_hour(scene: Scene) -> None:
    for number in range(200):
        scene.authorize(party_id=f"ag_{number % 40}")
    found = refused(scene)
    assert [actor for actor, _, _ in found] == [f"ag_{number}" for number in range(STRANGERS_MOST)]
    assert fold(scene) == 0
    assert fold(scene, hours=1) == 1
    assert refused(scene)[STRANGERS_MOST:] == [("", "strangers", 200 - STRANGERS_MOST)]
    assert len(scene.log().items) == STRANGERS_MOST + 1


def test_who_has_only_asked_is_a_stranger_still(scene: Scene) -> None:
    scene.requested(PROFILE)
    for _ in range(3):
        scene.authorize()
        scene.clock.advance(minutes=2)
    assert refused(scene) == [(scene.agency.party_id, "delegation_requested", 1)]


@pytest.mark.parametrize("afterwards", ["asked", "asked_and_ended"])
def test_who_held_a_delegation_once_is_named_whatever_it_asks_for_since(
    scene: Scene, afterwards: str
) -> None:
    """Asking anew must not make one of many strangers of an agency whose grant she has taken back."""
    agency, delegations = scene.agency.party_id, "DelegationService"
    revoke = pb.RevokeDelegationRequest(delegation_id=scene.active(PROFILE).id)
    scene.call(scene.creator, f"{delegations}/RevokeDelegation", revoke)
    asked = scene.requested(PROFILE)
    if afterwards == "asked_and_ended":
        end = pb.EndDelegationRequest(delegation_id=asked.id)
        scene.call(scene.agency, f"{delegations}/EndDelegation", end)
    for number in range(STRANGERS_MOST):
        scene.authorize(party_id=f"ag_{number}")
    for _ in range(5):
        scene.authorize()
    fold(scene)
    assert [count for actor, _, count in refused(scene) if actor == agency] == [1, 4]


def test_her_own_refused_commands_are_folded_as_hers(scene: Scene) -> None:
    for _ in range(3):
        scene.authorize(WRITE_RATES, scene.creator, token_scopes=[])
    fold(scene)
    hers = scene.creator.party_id
    assert refused(scene) == [(hers, "token_scope", 1), (hers, "token_scope", 2)]


def test_a_crash_between_entry_and_end_repeats_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.active(PROFILE)
    for _ in range(3):
        scene.authorize(READ_RATES)

    def crash(_: str) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(scene.store, "drop_tally", crash)
        with pytest.raises(SystemError):
            fold(scene)
    assert fold(scene) == 1
    assert [count for _, _, count in refused(scene)] == [1, 2]
    assert scene.store.tallies == {}


def test_one_that_cannot_be_logged_keeps_no_other_from_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.active(PROFILE)
    for _ in range(2):
        scene.authorize(READ_RATES)
        scene.authorize(token_scopes=[])
    append: Any = vars(refusals)["append"]

    def failing(store: Any, clock: Any, entry: Any) -> None:
        if entry.rule == "token_scope":
            raise Unavailable("busy")
        append(store, clock, entry)

    with monkeypatch.context() as patch:
        patch.setattr(refusals, "append", failing)
        assert fold(scene) == 1
    assert fold(scene) == 1
    assert sum(count for _, _, count in refused(scene)) == 4


def test_nobody_can_have_an_action_logged_that_does_not_exist(scene: Scene) -> None:
    scene.active(PROFILE)
    for action in ("forged_entry", "", "get_creator ", "roster.v1.PartyService/GetCreator"):
        with pytest.raises(Invalid, match="no RPC"):
            scene.authorize(action=action)
    assert chain(scene.store, scene.creator.party_id) == []
