"""Attacks on imports: grants that end while one runs, false provenance, withdrawal."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.api import Operator, delegate
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.security.importing import HEADER, Dripping, padded, row, send, videos, views


def test_rows_that_arrive_after_an_acknowledged_revocation_are_not_stored(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegation = delegate(agency, creator)
    upload = Dripping(agency)
    upload.put(padded(HEADER + row(creator.id, "before")))
    upload.put(padded(""))
    eventually(lambda: videos(creator) == ["before"])
    revoked = creator.post(f"/v1/delegations/{delegation['id']}/revoke", {"reason": "Enough."}, status=200)
    assert revoked["state"] == "revoked"
    for number in range(3):
        upload.put(padded(row(creator.id, f"after{number}")))
    report = upload.end()
    assert report["accepted"] == 1
    about_her = [each for each in report["rejected"] if "delegated" in each["message"]]
    assert len(about_her) == 3
    assert videos(creator) == ["before"]


def test_rows_of_a_creator_who_still_delegates_go_on_after_anothers_revocation(operator: Operator) -> None:
    agency, leaving, staying = operator.agency(), operator.creator(), operator.creator()
    delegation = delegate(agency, leaving)
    delegate(agency, staying)
    upload = Dripping(agency)
    upload.put(padded(HEADER + row(leaving.id, "v1") + row(staying.id, "v1")))
    upload.put(padded(""))
    eventually(lambda: videos(leaving) == videos(staying) == ["v1"])
    leaving.post(f"/v1/delegations/{delegation['id']}/revoke", {"reason": "Enough."}, status=200)
    upload.put(padded(row(leaving.id, "v2") + row(staying.id, "v2")))
    assert upload.end()["accepted"] == 3
    assert (videos(leaving), videos(staying)) == (["v1"], ["v1", "v2"])


def test_a_removed_client_stores_nothing_more(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    upload = Dripping(agency)
    upload.put(padded(HEADER + row(creator.id, "before")))
    upload.put(padded(""))
    eventually(lambda: videos(creator) == ["before"])
    path = f"/v1/operator/parties/{agency.id}/clients"
    operator.post(path)
    operator.call("DELETE", f"{path}/{agency.client_id}", status=204)
    gone = time.monotonic()
    assert eventually(lambda: time.monotonic() > gone + 1)
    upload.put(padded(row(creator.id, "after")))
    upload.end()
    assert videos(creator) == ["before"]


def test_an_import_is_logged_once_however_often_roster_is_asked(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    upload = Dripping(agency)
    upload.put(padded(HEADER))
    for number in range(4):
        upload.put(padded(row(creator.id, f"v{number}")))
        upload.put(padded(""))
        eventually(lambda number=number: len(videos(creator)) == number + 1)  # type: ignore[misc]
        sent = time.monotonic()
        assert eventually(lambda sent=sent: time.monotonic() > sent + 0.6)  # type: ignore[misc]
    upload.end()
    entries = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    action = "import_snapshots"
    about = [each for each in entries if each["action"] == action]
    assert [each["decision"] for each in about] == ["allowed"]


def test_an_importer_does_not_say_where_numbers_come_from(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    text = (
        "creator,video,captured_at,views,full_plays,source,plays_source\n"
        f"{creator.id},v1,2026-02-01T00:00:00Z,10,4,platform,operator\n"
    )
    send(agency, text.encode())
    found = creator.get(f"/v1/creators/{creator.id}/metrics")
    origin = f"agency:{agency.id}"
    assert (found["average_views"]["source"], found["average_views"]["note"]) == (origin, "platform")
    assert (found["completion_rate"]["source"], found["completion_rate"]["note"]) == (origin, "operator")
    shares = {"gender": [{"bucket": "FEMALE", "share": 0.7}]}
    body = {"captured_at": "2026-02-01T00:00:00Z", "dimensions": shares, "note": "platform"}
    agency.post(f"/v1/creators/{creator.id}/audience", body)
    audience = creator.get(f"/v1/creators/{creator.id}/audience")
    assert (audience["source"], audience["note"]) == (origin, "platform")


@pytest.mark.parametrize("operator_first", [True, False])
def test_the_operators_figures_win_over_an_agencys_in_any_order(
    operator: Operator, operator_first: bool
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    order = [(operator, 1000), (agency, 99_000_000)]
    for actor, count in order if operator_first else reversed(order):
        report = send(actor, (HEADER + row(creator.id, "v1", count)).encode())
        assert (report["accepted"], report["duplicates"]) == (1, 0)
        views(creator)
    assert (views(creator)["value"], views(creator)["source"]) == (1000, "operator")
    again = send(agency, (HEADER + row(creator.id, "v1", 5)).encode())
    assert (again["accepted"], again["duplicates"]) == (0, 1)
    shares = {"gender": [{"bucket": "FEMALE", "share": 0.7}]}
    path, at = f"/v1/creators/{creator.id}/audience", "2026-02-01T00:00:00Z"
    for actor, _ in order if operator_first else reversed(order):
        actor.post(path, {"captured_at": at, "dimensions": shares})
    assert creator.get(path)["source"] == "operator"


def test_a_withdrawn_import_leaves_nothing_behind(operator: Operator) -> None:
    agency, stranger, creator = operator.agency(), operator.agency(), operator.creator()
    delegate(agency, creator)
    first = send(agency, (HEADER + row(creator.id, "v1", 100)).encode())
    own = send(operator, (HEADER + row(creator.id, "v1", 10) + row(creator.id, "v2", 30)).encode())
    assert views(creator)["value"] == 20
    listed = agency.get("/v1/metrics/imports")["items"]
    assert [each["id"] for each in listed] == [first["import_id"]]
    path = f"/v1/metrics/imports/{own['import_id']}"
    for other in (agency, stranger):
        other.get(path, status=404)
        other.call("DELETE", path, status=404)
    assert stranger.get("/v1/metrics/imports")["items"] == []
    creator.get("/v1/metrics/imports", status=403)
    answered = operator.call("DELETE", path, status=200)
    assert answered["state"] in ("withdrawing", "withdrawn")
    assert operator.call("DELETE", path, status=200)["id"] == own["import_id"]
    eventually(lambda: operator.get(path)["state"] == "withdrawn")
    eventually(lambda: (views(creator)["value"], videos(creator)) == (100, ["v1"]))
    assert views(creator)["source"] == f"agency:{agency.id}"
    eventually(lambda: creator.get(f"/v1/creators/{creator.id}")["stats"]["average_views"] == 100)
    agency.call("DELETE", f"/v1/metrics/imports/{first['import_id']}", status=200)
    eventually(lambda: views(creator)["value"] is None)
    points = creator.get(f"/v1/creators/{creator.id}/metrics/series", metric="views")["points"]
    assert {each["value"] for each in points} == {None}
    eventually(lambda: creator.get(f"/v1/creators/{creator.id}")["stats"]["average_views"] is None)


def test_a_withdrawal_survives_the_death_of_the_worker(
    installation: Installation, operator: Operator
) -> None:
    creator, lines = operator.creator(), 20_000
    body = HEADER + "".join(row(creator.id, f"v{number}") for number in range(lines))
    path = f"/v1/metrics/imports/{send(operator, body.encode())['import_id']}"
    assert operator.get(path)["accepted"] == lines
    operator.call("DELETE", path, status=200)
    back = installation.kill("metrics-worker")
    back()
    eventually(lambda: operator.get(path)["state"] == "withdrawn", seconds=120)
    eventually(lambda: videos(creator) == [])


def test_rows_from_the_future_are_refused(operator: Operator) -> None:
    creator = operator.creator()

    def at(**delta: float) -> str:
        return f"{datetime.now(UTC) + timedelta(**delta):%Y-%m-%dT%H:%M:%SZ}"

    text = HEADER + row(creator.id, "soon", at=at(minutes=3)) + row(creator.id, "late", at=at(minutes=7))
    report = send(operator, text.encode())
    assert (report["accepted"], [each["line"] for each in report["rejected"]]) == (1, [3])
    shares = {"gender": [{"bucket": "FEMALE", "share": 0.7}]}
    path = f"/v1/creators/{creator.id}/audience"
    operator.post(path, {"captured_at": at(minutes=7), "dimensions": shares}, status=422)
