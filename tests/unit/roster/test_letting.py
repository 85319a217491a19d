"""Who lets an agency do something now, as other services ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.handlers import letting
from services.shared.access import SCOPES, Identity
from services.shared.errors import Forbidden
from services.shared.mapping import to_datetime
from tests.unit.roster.build import PROFILE
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, Scene

METRICS = Identity("metrics")
AUDIENCE = "marketplace.audience.read"


def let(scene: Scene, *creator_ids: str, scope: str = AUDIENCE) -> Any:
    """The answer about the agency."""
    asked = {"agency_id": scene.agency.party_id, "scope": SCOPES[scope], "creator_ids": creator_ids}
    return scene.call(METRICS, "AccessService/ListLetting", pb.ListLettingRequest(**asked))


def test_only_metrics_asks(scene: Scene) -> None:
    for other in (GATEWAY, CAMPAIGNS, scene.agency):
        with pytest.raises(Forbidden):
            scene.call(other, "AccessService/ListLetting", pb.ListLettingRequest())


def test_those_who_grant_the_scope_now(scene: Scene) -> None:
    zoe, others = scene.creator.party_id, [scene.new_creator(each) for each in ("max", "ana")]
    granted = scene.active(AUDIENCE)
    scene.active(PROFILE, creator=others[0])
    scene.requested(AUDIENCE, creator=others[1])
    assert (list(let(scene).creator_ids), let(scene).more) == ([zoe], False)
    assert list(let(scene, zoe, others[0].party_id, "cr_unknown").creator_ids) == [zoe]
    assert list(let(scene, others[0].party_id).creator_ids) == []
    assert list(let(scene, scope="marketplace.metrics.read").creator_ids) == []
    revoked = pb.RevokeDelegationRequest(delegation_id=granted.id, reason="Enough.")
    scene.call(scene.creator, "DelegationService/RevokeDelegation", revoked)
    assert list(let(scene).creator_ids) == list(let(scene, zoe).creator_ids) == []


def test_no_scope_lets_nobody(scene: Scene) -> None:
    scene.active(AUDIENCE)
    asked = pb.ListLettingRequest(agency_id=scene.agency.party_id)
    assert list(scene.call(METRICS, "AccessService/ListLetting", asked).creator_ids) == []


def test_what_has_expired_lets_nobody(scene: Scene) -> None:
    asked = scene.requested(AUDIENCE)
    accept = pb.AcceptDelegationRequest(delegation_id=asked.id)
    accepted = scene.call(scene.creator, "DelegationService/AcceptDelegation", accept)
    patch = pb.PatchDelegationRequest(delegation_id=accepted.id, expected_version=accepted.version)
    patch.expires_at.FromDatetime(scene.clock.now() + timedelta(hours=1))
    patch.update_mask.paths.append("expires_at")
    changed = scene.call(scene.creator, "DelegationService/PatchDelegation", patch)
    assert to_datetime(changed.expires_at) > scene.clock.now()
    assert len(let(scene).creator_ids) == 1
    scene.clock.advance(hours=2)
    assert len(let(scene).creator_ids) == len(let(scene, scene.creator.party_id).creator_ids) == 0


def test_that_there_may_be_more_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.active(AUDIENCE)
    monkeypatch.setattr(letting, "MOST_LETTING", 1)
    assert let(scene).more
    assert not let(scene, scene.creator.party_id).more
