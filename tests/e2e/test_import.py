"""Snapshots through HTTP: real rows, twice, damaged, streamed; and the figures made of them."""

from __future__ import annotations

import csv
import gzip
import io
import os
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api import Operator, delegate, unique
from tests.e2e.waiting import eventually

HEADER = "creator,followers,video,posted_at,captured_at,duration_s,views,likes,comments,shares,saves"
EXTRACT = Path(__file__).parents[1] / "examples" / "metrics_snapshots.csv.gz"
SNAPSHOTS = Path(os.environ.get("CALLBOARD_SNAPSHOTS") or EXTRACT)
"""A file of real snapshots: the full one where it is named, an extract otherwise."""


def upload(
    actor: Any, content: Any, content_type: str = "text/csv", status: int = 200, **headers: str
) -> Any:
    """POSTs snapshots."""
    given = {"Content-Type": content_type, **headers}
    return actor.call("POST", "/v1/metrics/snapshots", status=status, content=content, headers=given)


def rows(creator: str, count: int, *, likes: int = 10) -> str:
    """A CSV of `count` videos of a creator, captured once each."""
    lines = [
        f"{creator},{1000 + n},v{n},2026-01-{n % 28 + 1:02}T00:00:00Z,2026-02-01T00:00:00Z,15,"
        f"{100 * (n + 1)},{likes},2,1,"
        for n in range(count)
    ]
    return "\n".join([HEADER, *lines, ""])


def test_good_rows_are_kept_and_bad_ones_named(operator: Operator) -> None:
    creator = operator.creator()
    handle = creator.get(f"/v1/creators/{creator.id}")["handle"]
    text = rows(handle, 3) + f"{handle},1,v9,2026-01-01T00:00:00Z,yesterday,1,1,1,1,1,1\n{handle},x\n"
    report = upload(operator, text.encode())
    assert (report["accepted"], report["duplicates"]) == (3, 0)
    assert [each["line"] for each in report["rejected"]] == [5, 6]
    again = upload(operator, text.encode())
    assert (again["accepted"], again["duplicates"]) == (0, 3)
    metrics = creator.get(f"/v1/creators/{creator.id}/metrics")
    assert metrics["average_views"]["value"] == pytest.approx(200)
    assert metrics["engagement_rate"]["value"] == pytest.approx(39 / 600)
    assert metrics["completion_rate"]["value"] is None
    assert metrics["completion_rate"]["reason"]
    assert {"value", "unit", "source", "formula", "window", "sample_size", "captured_at"} <= metrics[
        "median_views"
    ].keys()
    profile = eventually(lambda: with_followers(creator.get(f"/v1/creators/{creator.id}")))
    assert (profile["followers"], profile["median_views"]) == (1002, 200)
    asked: dict[str, Any] = {"from": "2026-01-31", "to": "2026-02-02", "interval": "day"}
    points = creator.get(f"/v1/creators/{creator.id}/metrics/series", metric="views", **asked)["points"]
    assert [each["value"] for each in points] == [None, 600, None]
    videos = creator.get(f"/v1/creators/{creator.id}/videos", sort="-views")["items"]
    assert [each["views"] for each in videos] == [300, 200, 100]


def with_followers(profile: dict[str, Any]) -> dict[str, Any] | None:
    """The headline statistics, once they have arrived."""
    stats: dict[str, Any] = profile["stats"]
    return stats if stats["followers"] else None


def test_ndjson_gzip_and_ids(operator: Operator) -> None:
    creator = operator.creator()
    line = (
        f'{{"creator": "{creator.id}", "video": "v1", "captured_at": "2026-02-01T00:00:00Z", "views": 10, '
        '"full_plays": 4, "six_second_plays": 7, "plays_source": "demo"}\nnot json\n'
    )
    report = upload(operator, gzip.compress(line.encode()), "application/x-ndjson")
    assert (report["accepted"], [each["line"] for each in report["rejected"]]) == (1, [2])
    completion = creator.get(f"/v1/creators/{creator.id}/metrics")["completion_rate"]
    assert (completion["value"], completion["source"], completion["note"]) == (0.4, "operator", "demo")


