"""What campaigns asks: may this agency bind her now, and whose offers may it read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import REVOCATION_SECONDS, Identity
from services.shared.access import SCOPES as ALL_SCOPES
from services.shared.errors import Forbidden, Invalid
from services.shared.mapping import text_of
from tests.unit.roster.build import PROFILE
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, Scene

READ, ACCEPT = "marketplace.offers.read", "marketplace.offers.accept"


def bind(scene: Scene, **fields: Any) -> Any:
    given = {
        "agency_id": scene.agency.party_id,
        "creator_id": scene.creator.party_id,
        "offer_id": "of_1",
        "request_id": "rq_7",
    }
    request = pb.AuthorizeBindingRequest(**(given | fields))
    return scene.call(CAMPAIGNS, "AccessService/AuthorizeBinding", request)


def revoke(scene: Scene, delegation: Any, creator: Identity | None = None) -> None:
    request = pb.RevokeDelegationRequest(delegation_id=delegation.id, reason="")
    scene.call(creator or scene.creator, "DelegationService/RevokeDelegation", request)


def test_a_binding_is_asked_of_the_delegation_as_it_is_now(scene: Scene) -> None:
    assert bind(scene).state == pb.DELEGATION_STATE_UNSPECIFIED
    delegation = scene.active(READ, ACCEPT)
    answer = bind(scene)
    assert (answer.state, answer.grant.delegation_id) == (pb.DELEGATION_STATE_ACTIVE, delegation.id)
    assert ALL_SCOPES[ACCEPT] in answer.grant.scopes
    limits = pb.Guardrails(confirm_all_accepts=True, max_active_campaigns=0)
    request = pb.PutGuardrailsRequest(delegation_id=delegation.id, guardrails=limits)
    scene.call(scene.creator, "DelegationService/PutGuardrails", request)
    assert bind(scene).grant.guardrails == limits
    revoke(scene, delegation)
    ended = bind(scene)
    assert (ended.state, ended.HasField("grant")) == (pb.DELEGATION_STATE_REVOKED, False)


def test_a_delegation_that_ends_while_the_answer_is_relied_upon_binds_nothing(scene: Scene) -> None:
    delegation = scene.active(READ, ACCEPT)
    request = pb.PatchDelegationRequest(delegation_id=delegation.id)
    end = scene.clock.now() + timedelta(minutes=5)
    request.expires_at.FromDatetime(end)
    request.update_mask.paths.append("expires_at")
    scene.call(scene.creator, "DelegationService/PatchDelegation", request)
    left = end - scene.clock.now()
    scene.clock.advance(seconds=left.total_seconds() - 2 * REVOCATION_SECONDS)
    assert bind(scene).state == pb.DELEGATION_STATE_ACTIVE
    scene.clock.advance(seconds=1.5 * REVOCATION_SECONDS)
    assert bind(scene).state == pb.DELEGATION_STATE_EXPIRED


def test_without_the_scope_the_delegation_is_told_and_the_denial_logged(scene: Scene) -> None:
    scene.active(PROFILE)
    answer = bind(scene)
    assert answer.state == pb.DELEGATION_STATE_ACTIVE
    assert ALL_SCOPES[ACCEPT] not in answer.grant.scopes
    (entry,) = scene.log().items
    shown = (entry.action, entry.object, text_of(entry, "decision"), entry.rule, entry.request_id)
    assert shown == (
        "accept_offer",
        f"/v1/creators/{scene.creator.party_id}/offers/of_1",
        "denied",
        "scope_not_granted",
        "rq_7",
    )
    assert (entry.actor_id, entry.on_behalf_of) == (scene.agency.party_id, scene.creator.party_id)


def test_nothing_is_logged_for_a_creator_who_does_not_exist(scene: Scene) -> None:
    bind(scene, creator_id="cr_unknown")
    assert scene.store.log == {}


def test_only_campaigns_asks(scene: Scene) -> None:
    for name in ("AuthorizeBinding", "ListReadable"):
        with pytest.raises(Forbidden):
            scene.call(GATEWAY, f"AccessService/{name}", getattr(pb, f"{name}Request")())


def readable(scene: Scene, *creator_ids: str, since: str = "", most: int = 10) -> Any:
    request = pb.ListReadableRequest(
        agency_id=scene.agency.party_id, creator_ids=creator_ids, since=since, most_changes=most
    )
    return scene.call(CAMPAIGNS, "AccessService/ListReadable", request)


def told(answer: Any) -> dict[str, bool]:
    return {each.creator_id: each.readable for each in answer.changes}


def test_changes_are_told_since_a_marker_and_who_may_be_read_now(scene: Scene) -> None:
    zoe, max_ = scene.creator.party_id, scene.new_creator("max")
    granted = scene.requested(READ)
    assert told(readable(scene)) == {}
    accept = pb.AcceptDelegationRequest(delegation_id=granted.id)
    scene.call(scene.creator, "DelegationService/AcceptDelegation", accept)
    other = scene.active(PROFILE, creator=max_)
    first = readable(scene, zoe, max_.party_id, "cr_unknown")
    assert list(first.creator_ids) == [zoe]
    assert told(first) == {zoe: True, max_.party_id: False}
    scene.clock.advance(minutes=1)
    assert told(readable(scene, since=readable(scene, since=first.marker).marker)) == {}
    revoke(scene, granted)
    revoke(scene, other, max_)
    again = readable(scene, zoe, since=first.marker)
    assert (list(again.creator_ids), told(again)) == ([], {zoe: False, max_.party_id: False})
    assert all(later.at.ToDatetime() > first.changes[0].at.ToDatetime() for later in again.changes)


def test_changes_come_in_bounded_answers_and_none_is_left_out(scene: Scene) -> None:
    creators = [scene.new_creator(f"c{number}") for number in range(5)]
    for creator in creators:
        scene.active(READ, creator=creator)
    answers = [readable(scene, most=2)]
    while answers[-1].more:
        answers.append(readable(scene, since=answers[-1].marker, most=2))
    assert [len(each.changes) for each in answers] == [2, 2, 1]
    seen = {creator_id for each in answers for creator_id in told(each)}
    assert seen == {creator.party_id for creator in creators}


def test_a_change_that_is_stamped_a_little_before_the_marker_still_comes(scene: Scene) -> None:
    """The database's clock is behind roster's: the stamp of the change lies before the last answer."""
    marker = readable(scene).marker
    behind = scene.clock.now()
    scene.clock.advance(seconds=4)
    marker = readable(scene, since=marker).marker
    scene.store.database_now = lambda: behind
    scene.active(READ)
    assert told(readable(scene, since=marker)) == {scene.creator.party_id: True}


def test_no_changes_where_none_are_asked_for(scene: Scene) -> None:
    scene.active(READ)
    answer = readable(scene, scene.creator.party_id, most=0)
    assert (list(answer.creator_ids), told(answer)) == ([scene.creator.party_id], {})


def test_one_past_its_end_is_not_readable_before_any_timer_ran(scene: Scene) -> None:
    mask = {"paths": ["expires_at"]}
    shorter = pb.PatchDelegationRequest(delegation_id=scene.active(READ).id, update_mask=mask)
    shorter.expires_at.FromDatetime(scene.clock.now() + timedelta(seconds=1))
    scene.call(scene.creator, "DelegationService/PatchDelegation", shorter)
    scene.clock.advance(seconds=1)
    assert list(readable(scene, scene.creator.party_id).creator_ids) == []
    assert bind(scene).state == pb.DELEGATION_STATE_EXPIRED


@pytest.mark.parametrize("marker", ["x", "1e3:", f"{10**30}:"])
def test_a_made_up_marker_is_refused(scene: Scene, marker: str) -> None:
    with pytest.raises(Invalid):
        readable(scene, since=marker)
