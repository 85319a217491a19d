"""The demo's figures: real ones moved to now, and made-up ones of the days before them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from services.cli.data.extract import ADDED, CHOSEN, extract, written
from services.cli.demo import history, tables
from services.cli.demo.figures import HANDLES
from services.cli.demo.parties import CREATORS
from services.metrics.domain.snapshots import COLUMNS, snapshot_of

DATA = files("services.cli.data")
REAL = tables.snapshots()
LAST = date(2026, 2, 28)
ROWS = history.history(REAL, LAST)


def test_what_is_committed_is_small():
    assert sum(len(each.read_bytes()) for each in DATA.iterdir() if each.is_file()) <= 400_000


def test_the_figures_are_those_of_the_creators_of_the_demo():
    assert {row["creator"] for row in REAL} == set(CHOSEN) == set(HANDLES)
    assert len(HANDLES) == len([creator for creator in CREATORS if creator.snapshots])


def test_made_up_plays_are_marked_and_possible():
    for row in REAL:
        assert row["plays_source"] == "demo"
        assert int(row["full_plays"]) <= int(row["six_second_plays"]) <= int(row["views"])


def test_the_extract_is_the_same_every_time():
    real = [{name: value for name, value in row.items() if name not in ADDED} for row in REAL]
    assert written(extract(real)) == DATA.joinpath("demo_snapshots.csv.gz").read_bytes()
    assert {row["creator"] for row in extract(real, CHOSEN[:1])} == {CHOSEN[0]}


def test_plays_that_nothing_is_known_of_stay_unknown():
    [row] = extract([{"creator": "c", "video": "v", "views": "", "duration_s": ""}], ("c",))
    assert (row["full_plays"], row["six_second_plays"], row["plays_source"]) == ("", "", "")


def test_the_importer_takes_every_row():
    now = datetime.combine(LAST, datetime.max.time(), UTC)
    read = [snapshot_of([row.get(name) for name in COLUMNS], now) for row in ROWS]
    assert {each.note for each in read} == {history.SHIFTED, history.MADE_UP}
    assert max(each.captured_at for each in read).date() == LAST
    assert len({(each.account, each.video, each.captured_at) for each in read}) == len(read)
    assert all(each.posted_at is not None and each.posted_at < each.captured_at for each in read)


def test_real_rows_are_moved_by_the_same_whole_days_and_nothing_else():
    moved = [row for row in ROWS if row["source"] == history.SHIFTED]
    assert len(moved) == len(REAL)
    key = ("creator", "video", "views", "likes", "followers")
    before = sorted((*(row[name] for name in key), row["captured_at"]) for row in REAL)
    after = sorted((*(row[name] for name in key), row["captured_at"]) for row in moved)
    differences = {
        history.moment(late[-1]) - history.moment(early[-1])
        for early, late in zip(before, after, strict=True)
    }
    assert len(differences) == 1
    assert differences.pop() % timedelta(days=1) == timedelta()


@pytest.mark.parametrize("creator", CHOSEN)
def test_charts_of_three_months_are_full_but_for_a_few_days(creator):
    own = [row for row in ROWS if row["creator"] == creator]
    days = {row["captured_at"][:10] for row in own if row["followers"]}
    asked = {(LAST - timedelta(days=number)).isoformat() for number in range(90)}
    assert 1 <= len(asked - days) <= 3


def test_estimated_views_never_fall_and_end_at_what_was_counted():
    by_video = defaultdict(list)
    for row in sorted(ROWS, key=lambda row: row["captured_at"]):
        by_video[row["creator"], row["video"]].append(row)
    for own in by_video.values():
        first = next(number for number, row in enumerate(own) if row["source"] == history.SHIFTED)
        views = [int(row["views"]) for row in own[: first + 1]]
        assert views == sorted(views)


def test_figures_are_the_same_every_time_and_follow_the_day():
    assert history.history(REAL, LAST) == ROWS
    later = history.history(REAL, LAST + timedelta(days=9))
    assert [row["views"] for row in later] == [row["views"] for row in ROWS]
