"""Delegations as RPCs, over the fake store."""

from __future__ import annotations

from typing import Any, cast

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.handlers.pairs import expiry
from services.shared.access import REVOCATION_SECONDS
from services.shared.errors import (
    Invalid,
    NotFound,
    Stale,
)
from tests.unit.roster.build import PROFILE, numbers
from tests.unit.roster.scene import Scene


def test_a_delegation_from_request_to_revocation(scene: Scene) -> None:
    asked = scene.requested()
    assert asked.state == pb.DELEGATION_STATE_REQUESTED
    request = pb.AcceptDelegationRequest(
        delegation_id=asked.id, scopes=numbers(PROFILE), guardrails={"max_active_campaigns": 0}
    )
    granted = scene.call(scene.creator, "DelegationService/AcceptDelegation", request, key="acc")
    assert (list(granted.scopes), granted.version) == (numbers(PROFILE), 2)
    assert granted.guardrails.HasField("max_active_campaigns")
    assert scene.call(scene.creator, "DelegationService/AcceptDelegation", request, key="acc") == granted
    scene.clock.slept.clear()
    revoke = pb.RevokeDelegationRequest(delegation_id=asked.id, reason="bye")
    revoked = scene.call(scene.creator, "DelegationService/RevokeDelegation", revoke, key="rev")
    assert revoked.state == pb.DELEGATION_STATE_REVOKED
    assert scene.clock.slept == [REVOCATION_SECONDS]


def test_a_repeated_revocation_waits_the_lease_out_again(scene: Scene) -> None:
    revoke = pb.RevokeDelegationRequest(delegation_id=scene.active().id)
    first = scene.call(scene.creator, "DelegationService/RevokeDelegation", revoke, key="k")
    assert scene.call(scene.creator, "DelegationService/RevokeDelegation", revoke, key="k") == first
    assert scene.clock.slept == [REVOCATION_SECONDS] * 2


def test_a_grant_that_takes_nothing_away_waits_for_nothing(scene: Scene) -> None:
    scene.active(PROFILE)
    assert scene.clock.slept == []


def test_ending_and_removing_wait_the_lease_out(scene: Scene) -> None:
    end = pb.EndDelegationRequest(delegation_id=scene.active().id)
    assert scene.call(scene.agency, "DelegationService/EndDelegation", end).state == pb.DELEGATION_STATE_ENDED
    again = scene.active()
    remove = pb.RemoveCreatorRequest(creator_id=scene.creator.party_id)
    scene.call(scene.agency, "RosterService/RemoveCreator", remove)
    scene.call(scene.agency, "RosterService/RemoveCreator", remove)
    assert scene.clock.slept == [REVOCATION_SECONDS] * 3
    found = scene.call(
        scene.creator, "DelegationService/GetDelegation", pb.GetDelegationRequest(delegation_id=again.id)
    )
    assert found.state == pb.DELEGATION_STATE_ENDED


def test_removing_leaves_an_expired_delegation_as_it_is(scene: Scene) -> None:
    asked = pb.CreateDelegationRequest(
        creator_id=scene.creator.party_id, scopes=numbers(PROFILE), purpose="x"
    )
    asked.expires_at.FromDatetime(scene.clock.now().replace(hour=13))
    made = scene.call(scene.agency, "DelegationService/CreateDelegation", asked)
    scene.clock.advance(hours=2)
    scene.call(
        scene.agency,
        "RosterService/RemoveCreator",
        pb.RemoveCreatorRequest(creator_id=scene.creator.party_id),
    )
    kept = scene.store.delegation(made.id)
    assert kept is not None
    assert kept.version == 1


def test_declining_and_guardrails(scene: Scene) -> None:
    declined = scene.call(
        scene.creator,
        "DelegationService/DeclineDelegation",
        pb.DeclineDelegationRequest(delegation_id=scene.requested().id),
    )
    assert declined.state == pb.DELEGATION_STATE_DECLINED
    active = scene.active()
    put = pb.PutGuardrailsRequest(
        delegation_id=active.id, guardrails={"confirm_all_accepts": True}, expected_version=1
    )
    with pytest.raises(Stale):
        scene.call(scene.creator, "DelegationService/PutGuardrails", put)
    put.expected_version = active.version
    assert scene.call(scene.creator, "DelegationService/PutGuardrails", put).guardrails.confirm_all_accepts


