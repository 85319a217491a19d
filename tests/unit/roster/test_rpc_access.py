"""Decisions, the activity log, and what nobody gets."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

import pytest
from pymongo.errors import AutoReconnect, ExecutionTimeout, ServerSelectionTimeoutError

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import SCOPES as ALL_SCOPES
from services.shared.errors import (
    Forbidden,
    Internal,
    Malformed,
    NotFound,
    Unavailable,
)
from tests.unit.roster.build import PROFILE, RATES
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, Scene


def test_internal_questions_are_for_services_only(scene: Scene) -> None:
    for identity in (scene.agency, OPERATOR, CAMPAIGNS):
        if identity is CAMPAIGNS:
            with pytest.raises(Forbidden):
                scene.call(identity, "AccessService/Authenticate", pb.AuthenticateRequest())
            continue
        with pytest.raises(Forbidden):
            scene.call(identity, "AccessService/ListGrants", pb.ListGrantsRequest())


def test_without_deadline_nothing_is_served(scene: Scene) -> None:
    for remaining in (None, 10.0**9):
        with pytest.raises(Malformed, match="deadline"):
            scene.call(
                scene.creator, "ActivityService/ListActivity", pb.ListActivityRequest(), remaining=remaining
            )


def test_an_agency_needs_the_grant_in_its_assertion(scene: Scene) -> None:
    request = pb.GetCreatorRequest(creator_id=scene.creator.party_id)
    with pytest.raises(NotFound):
        scene.call(scene.agency, "PartyService/GetCreator", request)
    acting = replace(scene.agency, on_behalf_of=scene.creator.party_id, granted_scopes=frozenset({PROFILE}))
    assert scene.call(acting, "PartyService/GetCreator", request).handle == "zoe"
    with pytest.raises(Forbidden):
        scene.call(
            acting, "RateCardService/GetRateCard", pb.GetRateCardRequest(creator_id=scene.creator.party_id)
        )


def test_decisions_are_answered_and_logged(scene: Scene) -> None:
    unknown = scene.authorize()
    assert (unknown.decision, unknown.rule) == (pb.DECISION_UNKNOWN, "no_delegation")
    active = scene.active(PROFILE)
    allowed = scene.authorize()
    assert (allowed.decision, allowed.grant.delegation_id) == (pb.DECISION_ALLOWED, active.id)
    assert list(allowed.grant.scopes) == [ALL_SCOPES[PROFILE]]
    denied = scene.authorize(RATES)
    assert (denied.decision, denied.rule) == (pb.DECISION_FORBIDDEN, "scope_not_granted")
    assert not denied.HasField("grant")
    entries = [(each.rule, each.decision, each.delegation_version) for each in scene.log().items]
    assert entries == [
        ("scope_not_granted", "denied", 2),
        ("delegation", "allowed", 2),
        ("no_delegation", "denied", 0),
    ]


def test_a_creators_own_reading_is_not_logged_but_her_commands_are(scene: Scene) -> None:
    own = {"party_id": scene.creator.party_id, "party_kind": access_pb2.PARTY_KIND_CREATOR}
    assert scene.authorize(**own).rule == "own"
    assert len(scene.log().items) == 0
    scene.authorize(**own, command=True)
    (entry,) = scene.log().items
    assert (entry.on_behalf_of, entry.request_id, entry.actor_kind) == (
        "",
        "rq_9",
        access_pb2.PARTY_KIND_CREATOR,
    )


def test_no_log_is_kept_for_creators_that_do_not_exist(scene: Scene) -> None:
    assert scene.authorize(creator_id="cr_unknown").decision == pb.DECISION_UNKNOWN
    assert scene.store.log == {}


def test_numbers_that_a_newer_gateway_knows_are_no_scopes_and_no_kinds(scene: Scene) -> None:
    scene.active(PROFILE)
    assert scene.authorize(token_scopes=[99]).rule == "token_scope"
    assert scene.authorize(party_kind=99, command=True).decision == pb.DECISION_UNKNOWN


def test_an_agency_reads_its_own_acts_only_and_a_stranger_nothing(scene: Scene) -> None:
    scene.active(PROFILE)
    scene.authorize()
    scene.authorize(party_id="ag_other")
    assert len(scene.log().items) == 2
    assert [each.actor_id for each in scene.log(scene.agency).items] == [scene.agency.party_id]
    for stranger in (replace(scene.agency, party_id="ag_other"), scene.new_creator("max")):
        with pytest.raises(NotFound):
            scene.log(stranger)


def test_the_log_in_pages_and_its_proof(scene: Scene) -> None:
    scene.active(PROFILE)
    for _ in range(5):
        scene.authorize()
    first = scene.log(page_size=3)
    rest = scene.log(page_size=3, cursor=first.next_cursor)
    assert [each.sequence for each in (*first.items, *rest.items)] == [5, 4, 3, 2, 1]
    assert rest.next_cursor == ""
    (proof,) = scene.call(
        OPERATOR, "ActivityService/ListActivityProofs", pb.ListActivityProofsRequest()
    ).items
    assert (proof.entries, proof.intact, proof.head_hash) == (5, True, first.items[0].hash)


def test_grants_of_a_scope_over_the_roster(scene: Scene) -> None:
    max_ = scene.new_creator("max")
    scene.active(PROFILE)
    scene.active(PROFILE, RATES, creator=max_)
    request = pb.ListGrantsRequest(
        agency_id=scene.agency.party_id, scope=ALL_SCOPES[RATES], action="campaigns.v1/X"
    )
    reply = scene.call(CAMPAIGNS, "AccessService/ListGrants", request)
    assert list(reply.creator_ids) == [max_.party_id]
    assert [each.action for each in scene.store.chain(max_.party_id)] == ["campaigns.v1/X"]
    assert scene.store.chain(scene.creator.party_id) == []


def test_a_database_out_of_reach_is_worth_another_try(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    request = pb.GetCreatorRequest(creator_id=scene.creator.party_id)
    for lost in (AutoReconnect("lost"), ServerSelectionTimeoutError("none"), ExecutionTimeout("slow", 50)):
        monkeypatch.setattr(scene.store.parties, "get", Mock(side_effect=lost))
        with pytest.raises(Unavailable):
            scene.call(scene.creator, "PartyService/GetCreator", request)


def test_what_breaks_is_logged_and_reveals_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("the password is 12345")

    monkeypatch.setattr(scene.store.parties, "get", broken)
    with pytest.raises(Internal) as raised:
        scene.call(
            scene.creator, "PartyService/GetCreator", pb.GetCreatorRequest(creator_id=scene.creator.party_id)
        )
    assert "12345" not in raised.value.detail
