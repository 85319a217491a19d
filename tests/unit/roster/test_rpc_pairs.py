"""One request and one active delegation a pair: many at once, and processes that end too early."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.commands import RequestDelegation
from services.roster.domain.delegations import Actor
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKind
from services.roster.handlers.delegations import request_delegation
from services.roster.handlers.pairs import expiry, record_changes
from services.shared.access import REVOCATION_SECONDS
from services.shared.commands import internal
from services.shared.errors import Conflict, Invalid, NotFound, Stale
from tests.contracts.roster.concurrently import concurrently
from tests.pages import asked
from tests.unit.roster.build import PROFILE, RATES, numbers
from tests.unit.roster.scene import READ_PROFILE, READ_RATES, Scene


class Ended(Exception):
    """The process ended here."""


def pair_of(scene: Scene) -> Pair:
    found = scene.store.pairs.get(pair_id(scene.agency.party_id, scene.creator.party_id))
    assert found is not None
    return found


def accept(scene: Scene, delegation_id: str, **fields: Any) -> pb.Delegation:
    request = pb.AcceptDelegationRequest(delegation_id=delegation_id, **fields)
    return scene.call(scene.creator, "DelegationService/AcceptDelegation", request)


def revoke(scene: Scene, delegation_id: str, key: str = "") -> pb.Delegation:
    request = pb.RevokeDelegationRequest(delegation_id=delegation_id)
    return scene.call(scene.creator, "DelegationService/RevokeDelegation", request, key=key)


def state(scene: Scene, delegation_id: str) -> str:
    found = scene.store.delegation(delegation_id)
    assert found is not None
    return found.state.value


def test_accepting_a_later_request_supersedes_the_earlier_and_waits_its_leases_out(scene: Scene) -> None:
    limits = {"max_active_campaigns": 1}
    first = accept(scene, scene.requested(PROFILE).id, guardrails=limits)
    second = accept(scene, scene.requested(RATES).id)
    assert scene.clock.slept == [REVOCATION_SECONDS]
    assert (state(scene, first.id), second.guardrails.max_active_campaigns) == ("superseded", 1)
    assert scene.authorize(READ_RATES).decision == pb.DECISION_ALLOWED
    assert scene.authorize(READ_PROFILE).rule == "scope_not_granted"


def test_empty_guardrails_lift_the_limits_and_absent_ones_do_not(scene: Scene) -> None:
    limits = {"max_active_campaigns": 1}
    accept(scene, scene.requested(PROFILE).id, guardrails=limits)
    assert accept(scene, scene.requested(PROFILE).id).guardrails.HasField("max_active_campaigns")
    lifted = accept(scene, scene.requested(PROFILE).id, guardrails={})
    assert not lifted.guardrails.HasField("max_active_campaigns")


def test_granting_an_empty_list_is_no_grant_of_everything(scene: Scene) -> None:
    asked = scene.requested(PROFILE)
    with pytest.raises(Invalid, match="name at least one"):
        accept(scene, asked.id, given={"paths": ["scopes"]})
    assert state(scene, asked.id) == "requested"


def test_many_requests_at_once_leave_one_open(scene: Scene) -> None:
    results = concurrently(20, lambda _: _requested(scene))
    assert sum(not isinstance(each, Exception) for each in results) == 1
    assert {type(each) for each in results if isinstance(each, Exception)} == {Conflict}
    hers = (PartyKind.CREATOR, scene.creator.party_id)
    assert len(scene.store.delegations_of(hers, None, asked("-requested_at", 99))) == 1


def _requested(scene: Scene) -> Any:
    return request_delegation(
        scene.store,
        scene.clock,
        RequestDelegation(Actor(scene.agency.party_id), scene.creator.party_id, (PROFILE,), "x"),
        internal("x"),
    )


def test_a_pair_without_requests_is_no_relation(scene: Scene) -> None:
    asked = pb.CreateDelegationRequest(creator_id=scene.creator.party_id, scopes=numbers(PROFILE))
    with pytest.raises(Invalid, match="purpose"):
        scene.call(scene.agency, "DelegationService/CreateDelegation", asked)
    remove = pb.RemoveCreatorRequest(creator_id=scene.creator.party_id)
    with pytest.raises(NotFound):
        scene.call(scene.agency, "RosterService/RemoveCreator", remove)


@pytest.mark.parametrize("step", ["insert", "bring_up", "forget"])
def test_a_process_that_ends_before_the_records_are_written_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = accept(scene, scene.requested(PROFILE).id)
    asked = scene.requested(RATES)
    with monkeypatch.context() as broken:
        broken.setattr(scene.store, "record", _ending(scene, step))
        with pytest.raises(Exception, match="our side"):
            accept(scene, asked.id)
    # Whatever the records say, the decision is made already, and there is one.
    assert scene.authorize(READ_RATES).decision == pb.DECISION_ALLOWED
    assert scene.authorize(READ_PROFILE).rule == "scope_not_granted"
    record_changes(scene.store)
    assert (state(scene, first.id), state(scene, asked.id)) == ("superseded", "active")
    assert pair_of(scene).changes == ()
    acts = [each.act.value for each in scene.store.changes_of(first.id)]
    assert acts == ["requested", "accepted", "superseded"]
    assert record_changes(scene.store) == 0


def _ending(scene: Scene, step: str) -> Any:
    """`record` as it is before the write, and ending the process at a step of its work after it."""
    whole = scene.store.record
    calls = []

    def record(pair: Pair) -> None:
        calls.append(pair)
        if len(calls) == 1:
            return whole(pair)
        if step == "bring_up":
            scene.store._bring_up(pair.changes[0].delegation)
        if step == "forget":
            for change in pair.changes:
                scene.store._changes[change.id] = change
                scene.store._bring_up(change.delegation)
        raise Ended

    return record


def test_the_next_change_records_what_an_earlier_one_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = accept(scene, scene.requested(PROFILE).id)
    asked = scene.requested(RATES)
    with monkeypatch.context() as broken:
        broken.setattr(scene.store, "record", _ending(scene, "insert"))
        with pytest.raises(Exception, match="our side"):
            accept(scene, asked.id)
    revoke(scene, asked.id)
    assert (state(scene, first.id), state(scene, asked.id)) == ("superseded", "revoked")
    assert [each.act.value for each in scene.store.changes_of(asked.id)] == [
        "requested",
        "accepted",
        "revoked",
    ]


def test_one_pair_that_fails_holds_up_no_other(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(creator: Any) -> Any:
        request = pb.CreateDelegationRequest(
            creator_id=creator.party_id, scopes=numbers(PROFILE), purpose="x"
        )
        request.expires_at.FromDatetime(scene.clock.now().replace(hour=13))
        return scene.call(scene.agency, "DelegationService/CreateDelegation", request)

    bad, good = asked(scene.creator), asked(scene.new_creator("ana"))
    scene.clock.advance(hours=2)
    whole = scene.store.record

    def record(pair: Pair) -> None:
        if pair.id.endswith(scene.creator.party_id):
            raise ValueError("broken")
        whole(pair)

    monkeypatch.setattr(scene.store, "record", record)
    assert expiry(scene.store, scene.clock).run() == 1
    assert (state(scene, bad.id), state(scene, good.id)) == ("requested", "expired")


def patch(scene: Scene, delegation_id: str, paths: list[str], **fields: Any) -> pb.Delegation:
    request = pb.PatchDelegationRequest(delegation_id=delegation_id, update_mask={"paths": paths}, **fields)
    return scene.call(scene.creator, "DelegationService/PatchDelegation", request)


def test_narrowing_waits_the_leases_out_and_holds(scene: Scene) -> None:
    active = scene.active(PROFILE, RATES)
    narrowed = patch(scene, active.id, ["scopes"], scopes=numbers(RATES), expected_version=2)
    assert (list(narrowed.scopes), narrowed.version) == (numbers(RATES), 3)
    assert list(narrowed.requested_scopes) == numbers(PROFILE, RATES)
    assert scene.clock.slept == [REVOCATION_SECONDS]
    assert scene.authorize(READ_PROFILE).rule == "scope_not_granted"
    with pytest.raises(Invalid, match="not held now"):
        patch(scene, active.id, ["scopes"], scopes=numbers(PROFILE))
    with pytest.raises(Stale):
        patch(scene, active.id, ["scopes"], scopes=numbers(RATES), expected_version=2)
    for paths in ([], ["scopes"]):
        with pytest.raises(Invalid):
            patch(scene, active.id, paths)


def test_the_end_is_moved_and_taken_away(scene: Scene) -> None:
    active = scene.active(PROFILE)
    ends = {"seconds": int(scene.clock.now().timestamp()) + 60}
    assert patch(scene, active.id, ["expires_at"], expires_at=ends).expires_at.seconds == ends["seconds"]
    assert not patch(scene, active.id, ["expires_at"]).HasField("expires_at")
    assert scene.authorize(READ_PROFILE).decision == pb.DECISION_ALLOWED


def test_some_guardrails_change_and_the_others_stay(scene: Scene) -> None:
    limits = {
        "floor_price": {"amount_minor": 5, "currency": "USD"},
        "max_active_campaigns": 3,
        "blocked_categories": ["beauty"],
    }
    active = accept(scene, scene.requested(PROFILE).id, guardrails=limits)

    def change(paths: list[str], **fields: Any) -> pb.Guardrails:
        request = pb.PatchGuardrailsRequest(
            delegation_id=active.id, update_mask={"paths": paths}, guardrails=fields
        )
        return scene.call(scene.creator, "DelegationService/PatchGuardrails", request).guardrails

    dearer = change(["floor_price.amount_minor"], floor_price={"amount_minor": 7})
    assert (dearer.floor_price.amount_minor, dearer.floor_price.currency) == (7, "USD")
    assert (dearer.max_active_campaigns, list(dearer.blocked_categories)) == (3, ["beauty"])
    lifted = change(["max_active_campaigns", "blocked_categories"])
    assert not lifted.HasField("max_active_campaigns")
    assert (list(lifted.blocked_categories), lifted.floor_price.amount_minor) == ([], 7)
    assert not change(["floor_price"]).HasField("floor_price")
    with pytest.raises(Invalid, match="currency"):
        change(["floor_price.amount_minor"], floor_price={"amount_minor": 7})
    assert scene.clock.slept == [REVOCATION_SECONDS] * 3
