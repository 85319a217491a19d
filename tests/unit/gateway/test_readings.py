"""What agencies read is handed to roster: all of it, once, and nothing else."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2
from protos.roster.v1 import roster_pb2
from services.gateway.access import Caller
from services.gateway.readings import BATCH, Readings, Seen
from services.shared.errors import Internal, Invalid, NotFound, Unavailable
from tests.fakes.clock import START, FakeClock
from tests.unit.gateway.support import FakeBackend, Stage

CREATOR = "/v1/creators/cr_1"
SEEN = Seen("get_creator", CREATOR, "rq_1")
READER = Caller("agency_1", "agency", "cl_1", frozenset(), "token_1", START)


def reported(backend: FakeBackend) -> list[tuple[str, str, int]]:
    """Creator, path and count of everything that roster was told, in order."""
    batches = [call.request for call in backend.calls if call.rpc == "RecordReadings"]
    return [(each.creator_id, each.object, each.count) for batch in batches for each in batch.readings]


@pytest.fixture
def roster() -> FakeBackend:
    return FakeBackend("roster")


@pytest.fixture
def readings(roster: FakeBackend) -> Readings:
    return Readings(roster, FakeClock(), most=5)


def test_a_reading_says_who_read_what_for_whom_and_when(stage: Stage) -> None:
    stage.send("GET", CREATOR, headers={"X-Request-Id": "req-7"})
    stage.send("GET", CREATOR, headers={"X-Request-Id": "req-8"})
    assert stage.app.readings.flush()
    (said,) = stage.roster.last("RecordReadings").request.readings
    assert (said.party_id, said.party_kind, said.client_id) == ("agency_1", 2, "client_agency_1")
    assert (said.creator_id, said.action, said.object) == ("cr_1", SEEN.action, CREATOR)
    assert (said.count, said.request_id) == (2, "req-8")
    assert said.at.ToJsonString() == "2026-03-01T12:00:00Z"


def test_lists_name_each_creator_on_the_page_once(stage: Stage) -> None:
    offers = [campaigns_pb2.Offer(creator_id=name) for name in ("cr_1", "cr_2", "cr_1")]
    stage.campaigns.answers["ListInbox"] = campaigns_pb2.ListOffersResponse(items=offers)
    items = [roster_pb2.RosterItem(creator=roster_pb2.Creator(id=name)) for name in ("cr_3", "cr_4")]
    stage.roster.answers["ListRoster"] = roster_pb2.ListRosterResponse(items=items)
    stage.send("GET", "/v1/inbox")
    stage.send("GET", "/v1/roster?page_size=2")
    stage.app.readings.flush()
    assert sorted(reported(stage.roster)) == [
        ("cr_1", "/v1/inbox", 1),
        ("cr_2", "/v1/inbox", 1),
        ("cr_3", "/v1/roster", 1),
        ("cr_4", "/v1/roster", 1),
    ]


def test_commands_denials_failures_and_other_parties_are_no_readings(stage: Stage) -> None:
    stage.send("PUT", f"{CREATOR}/rate-card", json={"rates": []}, headers={"If-Match": "*"})
    stage.send("GET", "/v1/delegations")
    stage.send("GET", "/v1/campaigns/cp_1", "brand_1")
    stage.roster.answers["GetRateCard"] = NotFound("none")
    stage.send("GET", f"{CREATOR}/rate-card")
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(decision=roster_pb2.DECISION_ALLOWED)
    stage.send("GET", "/v1/creators/creator_1", "creator_1")
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(decision=roster_pb2.DECISION_FORBIDDEN)
    stage.send("GET", "/v1/creators/cr_2")
    assert stage.app.readings.flush()
    assert reported(stage.roster) == []


def test_an_answer_that_has_not_changed_was_read(stage: Stage) -> None:
    tag = stage.send("GET", CREATOR).headers["ETag"]
    assert stage.send("GET", CREATOR, headers={"If-None-Match": tag}).status_code == 304
    stage.app.readings.flush()
    assert reported(stage.roster) == [("cr_1", CREATOR, 2)]


def test_nothing_is_shown_that_could_not_be_named(stage: Stage) -> None:
    stage.app.readings._most = 1
    assert stage.send("GET", CREATOR).status_code == 200
    refused = stage.send("GET", f"{CREATOR}/rate-card")
    assert (refused.status_code, "rates" in refused.json) == (503, False)
    stage.app.readings.flush()
    assert stage.send("GET", f"{CREATOR}/rate-card").status_code == 200


@pytest.mark.parametrize("away", [Unavailable("away"), Internal("broken")])
def test_a_batch_is_sent_until_roster_has_it_and_always_as_the_same(
    readings: Readings, roster: FakeBackend, away: Exception
) -> None:
    roster.answers["RecordReadings"] = away
    readings.note(READER, ["cr_1"], SEEN)
    assert not readings.flush()
    readings.note(READER, ["cr_1"], SEEN)
    assert not readings.flush()
    del roster.answers["RecordReadings"]
    roster.calls.clear()
    assert readings.flush()
    assert readings.flush()
    first, second = (call.request for call in roster.calls)
    assert first.batch_id != second.batch_id
    assert reported(roster) == [("cr_1", CREATOR, 1)] * 2


def test_a_repeated_batch_keeps_its_id(readings: Readings, roster: FakeBackend) -> None:
    readings.note(READER, ["cr_1"], SEEN)
    roster.answers["RecordReadings"] = Unavailable("the answer was lost")
    readings.flush()
    del roster.answers["RecordReadings"]
    readings.flush()
    once, again = (call.request for call in roster.calls)
    assert once == again


def test_memory_is_bounded_while_roster_is_away(readings: Readings, roster: FakeBackend) -> None:
    roster.answers["RecordReadings"] = Unavailable("away")
    readings.note(READER, ["cr_1", "cr_2", "cr_3"], SEEN)
    readings.flush()
    with pytest.raises(Unavailable):
        readings.note(READER, ["cr_4", "cr_5", "cr_6"], SEEN)
    readings.note(READER, ["cr_4", "cr_5"], SEEN)
    with pytest.raises(Unavailable):
        readings.note(READER, ["cr_6"], SEEN)
    del roster.answers["RecordReadings"]
    assert readings.flush()
    readings.note(READER, ["cr_6"], SEEN)


def test_what_roster_finds_invalid_does_not_hold_up_the_rest(readings: Readings, roster: FakeBackend) -> None:
    roster.answers["RecordReadings"] = Invalid("no such action")
    readings.note(READER, ["cr_1"], SEEN)
    assert readings.flush()
    del roster.answers["RecordReadings"]
    readings.note(READER, ["cr_2"], SEEN)
    assert readings.flush()
    assert reported(roster)[1:] == [("cr_2", CREATOR, 1)]


def test_many_readings_go_in_several_batches(roster: FakeBackend) -> None:
    readings = Readings(roster, FakeClock())
    names = [f"cr_{number}" for number in range(BATCH + 1)]
    readings.note(READER, names, SEEN)
    readings.flush()
    sizes = [len(call.request.readings) for call in roster.calls]
    assert (sorted(sizes), sorted(each[0] for each in reported(roster))) == ([1, BATCH], sorted(names))


def test_the_thread_hands_over_and_a_stop_leaves_nothing(roster: FakeBackend) -> None:
    readings, heard = Readings(roster, FakeClock()), threading.Event()

    def record(_: Any) -> roster_pb2.Activity:
        heard.set()
        return roster_pb2.Activity()

    roster.answers["RecordReadings"] = record
    readings.start()
    readings.note(READER, ["cr_1"], SEEN)
    assert heard.wait(10)
    readings.note(READER, ["cr_2"], SEEN)
    readings.stop()
    assert [each[0] for each in reported(roster)] == ["cr_1", "cr_2"]


def test_a_stop_does_not_wait_for_ever(roster: FakeBackend) -> None:
    clock = FakeClock()
    readings = Readings(roster, clock)
    roster.answers["RecordReadings"] = Unavailable("away")
    readings.note(READER, ["cr_1"], SEEN)
    readings.stop()
    assert 1 < len(clock.slept) < 10
