"""What the gateway reports as read stands in the logs: named, counted, under the delegation, and once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.activity import LISTED_READINGS
from services.roster.handlers import activity
from services.roster.handlers.readings import MOST_READINGS
from services.shared.access import Identity
from services.shared.errors import Forbidden, Invalid, NotFound
from services.shared.mapping import text_of
from tests.unit.roster.build import PROFILE, chain
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, Scene


def report(scene: Scene, **fields: Any) -> pb.ReadingReport:
    given: dict[str, Any] = {
        "party_id": scene.agency.party_id,
        "party_kind": access_pb2.PARTY_KIND_AGENCY,
        "client_id": "cl_1",
        "creator_id": scene.creator.party_id,
        "action": "get_creator",
        "object": f"/v1/creators/{scene.creator.party_id}",
        "count": 1,
        "at": scene.clock.now(),
        "request_id": "rq_1",
    }
    return pb.ReadingReport(**(given | fields))


def record(scene: Scene, *reports: pb.ReadingReport, batch: str = "b_1", by: Identity = GATEWAY) -> None:
    request = pb.RecordReadingsRequest(batch_id=batch, readings=reports)
    scene.call(by, "AccessService/RecordReadings", request)


def test_one_entry_names_everything_that_one_caller_has_read(scene: Scene) -> None:
    granted = scene.active(PROFILE)
    scene.clock.advance(seconds=1)
    card = {"action": "get_rate_card", "object": "/card", "count": 4}
    record(scene, report(scene, count=2), report(scene, **card, at=scene.clock.now(), request_id="rq_2"))
    (entry,) = scene.log().items
    assert (text_of(entry, "decision"), entry.actor_id, entry.on_behalf_of) == (
        "read",
        scene.agency.party_id,
        scene.creator.party_id,
    )
    assert (entry.delegation_id, entry.delegation_version, entry.client_id) == (granted.id, 2, "cl_1")
    assert (entry.count, entry.unlisted) == (6, 0)
    assert [(each.object.rsplit("/", 1)[-1], each.count) for each in entry.readings] == [
        (scene.creator.party_id, 2),
        ("card", 4),
    ]
    assert (entry.object, entry.request_id, entry.at) == ("/card", "rq_2", entry.readings[1].at)


def test_a_batch_that_is_sent_again_is_logged_once(scene: Scene) -> None:
    scene.active(PROFILE)
    for batch in ("b_1", "b_1", "b_2"):
        record(scene, report(scene), batch=batch)
    assert len(scene.log().items) == 2


def test_creators_and_callers_have_entries_of_their_own(scene: Scene) -> None:
    max_ = scene.new_creator("max")
    for creator in (scene.creator, max_):
        scene.active(PROFILE, creator=creator)
    hers = {"creator_id": max_.party_id}
    record(scene, report(scene), report(scene, client_id="cl_2"), report(scene, **hers))
    assert [each.client_id for each in scene.log().items] == ["cl_2", "cl_1"]
    assert len(chain(scene.store, max_.party_id)) == 1


def test_many_different_readings_are_counted_beyond_those_that_are_named(scene: Scene) -> None:
    scene.active(PROFILE)
    record(scene, *(report(scene, object=f"/{number}", count=3) for number in range(LISTED_READINGS + 5)))
    (entry,) = scene.log().items
    assert (len(entry.readings), entry.unlisted, entry.count) == (
        LISTED_READINGS,
        15,
        3 * LISTED_READINGS + 15,
    )


def test_what_was_read_before_a_later_delegation_stays_under_the_former(scene: Scene) -> None:
    first = scene.active(PROFILE)
    read_at = scene.clock.now()
    scene.clock.advance(minutes=1)
    scene.call(
        scene.creator,
        "DelegationService/RevokeDelegation",
        pb.RevokeDelegationRequest(delegation_id=first.id, reason="bye"),
    )
    scene.clock.advance(minutes=1)
    second = scene.active(PROFILE)
    record(scene, report(scene, at=read_at), batch="b_1")
    record(scene, report(scene), batch="b_2")
    assert [each.delegation_id for each in scene.log().items] == [second.id, first.id]


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "forged_entry"},
        {"action": "create_agency"},
        {"action": "put_rate_card"},
        {"party_kind": access_pb2.PARTY_KIND_CREATOR},
        {"party_kind": 0},
    ],
)
def test_what_no_agency_reads_is_refused_with_its_whole_batch(scene: Scene, wrong: dict[str, Any]) -> None:
    scene.active(PROFILE)
    with pytest.raises(Invalid):
        record(scene, report(scene), report(scene, **wrong))
    assert len(scene.log().items) == 0


def test_a_batch_has_an_id_and_an_end(scene: Scene) -> None:
    with pytest.raises(Invalid):
        record(scene, report(scene), batch="")
    with pytest.raises(Invalid):
        record(scene, *([report(scene)] * (MOST_READINGS + 1)))


def test_only_the_gateway_reports(scene: Scene) -> None:
    for identity in (CAMPAIGNS, OPERATOR, scene.agency, Identity("metrics")):
        with pytest.raises(Forbidden):
            record(scene, report(scene), by=identity)


def test_the_export_is_hers_in_order_and_in_pieces(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "EXPORTED_ENTRIES", 2)
    scene.active(PROFILE)
    for batch in ("b_1", "b_2", "b_3"):
        record(scene, report(scene), batch=batch)

    def export(after: int, by: Identity | None = None) -> list[bytes]:
        request = pb.ExportActivityRequest(creator_id=scene.creator.party_id, after=after)
        reply = scene.call(by or scene.creator, "ActivityService/ExportActivity", request)
        assert reply.content_type == "application/x-ndjson"
        return reply.data.splitlines()

    assert [len(export(after)) for after in (0, 2, 3)] == [2, 1, 0]
    (last,) = [json.loads(line) for line in export(2)]
    assert (last["sequence"], last["readings"][0]["count"]) == (3, 1)
    for other in (scene.agency, scene.new_creator("max")):
        with pytest.raises((Forbidden, NotFound)):
            export(0, other)


def test_what_an_agency_was_told_stands_beside_what_it_has_read(scene: Scene) -> None:
    granted = scene.active(PROFILE)
    told = {"action": "receive_event", "object": "/v1/webhooks/wh_1", "request_id": "ev_1"}
    for _ in range(2):
        record(scene, report(scene, **told), batch="rb_1", by=Identity("notifications"))
    (entry,) = scene.log().items
    assert (entry.action, entry.object, entry.request_id) == ("receive_event", "/v1/webhooks/wh_1", "ev_1")
    assert (text_of(entry, "decision"), entry.delegation_id) == ("read", granted.id)


def test_each_service_reports_what_it_does(scene: Scene) -> None:
    for action, service in (("receive_event", "gateway"), ("get_creator", "notifications")):
        with pytest.raises(Invalid):
            record(scene, report(scene, action=action), by=Identity(service))