def test_an_agency_imports_only_for_those_who_let_it(operator: Operator) -> None:
    agency, mine, foreign = operator.agency(), operator.creator(), operator.creator()
    delegate(agency, mine)
    text = (
        rows(mine.id, 1)
        + rows(foreign.id, 1).partition("\n")[2]
        + rows("nobody_at_all", 1).partition("\n")[2]
    )
    report = upload(agency, text.encode())
    assert report["accepted"] == 1
    assert [each["line"] for each in report["rejected"]] == [3, 4]
    assert len({each["message"] for each in report["rejected"]}) == 1
    upload(mine, text.encode(), status=403)


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"a,b,c\n1,2,3\n", "text/csv", 422),
        (b"", "text/csv", 422),
        (b"{}", "application/json", 415),
        (b"x", "", 415),
    ],
)
def test_what_is_no_snapshot_file(operator: Operator, content: bytes, content_type: str, status: int) -> None:
    problem = upload(operator, content, content_type, status)
    assert problem["status"] == status


def test_a_body_beyond_the_limit_of_others_streams_through(operator: Operator) -> None:
    handle = unique("stream")

    def chunks() -> Iterator[bytes]:
        yield f"{HEADER}\n".encode()
        for part in range(20):
            yield b"".join(
                b"%s,5,v%d_%d,,2026-02-01T00:00:00Z,,1,1,1,1,1%s\n" % (handle.encode(), part, n, b" " * 500)
                for n in range(1000)
            )

    assert upload(operator, chunks())["accepted"] == 20_000


def test_the_same_key_gives_the_first_report(operator: Operator) -> None:
    text, key = rows(unique("keyed"), 2).encode(), unique("key")
    named: dict[str, Any] = {"Idempotency-Key": key}
    first = upload(operator, text, **named)
    assert upload(operator, text, **named) == first
    upload(operator, text + b"more", status=422, **{"Idempotency-Key": key})


def test_audience(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    path = f"/v1/creators/{creator.id}/audience"
    assert agency.get(path)["reason"]
    shares = [{"bucket": "FEMALE", "share": 0.7}, {"bucket": "MALE", "share": 0.3}]
    body = {"captured_at": "2026-02-01T00:00:00Z", "note": "demo", "dimensions": {"gender": shares}}
    agency.post(path, body)
    shown = agency.get(path)
    assert (shown["dimensions"]["gender"], shown["note"]) == (shares, "demo")
    assert shown["source"] == f"agency:{agency.id}"
    over = {**body, "dimensions": {"gender": [{"bucket": "FEMALE", "share": 1.7}]}}
    agency.post(path, over, status=422)


def test_a_file_of_real_snapshots(operator: Operator) -> None:
    packed = SNAPSHOTS.read_bytes()
    captures = list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode())))
    first = upload(operator, packed)
    assert first["accepted"] + first["duplicates"] == len(captures)
    assert first["rejected"] == []
    again = upload(operator, packed)
    assert (again["accepted"], again["duplicates"], again["rejected"]) == (0, len(captures), [])
    by_creator = defaultdict(list)
    for capture in captures:
        by_creator[capture["creator"]].append(capture)
    for handle in sorted(by_creator, key=lambda name: -len(by_creator[name]))[:5]:
        creator = operator.creator(handle)
        assert_metrics(creator.get(f"/v1/creators/{creator.id}/metrics"), by_creator[handle])


def assert_metrics(metrics: dict[str, Any], captures: list[dict[str, str]]) -> None:
    """Computes the profile metrics anew, from the rows of the file alone."""
    newest: dict[str, dict[str, str]] = {}
    for capture in sorted(captures, key=lambda row: row["captured_at"]):
        newest[capture["video"]] = capture
    videos = sorted(newest.values(), key=lambda row: row["posted_at"])[-30:]
    views = [int(row["views"]) for row in videos]
    assert metrics["average_views"]["value"] == pytest.approx(sum(views) / len(views))
    assert metrics["median_views"]["value"] == pytest.approx(statistics.median(views))
    engaged = [row for row in videos if row["likes"] and row["comments"] and row["shares"]]
    acts = sum(int(row[name]) for row in engaged for name in ("likes", "comments", "shares"))
    assert metrics["engagement_rate"]["value"] == pytest.approx(
        acts / sum(int(row["views"]) for row in engaged)
    )
    assert metrics["interactions"]["likes"]["value"] == sum(int(row["likes"]) for row in videos)
    known = [row for row in sorted(captures, key=lambda row: row["captured_at"]) if row["followers"]]
    assert metrics["followers"]["value"] == int(known[-1]["followers"])
