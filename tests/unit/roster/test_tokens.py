"""Tokens that their clients have revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.parties import MOST_REVOKED
from services.shared.errors import NotFound, TooManyRequests
from tests.unit.roster.build import PROFILE
from tests.unit.roster.scene import GATEWAY, Scene


def revoke(scene: Scene, token_id: str, client_id: str = "", seconds: float = 900) -> None:
    ends = scene.clock.now() + timedelta(seconds=seconds)
    request = pb.RevokeTokenRequest(
        client_id=client_id or scene.agency.client_id, token_id=token_id, expires_at=ends
    )
    scene.call(GATEWAY, "AccessService/RevokeToken", request)


def accepted(scene: Scene, token_id: str, client_id: str = "") -> bool:
    request = pb.CheckTokenRequest(client_id=client_id or scene.agency.client_id, token_id=token_id)
    return bool(scene.call(GATEWAY, "AccessService/CheckToken", request).accepted)


def test_a_revoked_token_gets_no_lease_and_another_one_does(scene: Scene) -> None:
    scene.active(PROFILE)
    revoke(scene, "t_1")
    for creator_id in ("", scene.creator.party_id):
        answer = scene.authorize(creator_id=creator_id, token_id="t_1")
        assert (answer.decision, answer.rule) == (pb.DECISION_TOKEN_REVOKED, "token_revoked")
    assert scene.authorize(token_id="t_2").decision == pb.DECISION_ALLOWED
    assert (accepted(scene, "t_1"), accepted(scene, "t_2")) == (False, True)


def test_a_token_is_revoked_once_and_forgotten_when_it_has_ended(scene: Scene) -> None:
    for _ in range(2):
        revoke(scene, "t_1", seconds=10)
    revoke(scene, "t_over", seconds=0)
    (known,) = party(scene)
    assert known == "t_1"
    scene.clock.advance(seconds=10)
    revoke(scene, "t_2")
    assert party(scene) == ["t_2"]


def test_the_list_has_an_end(scene: Scene) -> None:
    for number in range(MOST_REVOKED):
        revoke(scene, f"t_{number}", seconds=10)
    with pytest.raises(TooManyRequests):
        revoke(scene, "t_more")
    scene.clock.advance(seconds=10)
    revoke(scene, "t_more")


def test_a_client_that_is_gone_has_no_token(scene: Scene) -> None:
    with pytest.raises(NotFound):
        revoke(scene, "t_1", client_id="cl_gone")
    assert not accepted(scene, "t_1", client_id="cl_gone")


def party(scene: Scene) -> list[str]:
    """The revoked tokens of the agency."""
    found = scene.store.party_of_client(scene.agency.client_id)
    assert found is not None
    return [each.id for each in found.revoked_tokens]
