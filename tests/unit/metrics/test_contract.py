"""What the contract allows in requests to metrics: each case breaks one rule and names the field."""

from __future__ import annotations

from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2 as pb
from tests.unit.asking import asked, faults

NOON = "2026-03-01T12:00:00Z"


def shares(**dimensions: list[tuple[str, float]]) -> dict[str, Any]:
    """An audience of these buckets."""
    given = {
        name: [{"bucket": bucket, "share": share} for bucket, share in pairs]
        for name, pairs in dimensions.items()
    }
    return {"captured_at": NOON, "dimensions": given}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (shares(gender=[("FEMALE", 0.6), ("MALE", 0.4), ("OTHER", 0.0)]), []),
        (shares(age=[("18-24", 0.5), ("35+", 0.5)], country=[("US", 0.0), ("Others", 1.0)]), []),
        (shares(device=[("iPhone", 0.3)], activity=[("active", 1)], language=[("en", 1)]), []),
        ({}, ["captured_at", "dimensions"]),
        (shares(gender=[("female", 1)]), ["dimensions.gender[0].bucket"]),
        (shares(age=[("18-24", 0.5), ("13-17", 0.5)]), ["dimensions.age[1].bucket"]),
        (shares(country=[("USA", 1)]), ["dimensions.country[0].bucket"]),
        (shares(device=[("", 1)]), ["dimensions.device[0].bucket"]),
        (shares(interests=[("x" * 65, 1)]), ["dimensions.interests[0].bucket"]),
        (shares(gender=[("MALE", -0.1)]), ["dimensions.gender[0].share"]),
        (shares(gender=[("MALE", 1.1)]), ["dimensions.gender[0].share"]),
        (shares(gender=[("MALE", 0.1), ("MALE", 0.1)]), ["dimensions.gender[1].bucket"]),
        (shares(device=[(f"d{n}", 0.0) for n in range(301)]), ["dimensions.device"]),
        (shares(gender=[("MALE", 1)]) | {"note": "x" * 65}, ["note"]),
        (shares(gender=[("MALE", 1)]) | {"note": "a\nb"}, ["note"]),
    ],
)
def test_audiences(body: dict[str, Any], fields: list[str]) -> None:
    assert faults(pb.CreateAudienceRequest, body) == fields


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        *((pb.GetMetricsRequest, {"window_days": days}, []) for days in (None, 1, 730)),
        *((pb.GetMetricsRequest, {"window_days": days}, ["window_days"]) for days in (0, -1, 731, 2**31 - 1)),
        (pb.GetSeriesRequest, {"metric": "views", "from": "2026-03-01", "to": "2026-03-02"}, []),
        (pb.GetSeriesRequest, {}, ["metric"]),
        (pb.GetSeriesRequest, {"metric": "plays"}, ["metric"]),
        (pb.GetSeriesRequest, {"metric": "views", "interval": "week"}, ["interval"]),
        *(
            (pb.GetSeriesRequest, {"metric": "views", "from": day}, ["from"])
            for day in ("2026-3-1", "2026-W09-7", "20260301", "2026-02-30", "2026-03-01T00:00:00Z", "\0")
        ),
        *(
            (pb.ListVideosRequest, {"sort": sort}, ["sort"])
            for sort in ("saves", "--views", "-", "account", "views,likes", "$where")
        ),
    ],
)
def test_readings(kind: Any, body: dict[str, Any], fields: list[str]) -> None:
    assert faults(kind, body) == fields


def test_what_is_read_where_nothing_is_said() -> None:
    assert asked(pb.ListVideosRequest, {}).sort == pb.VIDEO_SORT_POSTED_AT_DESCENDING
    assert asked(pb.GetSeriesRequest, {"metric": "views"}).interval == pb.INTERVAL_DAY
