"""How the bytes of an upload become rows, whatever is wrong with them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.snapshots import COLUMNS, BadRow
from services.metrics.parsing import CSV, LONGEST_ROW, NDJSON, rows
from services.shared.errors import Invalid, UnsupportedMedia

HEADER = b"creator,video,captured_at,views\n"


def chunked(data: bytes, size: int = 7) -> Iterator[bytes]:
    """Some bytes, a few at a time."""
    return (data[at : at + size] for at in range(0, len(data), size))


def parsed(data: bytes, kind: str = CSV, size: int = 7) -> list[tuple[int, Any]]:
    """Line and (creator, video, captured_at, views) of each row, or what is wrong with it."""
    wanted = [COLUMNS.index(name) for name in ("creator", "video", "captured_at", "views")]
    return [
        (line, cells.message if isinstance(cells, BadRow) else tuple(cells[at] for at in wanted))
        for line, cells in rows(kind, chunked(data, size))
    ]


@pytest.mark.parametrize("data", [b"%s", b"\xef\xbb\xbf%s"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_rows_with_their_lines(data: bytes, end: bytes) -> None:
    text = (data % HEADER) + b"ana,v1,t1,5\n\nbob,v2,t2," + end
    assert parsed(text) == [(2, ("ana", "v1", "t1", "5")), (4, ("bob", "v2", "t2", ""))]


def test_columns_in_any_order_unknown_ones_ignored() -> None:
    text = b"views,title,Video , CREATOR,captured_at\n5,hello,v1,ana,t1\n"
    assert parsed(text) == [(2, ("ana", "v1", "t1", "5"))]


def test_a_missing_optional_column_is_empty() -> None:
    assert parsed(b"creator,video,captured_at\nana,v1,t1\n") == [(2, ("ana", "v1", "t1", ""))]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\n",
        b"creator,video\n",
        b"creator,video,captured_at,video\n",
        b'"creator',
        b"\x1f\x8bnot gzip",
        b"creator,video,captured_at,views,views\n",
        b'"a"b,video',
        b"x" * (LONGEST_ROW + 5),
    ],
)
def test_a_header_that_cannot_be_used(header: bytes) -> None:
    with pytest.raises(Invalid):
        parsed(header, size=1 << 16)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "text/csv; charset=latin-1"])
def test_other_media_types(kind: str) -> None:
    with pytest.raises(UnsupportedMedia):
        parsed(HEADER, kind)


@pytest.mark.parametrize(
    "kind", ["text/csv; charset=utf-8", "TEXT/CSV;charset=UTF-8", 'text/csv; charset="utf-8"']
)
def test_the_media_type_may_have_parameters(kind: str) -> None:
    assert parsed(HEADER, kind) == []


def test_quoted_line_breaks_count_as_lines() -> None:
    text = b"title," + HEADER + b'"one\ntwo\n",ana,v1,t1,5\nx,bob,v2,t2,6\n'
    assert parsed(text) == [(2, ("ana", "v1", "t1", "5")), (5, ("bob", "v2", "t2", "6"))]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    text = HEADER + b'ana,v1,t1,5\n"ana,v2,t2,6\n' + b"".join(b"bob,v%d,t,1\n" % n for n in range(20_000))
    found = parsed(text, size=1 << 16)
    assert [line for line, cells in found if isinstance(cells, str)] == [3]
    assert [line for line, _ in found] == list(range(2, 20_004))


def test_a_quote_that_another_one_closes_costs_two_rows() -> None:
    found = parsed(HEADER + b'"ana,v1,t1,5\nbob,v2,t2,6\ncia,"v3,t3,7\ndan,v4,t4,8\n')
    assert [line for line, cells in found if isinstance(cells, str)] == [2, 4]
    assert [line for line, cells in found if not isinstance(cells, str)] == [3, 5]


def test_bad_utf8_spoils_its_own_row_only() -> None:
    (first, second, third) = parsed(HEADER + b"ana,v1,t1,5\nana,\xff\xfe,t2,6\nb\xc3\xa9,v3,t3,7\n")
    assert (first[0], second[0], third) == (2, 3, (4, ("bé", "v3", "t3", "7")))
    assert not second[1][1].isprintable()


def test_rows_of_another_width() -> None:
    found = parsed(HEADER + b"ana,v1\nana,v1,t1,5,6\nana,v2,t2,7\n")
    assert found[0] == (2, "the row has 2 columns, the header 4")
    assert found[1] == (3, "the row has 5 columns, the header 4")
    assert found[2] == (4, ("ana", "v2", "t2", "7"))


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_row_that_is_too_long(quote: bytes) -> None:
    long = quote + b"x" * (3 * LONGEST_ROW)
    found = parsed(HEADER + b"ana,v1,t1,5\n" + long + b"\nana,v2,t2,6\n", size=1 << 16)
    assert [line for line, _ in found] == [2, 3, 4]
    assert "longer" in found[1][1]


def test_a_row_of_very_many_quoted_lines() -> None:
    found = parsed(HEADER + b'"\n\n' * 10 + b"ana,v1,t1,5\n", size=1 << 16)
    assert found[-1] == (22, ("ana", "v1", "t1", "5"))


def test_nul_bytes_reach_the_rules_of_the_row() -> None:
    assert parsed(HEADER + b"ana,v\0,t1,5\n") == [(2, ("ana", "v\0", "t1", "5"))]


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_gzip_is_known_by_how_it_begins(size: int) -> None:
    text = gzip.compress(HEADER) + gzip.compress(b"ana,v1,t1,5\n")
    assert parsed(text, size=size) == [(2, ("ana", "v1", "t1", "5"))]


@pytest.mark.parametrize("kind", [CSV, NDJSON])
def test_gzip_that_breaks_off_keeps_the_rows_before(kind: str) -> None:
    lines = [
        b'{"creator": "ana", "video": "v%d", "captured_at": "t", "views": "5"}\n' % n for n in range(5000)
    ]
    if kind == CSV:
        lines = [HEADER] + [b"ana,v%d,t,5\n" % n for n in range(5000)]
    whole = gzip.compress(b"".join(lines))
    for broken in (whole[: len(whole) // 2], whole[:-6], whole[:-9] + b"12345" + whole[-4:]):
        found = parsed(broken, kind, size=1000)
        assert len(found) > 100
        assert "gzip" in found[-1][1]
        # What comes out of damaged data before the damage is noticed is no row.
        bad = [isinstance(cells, str) for _, cells in found]
        assert bad == sorted(bad)
        assert found[bad.index(True) - 1][1][1] in ("v4999", f"v{bad.index(True) - 1}")


def test_ndjson() -> None:
    lines = [
        b'\xef\xbb\xbf{"creator": "ana", "video": "v1", "captured_at": "t1", "views": 5, "more": {"x": []}}',
        b"",
        b'{"creator": "bob"}\r',
        b"[1]",
        b"{",
        b'{"creator": "\xff"}',
        b"nan",
        b"[" * 5000,
        b'{"creator": "ana", "video": "v2", "captured_at": "t2"}',
    ]
    found = parsed(b"\n".join(lines), NDJSON)
    assert found[0] == (1, ("ana", "v1", "t1", 5))
    assert found[1] == (3, ("bob", None, None, None))
    assert [line for line, cells in found if isinstance(cells, str)] == [4, 5, 6, 7, 8]
    assert found[-1] == (9, ("ana", "v2", "t2", None))
    assert parsed(b"", NDJSON) == []


def test_ndjson_that_is_too_long() -> None:
    found = parsed(b'{"creator": "' + b"x" * (2 * LONGEST_ROW) + b'"}\n{"creator": "bob"}', NDJSON, 1 << 16)
    assert found == [(1, found[0][1]), (2, ("bob", None, None, None))]
    assert "longer" in found[0][1]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=20)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=8), st.integers(1, 30), st.booleans())
def test_what_the_csv_module_writes_is_read_back(cells: list[Any], size: int, zipped: bool) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["creator", "video", "captured_at", "views"])
    writer.writerows(cells)
    data = out.getvalue().encode()
    found = parsed(gzip.compress(data) if zipped else data, size=size)
    assert [row for _, row in found] == [tuple(row) for row in cells]


@given(st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "x"]), st.none() | st.text() | st.integers(0, 9))))
def test_what_orjson_writes_is_read_back(objects: list[dict[str, Any]]) -> None:
    data = b"".join(orjson.dumps(each) + b"\n" for each in objects)
    read: Any = rows(NDJSON, chunked(data))
    found = [(line, tuple(cells)) for line, cells in read]
    assert found == [(n, tuple(map(each.get, COLUMNS))) for n, each in enumerate(objects, 1)]


@given(st.binary(max_size=300), st.sampled_from([CSV, NDJSON]), st.booleans())
def test_any_bytes_are_rows_or_bad_rows(data: bytes, kind: str, headed: bool) -> None:
    try:
        found = parsed(HEADER + data if headed else data, kind)
    except Invalid:
        assert kind == CSV
        assert not headed
    else:
        lines = [line for line, _ in found]
        assert lines == sorted(lines)


@given(st.text(alphabet='a,"\n', max_size=60))
def test_quotes_anywhere_never_lose_a_good_row_after_them(text: str) -> None:
    found = parsed(HEADER + text.encode() + b'\n"\nana,v1,t1,5\n')
    assert found[-1][1] == ("ana", "v1", "t1", "5")
