"""The operator bars parties and lets them in again; a barred one is served nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import parties_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import REVOCATION_SECONDS, SCOPES, Identity
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden, Invalid, NotFound
from services.shared.wire import code_of
from tests.unit.roster.build import OFFERS, PROFILE, numbers
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, READ_PROFILE, Scene
from tests.unit.roster.test_events import Deliveries

SERVICE = "AdministrationService"
FIELD = {"agency": "agency_id", "creator": "creator_id", "brand": "brand_id"}
IMPORT = "marketplace.metrics.import"


def suspend(scene: Scene, whom: Identity, reason: str = "Late.", key: str = "") -> Any:
    named = {FIELD[whom.kind]: whom.party_id}
    return scene.call(
        OPERATOR, f"{SERVICE}/SuspendParty", parties_pb2.SuspendPartyRequest(**named, reason=reason), key=key
    )


def resume(scene: Scene, whom: Identity) -> Any:
    named = {FIELD[whom.kind]: whom.party_id}
    return scene.call(OPERATOR, f"{SERVICE}/ResumeParty", parties_pb2.ResumePartyRequest(**named))


def token(scene: Scene) -> Any:
    client = scene.agency_client
    request = pb.AuthenticateRequest(client_id=client.client_id, client_secret=client.client_secret)
    return scene.call(GATEWAY, "AccessService/Authenticate", request)


def test_it_waits_the_longest_lease_out_before_it_answers(scene: Scene) -> None:
    before = scene.clock.now()
    suspended = suspend(scene, scene.agency)
    assert scene.clock.now() - before >= timedelta(seconds=REVOCATION_SECONDS)
    assert (suspended.state, suspended.suspended_reason) == (parties_pb2.PARTY_STATE_SUSPENDED, "Late.")


def test_both_acts_are_idempotent(scene: Scene) -> None:
    first = suspend(scene, scene.agency, key="k")
    assert suspend(scene, scene.agency, key="k") == first
    again = suspend(scene, scene.agency, "Another reason.")
    assert (again.suspended_reason, again.version) == ("Late.", first.version)
    resumed = resume(scene, scene.agency)
    assert (resumed.state, resumed.suspended_reason) == (parties_pb2.PARTY_STATE_ACTIVE, "")
    assert not resumed.HasField("suspended_at")
    assert resume(scene, scene.agency) == resumed


def test_a_repetition_waits_too(scene: Scene) -> None:
    suspend(scene, scene.agency, key="k")
    before = scene.clock.now()
    suspend(scene, scene.agency, key="k")
    assert scene.clock.now() - before >= timedelta(seconds=REVOCATION_SECONDS)


def test_a_suspended_party_gets_no_token_and_only_who_knows_the_secret_is_told(scene: Scene) -> None:
    suspend(scene, scene.agency)
    with pytest.raises(Forbidden) as refused:
        token(scene)
    assert refused.value.code is ErrorCode.PARTY_SUSPENDED
    wrong = pb.AuthenticateRequest(client_id=scene.agency.client_id, client_secret="x")
    with pytest.raises(Forbidden, match="do not belong together"):
        scene.call(GATEWAY, "AccessService/Authenticate", wrong)
    resume(scene, scene.agency)
    assert token(scene).id == scene.agency.party_id


def test_its_tokens_are_refused_whatever_it_asks(scene: Scene) -> None:
    scene.active()
    suspend(scene, scene.agency)
    for creator_id in (scene.creator.party_id, "cr_unknown", ""):
        answer = scene.authorize(creator_id=creator_id)
        assert answer.decision == pb.DECISION_FORBIDDEN
        assert code_of(answer.code) is ErrorCode.PARTY_SUSPENDED
    question = pb.CheckTokenRequest(client_id=scene.agency.client_id, token_id="t")
    assert not scene.call(GATEWAY, "AccessService/CheckToken", question).accepted
    denied = scene.log().items[0]
    assert (denied.rule, denied.actor_id) == ("party_suspended", scene.agency.party_id)
    resume(scene, scene.agency)
    assert scene.authorize().decision == pb.DECISION_ALLOWED


def test_nobody_acts_for_a_suspended_creator(scene: Scene) -> None:
    scene.active(PROFILE, OFFERS, IMPORT)
    suspend(scene, scene.creator)
    answer = scene.authorize()
    assert (answer.decision, answer.rule) == (pb.DECISION_FORBIDDEN, "creator_suspended")
    own = scene.authorize(READ_PROFILE, scene.creator)
    assert (own.decision, own.rule) == (pb.DECISION_FORBIDDEN, "party_suspended")
    binding = pb.AuthorizeBindingRequest(
        agency_id=scene.agency.party_id, creator_id=scene.creator.party_id, offer_id="of_1"
    )
    bound = scene.call(CAMPAIGNS, "AccessService/AuthorizeBinding", binding)
    assert (bound.state, bound.HasField("grant")) == (pb.DELEGATION_STATE_UNSPECIFIED, False)
    readable = pb.ListReadableRequest(
        agency_id=scene.agency.party_id, creator_ids=[scene.creator.party_id], most_changes=5
    )
    found = scene.call(CAMPAIGNS, "AccessService/ListReadable", readable)
    assert (list(found.creator_ids), [each.readable for each in found.changes]) == ([], [False])
    letting = pb.ListLettingRequest(agency_id=scene.agency.party_id, scope=SCOPES[PROFILE])
    assert not scene.call(Identity("metrics"), "AccessService/ListLetting", letting).creator_ids
    assert not _imported(scene).answers[0].allowed
    assert not scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest()).items
    resume(scene, scene.creator)
    assert scene.authorize().decision == pb.DECISION_ALLOWED
    assert _imported(scene).answers[0].allowed
    assert scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest()).items


def _imported(scene: Scene) -> Any:
    request = pb.AuthorizeImportRequest(
        party_id=scene.agency.party_id,
        party_kind=access_pb2.PARTY_KIND_AGENCY,
        client_id=scene.agency.client_id,
        import_id="im_1",
        questions=[{"creator_id": scene.creator.party_id}],
    )
    return scene.call(Identity("metrics"), "AccessService/AuthorizeImport", request)


def test_a_suspended_agency_goes_on_with_no_import(scene: Scene) -> None:
    scene.active(IMPORT)
    assert _imported(scene).allowed
    suspend(scene, scene.agency)
    answer = _imported(scene)
    assert (answer.allowed, answer.answers[0].allowed) == (False, False)
    assert "suspended" in answer.reason


def test_a_suspended_creator_is_as_unknown_to_who_asks_for_a_delegation(scene: Scene) -> None:
    suspend(scene, scene.creator)
    answers = set()
    for creator_id in (scene.creator.party_id, "cr_unknown"):
        request = pb.CreateDelegationRequest(creator_id=creator_id, scopes=numbers(PROFILE), purpose="All")
        with pytest.raises(NotFound) as refused:
            scene.call(scene.agency, "DelegationService/CreateDelegation", request)
        answers.add((refused.value.detail, refused.value.code))
    assert len(answers) == 1


def test_a_party_of_another_kind_is_not_found_and_operators_have_no_route(scene: Scene) -> None:
    for field, party_id in (
        ("brand_id", scene.agency.party_id),
        ("agency_id", OPERATOR.party_id),
        ("creator_id", "cr_unknown"),
    ):
        for rpc, kind in (
            ("GetParty", parties_pb2.GetPartyRequest),
            ("ResumeParty", parties_pb2.ResumePartyRequest),
        ):
            with pytest.raises(NotFound):
                scene.call(OPERATOR, f"{SERVICE}/{rpc}", kind(**{field: party_id}))
        request = parties_pb2.SuspendPartyRequest(**{field: party_id}, reason="x")
        with pytest.raises(NotFound):
            scene.call(OPERATOR, f"{SERVICE}/SuspendParty", request)
    with pytest.raises(Invalid):
        suspend(scene, scene.agency, " ")
    with pytest.raises(Forbidden):
        scene.call(scene.agency, f"{SERVICE}/ListAgencies", parties_pb2.ListPartiesRequest())


def test_what_a_client_was_used_last_is_noted_once_an_hour(scene: Scene) -> None:
    def last_used() -> Any:
        request = parties_pb2.GetPartyRequest(agency_id=scene.agency.party_id)
        return scene.call(OPERATOR, f"{SERVICE}/GetParty", request).clients[0].last_used_at.ToDatetime()

    token(scene)
    first = last_used()
    scene.clock.advance(minutes=59)
    token(scene)
    assert last_used() == first
    scene.clock.advance(minutes=1)
    token(scene)
    assert last_used() == first + timedelta(hours=1)


def test_it_is_announced_and_in_the_log_of_the_creator(scene: Scene) -> None:
    suspend(scene, scene.agency)
    suspend(scene, scene.creator, "Late again.")
    resume(scene, scene.creator)
    events = [each for each in scene.store.parties.events if "roster.v1.Party" in each.subject]
    deliver = Deliveries(scene.store, scene.clock)
    for _ in range(2):
        deliver(*events)
    recorded = [each for each in scene.log().items if each.action.startswith("party_")]
    assert [(each.action, each.reason) for each in recorded] == [
        ("party_resumed", ""),
        ("party_suspended", "Late again."),
    ]
    assert {each.actor_id for each in recorded} == {OPERATOR.party_id}
