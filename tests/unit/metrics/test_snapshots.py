"""The rules of an imported row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.snapshots import COLUMNS, LARGEST, BadRow, Snapshot, snapshot_of

LATEST = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROW: dict[str, Any] = {"creator": "@Ana.B", "video": "v1", "captured_at": "2026-03-01T12:00:00Z"}


def read(**cells: Any) -> Snapshot:
    """The snapshot of a good row with some cells changed."""
    return snapshot_of([(ROW | cells).get(column) for column in COLUMNS], LATEST)


def refused(**cells: Any) -> str:
    """What is said of a good row with some cells changed."""
    with pytest.raises(BadRow) as caught:
        read(**cells)
    caught.value.message.encode()
    return caught.value.message


def test_unknown_is_none_and_the_creator_is_a_plain_handle() -> None:
    assert read() == Snapshot("ana.b", "v1", datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert read(views="", likes=None, source="").views is None


@pytest.mark.parametrize("cell", ["1200", 1200, "1200.0", 1200.0, " 1200 ", "01200"])
def test_counts_as_text_numbers_and_whole_floats(cell: object) -> None:
    assert read(views=cell).views == 1200


@pytest.mark.parametrize(
    "cell",
    [
        "-1",
        -1,
        "1.5",
        1.5,
        "1e3",
        "1_000",
        "1,000",
        "541.2K",
        "١٢",
        "nan",
        float("nan"),
        float("inf"),
        True,
        [],
        {},
        str(LARGEST + 1),
        LARGEST + 1,
        "9" * 5000,
        "\udcff",
        "+5",
        "0x10",
        "null",
    ],
)
def test_what_is_no_count_is_named_with_its_column(cell: object) -> None:
    assert refused(likes=cell).startswith("likes: ")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-03-01T12:00:00Z", 12),
        ("2026-03-01 12:00:00", 12),
        ("2026-03-01T12:00:00", 12),
        ("2026-03-01t12:00:00.000999Z", 12),
        ("2026-03-01T12:00:00+02:00", 10),
    ],
)
def test_times_are_read_as_utc_to_the_millisecond(text: str, hour: int) -> None:
    assert read(captured_at=text).captured_at == datetime(2026, 3, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "20260301T120000Z",
        "2026-W09-7T12:00:00",
        "2026-02-30T12:00:00Z",
        "yesterday",
        1772366400,
        "2026-03-01T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "\0",
        "2026-03-01T12:00:00ZZ",
    ],
)
def test_what_is_no_time_is_named_with_its_column(text: object) -> None:
    assert refused(posted_at=text).startswith("posted_at: ")


@pytest.mark.parametrize("text", ["2026-03-02T12:00:01Z", "1969-12-31T23:59:59Z", "", None])
def test_a_capture_in_the_future_before_1970_or_without_time(text: object) -> None:
    assert refused(captured_at=text).startswith("captured_at: ")


@pytest.mark.parametrize("name", ["", " ", "a b", "ana|x", "a" * 65, "añ", "a\0", None, 5, ["ana"], "@"])
def test_what_is_no_handle(name: object) -> None:
    assert refused(creator=name).startswith("creator: ")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0", "v" * 129, None, 1.5, "\udcff"])
def test_what_is_no_video(name: object) -> None:
    assert refused(video=name).startswith("video: ")


def test_a_video_id_may_be_a_number_in_json() -> None:
    assert read(video=7301).video == "7301"


def test_what_the_importer_says_of_the_source_is_a_note() -> None:
    assert read(source="demo", plays_source="studio")[-3:] == ("demo", "studio", "")
    assert refused(source="x" * 65).startswith("source: ")
    assert refused(plays_source="a\nb").startswith("plays_source: ")


@given(
    st.lists(st.none() | st.text() | st.integers() | st.floats() | st.booleans(), min_size=15, max_size=15)
)
def test_any_row_is_a_snapshot_or_a_bad_row(cells: list[object]) -> None:
    message = ""
    try:
        assert snapshot_of(cells, LATEST).captured_at <= LATEST
    except BadRow as bad:
        message = bad.message
    assert len(message.encode()) < 300


@given(st.integers(0, LARGEST))
def test_every_count_in_range_reads_back(count: int) -> None:
    assert read(views=str(count)).views == read(views=count).views == count


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x1b", "\n", "\ufeff", "\udcff", "\U000e0041"])
@pytest.mark.parametrize("column", ["video", "source", "plays_source"])
def test_no_cell_hides_what_it_says(column: str, hidden: str) -> None:
    said = refused(**{column: f"a{hidden}b"})
    assert said.startswith(f"{column}: ")
    assert said.isascii()


def test_a_note_may_be_in_any_script() -> None:
    assert read(source="وكالة النجوم").note == "وكالة النجوم"
    assert read(source="स्टार\u00a0टैलेंट 👩\u200d💻").note == "स्टार\u00a0टैलेंट 👩\u200d💻"
