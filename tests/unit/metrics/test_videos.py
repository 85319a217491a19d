"""The orders of the video list, its cursors, and what it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2 as pb
from services.metrics.domain.snapshots import Snapshot
from services.metrics.domain.videos import SORTS, Listed, Order, cursor_key, order_of, place_of, video_of
from services.shared.enums import numbers_of
from services.shared.errors import Invalid
from tests.fakes.clock import START


def test_orders() -> None:
    assert order_of("views") == Order("views", descending=False)
    assert order_of("-likes") == Order("likes", descending=True)
    assert set(numbers_of(pb.VideoSort.DESCRIPTOR)) == {
        f"{sign}{name}" for name in SORTS for sign in ("", "-")
    }


@pytest.mark.parametrize("posted_at", [None, START, START - timedelta(days=30_000, milliseconds=1)])
def test_a_cursor_leads_back_to_its_place(posted_at: Any) -> None:
    order = Order("posted_at", True)
    snapshot = Snapshot("ana", "v1", START, posted_at)
    assert place_of(cursor_key(Listed(snapshot, START), order), order) == (posted_at, "v1")
    assert place_of((5, "v1"), Order("views", True)) == (5, "v1")
    assert place_of((), order) is None


@pytest.mark.parametrize(
    "key",
    [
        (1,),
        ("x", "v"),
        (1.5, "v"),
        (True, "v"),
        (1, 2),
        (10**30, "v"),
        (1, "v", 2),
        (1, "\ud800"),
        (1, "v" * 129),
    ],
)
def test_cursors_that_this_list_did_not_give_out(key: tuple[Any, ...]) -> None:
    with pytest.raises(Invalid):
        place_of(key, Order("posted_at", True))


def test_rates_of_one_video() -> None:
    snapshot = Snapshot("ana", "v", START, views=100, likes=5, comments=3, shares=2, full_plays=40)
    shown = video_of(Listed(snapshot, START))
    assert (shown.video_id, shown.engagement_rate, shown.completion_rate) == ("v", 0.1, 0.4)
    assert shown.six_second_view_rate is None
    assert video_of(Listed(snapshot._replace(shares=None), START)).engagement_rate is None
    assert video_of(Listed(snapshot._replace(views=0), START)).engagement_rate is None
