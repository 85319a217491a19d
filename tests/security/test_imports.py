"""Attacks on the import of snapshots: grants that end, false provenance, bombs, clients that hang."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from tests.e2e.api import Actor, Operator, delegate
from tests.e2e.conftest import Installation
from tests.e2e.waiting import eventually

HEADER = "creator,video,captured_at,followers,views\n"
PADDING = 300 << 10
"""Spaces that push what was sent through every buffer on the way."""


def row(creator: str, video: str, views: object = 5, at: str = "2026-02-01T00:00:00Z") -> str:
    """A row of a CSV."""
    return f"{creator},{video},{at},100,{views}\n"


def padded(text: str) -> bytes:
    """A row followed by blank ones of nothing but spaces in one long row, which is rejected."""
    return text.encode() + b"x" + b" " * PADDING + b"\n"


def send(actor: Actor, content: Any, status: int = 200, **headers: str) -> Any:
    """POSTs a CSV."""
    given = {"Content-Type": "text/csv", **headers}
    options = {"content": content, "headers": given, "timeout": 120}
    return actor.call("POST", "/v1/metrics/snapshots", status=status, **options)


def views(creator: Actor, metric: str = "average_views") -> Any:
    """What is shown of a creator's views."""
    return creator.get(f"/v1/creators/{creator.id}/metrics")[metric]


def videos(creator: Actor) -> list[str]:
    """The ids of her videos."""
    return sorted(each["video_id"] for each in creator.get(f"/v1/creators/{creator.id}/videos")["items"])


class Dripping:
    """An upload that is sent piece by piece while the test goes on."""

    def __init__(self, actor: Actor) -> None:
        self._pieces: Queue[bytes] = Queue()
        self._actor, self.report = actor, None
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        # A connection of its own: the common pool is the test's.
        headers = self._actor.headers | {"Content-Type": "text/csv"}
        with httpx.Client(base_url=self._actor.base_url, timeout=60) as http:
            reply = http.post("/v1/metrics/snapshots", content=self._chunks(), headers=headers)
        assert reply.status_code == 200, reply.text
        self.report = reply.json()

    def _chunks(self) -> Iterator[bytes]:
        while piece := self._pieces.get():
            yield piece

    def put(self, piece: bytes) -> None:
        """Sends a piece."""
        self._pieces.put(piece)

    def end(self) -> Any:
        """Ends the body, and returns the report."""
        self._pieces.put(b"")
        self._thread.join()
        return self.report


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
    action = "metrics.v1.ImportService/ImportSnapshots"
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
    creator, lines = operator.creator(), 60_000
    body = HEADER + "".join(row(creator.id, f"v{number}") for number in range(lines))
    path = f"/v1/metrics/imports/{send(operator, body.encode())['import_id']}"
    assert operator.get(path)["accepted"] == lines
    operator.call("DELETE", path, status=200)
    back = installation.kill("metrics-worker")
    back()
    eventually(lambda: operator.get(path)["state"] == "withdrawn", seconds=60)
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


def raw_request(actor: Actor, body: bytes) -> socket.socket:
    """Sends the head of an upload that promises more than `body`, and `body`."""
    url = urlsplit(actor.base_url)
    connection = socket.create_connection((url.hostname or "", url.port or 80), timeout=60)
    head = (
        f"POST /v1/metrics/snapshots HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: text/csv\r\n"
        f"Authorization: {actor.headers['Authorization']}\r\nContent-Length: {1 << 30}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def test_an_agency_without_a_grant_is_refused_before_its_body_is_read(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, ("marketplace.profile.read",))
    with raw_request(agency, b"") as connection:
        begun = time.monotonic()
        answer = connection.recv(4096)
    assert answer.split()[1] == b"403", answer
    assert time.monotonic() - begun < 15


def test_an_import_whose_client_leaves_ends_and_says_so(
    installation: Installation, operator: Operator
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    lines = "".join(row(creator.id, f"v{number}") for number in range(6000))
    process, threads = installation.process("metrics-rpc"), []
    for _ in range(5):
        with raw_request(agency, (HEADER + lines).encode() + padded("")):
            running = eventually(lambda: agency.get("/v1/metrics/imports", state="running")["items"])[0]
            eventually(lambda: creator.get(f"/v1/creators/{creator.id}/videos")["items"])
        path = f"/v1/metrics/imports/{running['id']}"
        ended = eventually(lambda path=path: broken_off(agency.get(path)))  # type: ignore[misc]
        assert ended["accepted"] + ended["duplicates"] <= len(stored(creator))
        threads.append(process.num_threads())
    # Each import has had four threads of its own.
    assert threads[-1] <= threads[0] + 4, threads


def broken_off(found: dict[str, Any]) -> dict[str, Any] | None:
    """The import, once it has ended."""
    return found if found["state"] == "broken_off" else None


def stored(creator: Actor) -> list[str]:
    """Every video of a creator."""
    path, cursor, found = f"/v1/creators/{creator.id}/videos", "", []
    while True:
        page = creator.get(path, page_size=100, cursor=cursor)
        found += [each["video_id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            return found


def zeros(size: int) -> bytes:
    """So many zero bytes, compressed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def cpu_seconds(process: psutil.Process) -> float:
    """What a process has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


@pytest.mark.parametrize("attack", ["zeros", "newlines", "packed newlines", "one line"])
def test_a_bomb_is_stopped_with_a_report(installation: Installation, operator: Operator, attack: str) -> None:
    creator = operator.creator()
    good = (HEADER + row(creator.id, "v1")).encode()
    bodies = {
        "zeros": lambda: gzip.compress(good) + zeros(1 << 30),
        "newlines": lambda: good + b"\n" * (100 << 20),
        "packed newlines": lambda: gzip.compress(good) + gzip.compress(b"\n" * (100 << 20)),
        "one line": lambda: good + b"x" * (100 << 20),
    }
    body = bodies[attack]()
    process = installation.process("metrics-rpc")
    before, memory = cpu_seconds(process), process.memory_info().rss
    report = send(operator, body)
    assert report["accepted"] == 1
    assert "the rest was not read" in report["rejected"][-1]["message"], report
    assert cpu_seconds(process) - before < 10
    assert process.memory_info().rss - memory < 100 << 20
    found = operator.get(f"/v1/metrics/imports/{report['import_id']}")
    assert (found["state"], found["accepted"]) == ("broken_off", 1)
    assert videos(creator) == ["v1"]


def test_uploads_that_hang_leave_room_for_others(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    body = padded(HEADER + row(creator.id, "v0"))
    hanging = [raw_request(agency, body) for _ in range(6)]
    try:
        eventually(lambda: len(agency.get("/v1/metrics/imports", state="running")["items"]) == 4)
        report = send(operator, (HEADER + row(creator.id, "v1")).encode())
        assert report["accepted"] == 1
        assert "v1" in videos(creator)
    finally:
        for connection in hanging:
            connection.close()
