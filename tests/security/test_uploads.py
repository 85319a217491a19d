"""Attacks with uploads: from nobody who may, from clients that hang or leave, and with bombs."""

from __future__ import annotations

import gzip
import time
import zlib
from typing import Any

import psutil
import pytest

from tests.e2e.api import Actor, Operator, TransportError, delegate
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.security.importing import HEADER, padded, raw_request, row, send, videos


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
    """So many zero bytes, compressed; without the end of the stream, up to which nobody reads."""
    packer, block = zlib.compressobj(9, zlib.DEFLATED, 31), bytes(1 << 20)
    # After a full flush a block packs to the same bytes again.
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * ((size >> 20) - 1)


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
        # Two at a time are one client's in each worker of the gateway, wherever the six have come to.
        eventually(lambda: 2 <= len(agency.get("/v1/metrics/imports", state="running")["items"]) <= 4)
        report = send(operator, (HEADER + row(creator.id, "v1")).encode())
        assert report["accepted"] == 1
        assert "v1" in videos(creator)
    finally:
        for connection in hanging:
            connection.close()


@pytest.mark.long
def test_rows_of_an_import_whose_process_dies_are_those_of_its_record(
    installation: Installation, operator: Operator
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    lines = "".join(row(creator.id, f"v{number}") for number in range(12_000))
    with raw_request(agency, (HEADER + lines).encode() + padded("")):
        running = eventually(lambda: agency.get("/v1/metrics/imports", state="running")["items"])[0]
        eventually(lambda: creator.get(f"/v1/creators/{creator.id}/videos")["items"])
        installation.kill("metrics-rpc")()
    path = f"/v1/metrics/imports/{running['id']}"
    ended = eventually(lambda: broken_off(agency.get(path)), seconds=120, error=TransportError)
    eventually(lambda: len(stored(creator)) == ended["accepted"])
    again = send(agency, (HEADER + lines).encode())
    assert again["accepted"] + again["duplicates"] == 12_000
    assert len(stored(creator)) == 12_000
