"""For whom an import may store rows, asked again and again, and what the creators' logs hold of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.rpc.imports import MOST_QUESTIONS
from services.shared.access import Identity
from services.shared.errors import Forbidden, Invalid
from services.shared.mapping import text_of
from tests.unit.roster.build import PROFILE, numbers
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, Scene

IMPORT = "marketplace.metrics.import"
METRICS = Identity("metrics")


def ask(scene: Scene, *questions: pb.ImportQuestion, **fields: Any) -> Any:
    """What metrics is answered for the agency."""
    given: dict[str, Any] = {
        "party_id": scene.agency.party_id,
        "party_kind": access_pb2.PARTY_KIND_AGENCY,
        "client_id": scene.agency.client_id,
        "import_id": "im_1",
        "request_id": "rq_1",
        "questions": questions,
    } | fields
    return scene.call(METRICS, "AccessService/AuthorizeImport", pb.AuthorizeImportRequest(**given))


def about(scene: Scene, last: Any = None) -> pb.ImportQuestion:
    """The question about the creator."""
    return pb.ImportQuestion(creator_id=scene.creator.party_id, last=last)


def test_only_metrics_asks_it(scene: Scene) -> None:
    for identity in (GATEWAY, CAMPAIGNS, scene.agency, OPERATOR):
        with pytest.raises(Forbidden):
            scene.call(identity, "AccessService/AuthorizeImport", pb.AuthorizeImportRequest())


def test_it_is_logged_when_the_answer_changes_and_not_between(scene: Scene) -> None:
    granted = scene.active(IMPORT)
    (first,) = ask(scene, about(scene)).answers
    assert (first.allowed, first.delegation_id, first.delegation_version) == (True, granted.id, 2)
    last = first
    for _ in range(5):
        (last,) = ask(scene, about(scene, last)).answers
        assert last == first
    request = pb.RevokeDelegationRequest(delegation_id=granted.id, reason="Enough.")
    scene.call(scene.creator, "DelegationService/RevokeDelegation", request)
    for _ in range(3):
        (last,) = ask(scene, about(scene, last)).answers
        assert not last.allowed
    entries = [(text_of(each, "decision"), each.rule, each.action, each.object) for each in scene.log().items]
    action, target = "import_snapshots", "/v1/metrics/imports/im_1"
    assert entries == [
        ("denied", "delegation_revoked", action, target),
        ("allowed", "delegation", action, target),
    ]


def test_another_grant_is_another_answer(scene: Scene) -> None:
    scene.active(IMPORT)
    (first,) = ask(scene, about(scene)).answers
    request = pb.PutGuardrailsRequest(
        delegation_id=first.delegation_id, guardrails={"confirm_all_accepts": True}
    )
    scene.call(scene.creator, "DelegationService/PutGuardrails", request)
    (second,) = ask(scene, about(scene, first)).answers
    assert second.delegation_version == first.delegation_version + 1
    assert len(scene.log().items) == 2


def test_without_a_grant_for_it_nobody_imports(scene: Scene) -> None:
    assert not ask(scene).allowed
    scene.active(PROFILE)
    assert (ask(scene).allowed, ask(scene).reason) == (
        False,
        f"No creator delegates {IMPORT} to this agency.",
    )
    (answer,) = ask(scene, about(scene)).answers
    assert (answer.allowed, scene.log().items[0].rule) == (False, "scope_not_granted")
    scene.active(IMPORT)
    assert ask(scene).allowed


def test_a_grant_that_has_expired_is_none(scene: Scene) -> None:
    request = pb.CreateDelegationRequest(
        creator_id=scene.creator.party_id,
        scopes=numbers(IMPORT),
        purpose="All",
        expires_at=scene.clock.now() + timedelta(days=1),
    )
    asked = scene.call(scene.agency, "DelegationService/CreateDelegation", request)
    scene.call(
        scene.creator,
        "DelegationService/AcceptDelegation",
        pb.AcceptDelegationRequest(delegation_id=asked.id),
    )
    assert ask(scene, about(scene)).answers[0].allowed
    scene.clock.advance(days=1)
    assert not ask(scene, about(scene)).answers[0].allowed
    assert not ask(scene).allowed


@pytest.mark.parametrize("kind", [access_pb2.PARTY_KIND_AGENCY, access_pb2.PARTY_KIND_OPERATOR])
def test_a_client_that_is_gone_or_anothers_imports_nothing(scene: Scene, kind: Any) -> None:
    scene.active(IMPORT)
    for client_id in ("cl_gone", "", scene.creator.client_id):
        reply = ask(scene, about(scene), client_id=client_id, party_kind=kind)
        assert (reply.allowed, [each.allowed for each in reply.answers]) == (False, [False])
    assert scene.log().items == []


def test_a_creator_who_does_not_exist_has_no_log(scene: Scene) -> None:
    (answer,) = ask(scene, pb.ImportQuestion(creator_id="cr_none")).answers
    assert not answer.allowed
    assert scene.store.log == {}


def test_so_many_questions_at_once(scene: Scene) -> None:
    with pytest.raises(Invalid):
        ask(scene, *[about(scene)] * (MOST_QUESTIONS + 1))