def test_a_request_for_nobody_is_refused(scene: Scene) -> None:
    for creator_id in ("cr_unknown", scene.agency.party_id):
        request = pb.CreateDelegationRequest(creator_id=creator_id, scopes=numbers(PROFILE), purpose="x")
        with pytest.raises(NotFound, match="no such creator"):
            scene.call(scene.agency, "DelegationService/CreateDelegation", request)


def test_delegations_in_pages_by_state(scene: Scene) -> None:
    made = [scene.active().id for _ in range(3)] + [scene.requested().id]
    seen: list[str] = []
    cursor = ""
    while True:
        request = pb.ListDelegationsRequest(page_size=3, cursor=cursor)
        page = scene.call(scene.agency, "DelegationService/ListDelegations", request)
        seen += [each.id for each in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == sorted(made, reverse=True)
    for state, expected in (
        (pb.DELEGATION_STATE_ACTIVE, made[2:3]),
        (pb.DELEGATION_STATE_SUPERSEDED, made[1::-1]),
    ):
        wanted = pb.ListDelegationsRequest(state=state)
        found = scene.call(scene.creator, "DelegationService/ListDelegations", wanted).items
        assert [each.id for each in found] == expected
    with pytest.raises(Invalid):
        scene.call(
            scene.agency, "DelegationService/ListDelegations", pb.ListDelegationsRequest(state=cast(Any, 99))
        )


def test_a_cursor_of_one_list_is_none_of_another(scene: Scene) -> None:
    scene.active()
    scene.requested()
    page = scene.call(
        scene.agency, "DelegationService/ListDelegations", pb.ListDelegationsRequest(page_size=1)
    )
    for rpc, request in (
        (
            "ActivityService/ListActivity",
            pb.ListActivityRequest(creator_id=scene.creator.party_id, cursor=page.next_cursor),
        ),
        (
            "RateCardService/ListRateCardHistory",
            pb.ListRateCardHistoryRequest(creator_id=scene.creator.party_id, cursor=page.next_cursor),
        ),
    ):
        with pytest.raises(Invalid, match="cursor"):
            scene.call(scene.creator, rpc, request)
    with pytest.raises(Invalid, match="cursor"):
        scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest(cursor=page.next_cursor))


def test_a_repeated_request_is_answered_also_after_its_end_date(scene: Scene) -> None:
    asked = pb.CreateDelegationRequest(
        creator_id=scene.creator.party_id, scopes=numbers(PROFILE), purpose="x"
    )
    asked.expires_at.FromDatetime(scene.clock.now().replace(hour=13))
    first = scene.call(scene.agency, "DelegationService/CreateDelegation", asked, key="k")
    scene.clock.advance(hours=2)
    assert scene.call(scene.agency, "DelegationService/CreateDelegation", asked, key="k") == first
    with pytest.raises(Invalid):
        scene.call(scene.agency, "DelegationService/CreateDelegation", asked)


def test_the_timer_expires_what_is_due_once(scene: Scene) -> None:
    asked = pb.CreateDelegationRequest(
        creator_id=scene.creator.party_id, scopes=numbers(PROFILE), purpose="x"
    )
    asked.expires_at.FromDatetime(scene.clock.now().replace(hour=13))
    made = scene.call(scene.agency, "DelegationService/CreateDelegation", asked)
    timer = expiry(scene.store, scene.clock)
    assert timer.run() == 0
    scene.clock.advance(hours=1)
    assert timer.run() == 1
    timer = expiry(scene.store, scene.clock)
    assert timer.run() == 0
    kept = scene.store.delegation(made.id)
    assert kept is not None
    assert (kept.state, kept.version, kept.ended_by) == ("expired", 2, "timer")
    assert [each.subject.split(".")[2] for each in scene.store.pairs.events] == [
        "DelegationRequested",
        "DelegationExpired",
    ]
