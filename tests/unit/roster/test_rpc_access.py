"""Decisions, the activity log, and what nobody gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from unittest.mock import Mock

import pytest
from pymongo.errors import AutoReconnect, ExecutionTimeout, ServerSelectionTimeoutError

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.activity import Activity
from services.roster.domain.delegations import DelegationState
from services.shared.access import SCOPES as ALL_SCOPES
from services.shared.commands import Commit
from services.shared.errors import (
    Forbidden,
    Internal,
    Invalid,
    Malformed,
    NotFound,
    Unavailable,
)
from services.shared.mapping import text_of, to_datetime
from tests.unit.roster.build import PROFILE
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, READ_PROFILE, READ_RATES, WRITE_RATES, Scene


def test_internal_questions_are_for_services_only(scene: Scene) -> None:
    for identity in (scene.agency, OPERATOR, CAMPAIGNS):
        if identity is CAMPAIGNS:
            with pytest.raises(Forbidden):
                scene.call(identity, "AccessService/Authenticate", pb.AuthenticateRequest())
            continue
        with pytest.raises(Forbidden):
            scene.call(identity, "AccessService/AuthorizeBinding", pb.AuthorizeBindingRequest())


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
    denied = scene.authorize(READ_RATES)
    assert (denied.decision, denied.rule) == (pb.DECISION_FORBIDDEN, "scope_not_granted")
    assert not denied.HasField("grant")
    entries = [(each.rule, text_of(each, "decision"), each.delegation_version) for each in scene.log().items]
    assert entries == [
        ("scope_not_granted", "denied", 2),
        ("delegation", "allowed", 2),
        ("no_delegation", "denied", 0),
    ]


def test_a_creators_own_reading_is_not_logged_but_her_commands_are(scene: Scene) -> None:
    assert scene.authorize(READ_RATES, scene.creator).rule == "own"
    assert len(scene.log().items) == 0
    assert scene.authorize(WRITE_RATES, scene.creator).rule == "own"
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
    assert scene.authorize(party_kind=99).decision == pb.DECISION_CLIENT_UNKNOWN


def test_a_client_must_be_the_partys_and_still_there(scene: Scene) -> None:
    other = scene.new_creator("max")
    for claimed in (
        replace(scene.agency, client_id="cl_gone"),
        replace(scene.agency, party_id="ag_other"),
        replace(scene.agency, kind="brand"),
        replace(scene.creator, client_id=other.client_id),
    ):
        for creator_id in ("", scene.creator.party_id):
            answer = scene.authorize(WRITE_RATES, claimed, creator_id=creator_id)
            assert (answer.decision, answer.rule) == (pb.DECISION_CLIENT_UNKNOWN, "client_unknown")


def test_in_ones_own_name_the_rule_of_the_rpc_decides(scene: Scene) -> None:
    roster, campaigns = "list_roster", "list_campaigns"
    assert scene.authorize(roster, creator_id="").decision == pb.DECISION_ALLOWED
    narrow = [ALL_SCOPES[PROFILE]]
    for refused in (
        scene.authorize(campaigns, creator_id=""),
        scene.authorize(roster, scene.creator, creator_id=""),
        scene.authorize(roster, creator_id="", token_scopes=narrow),
    ):
        assert (refused.decision, refused.rule) == (pb.DECISION_FORBIDDEN, "own_name")
    assert scene.store.log == {}


@pytest.mark.parametrize(
    "action", ["", "x_y", "roster.v1.PartyService/GetCreator", "authorize", "delegation_revoked"]
)
def test_only_an_rpc_that_is_for_parties_can_be_asked_about(scene: Scene, action: str) -> None:
    with pytest.raises(Invalid):
        scene.authorize(action)
    assert scene.store.log == {}


def test_a_decision_that_waited_for_the_log_is_made_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.active(PROFILE)
    append = scene.store.append_activities

    def slow(entries: Sequence[Activity], now: datetime) -> list[Activity]:
        scene.clock.advance(milliseconds=400)
        return append(entries, now)

    monkeypatch.setattr(scene.store, "append_activities", slow)
    assert to_datetime(scene.authorize().decided_at) == scene.clock.now()

    def slow_and_revoked(entries: Sequence[Activity], now: datetime) -> list[Activity]:
        (pair,) = scene.store.pairs.all()
        if pair.active:
            revoked = replace(pair.active, state=DelegationState.REVOKED)
            ended = replace(pair, active=None, ended=revoked, version=pair.version + 1)
            scene.store.pairs.replace(ended, pair.version, Commit())
        return slow(entries, now)

    monkeypatch.setattr(scene.store, "append_activities", slow_and_revoked)
    began = scene.clock.now()
    assert to_datetime(scene.authorize().decided_at) == began
    assert scene.authorize().rule == "delegation_revoked"


def test_an_agency_reads_its_own_acts_only_and_a_stranger_nothing(scene: Scene) -> None:
    scene.active(PROFILE)
    scene.authorize()
    scene.authorize(READ_PROFILE, replace(scene.agency, party_id="ag_other"))
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
    assert (proof.checkpoint.sequence, proof.checkpoint.hash) == (5, proof.head_hash)


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
