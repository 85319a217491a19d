"""Pages and cursors."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.errors import Invalid
from services.shared.paging import PageRequest, encode_cursor, page_request

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)


@given(st.lists(SCALARS, min_size=1, max_size=4), st.text(st.characters(codec="utf-8"), max_size=9))
def test_a_cursor_comes_back_as_it_was_given_out(key: list[Any], order: str) -> None:
    assert page_request(5, encode_cursor(order, tuple(key)), order) == PageRequest(5, order, tuple(key))


def made_up(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


BAD = [
    "x",
    "!!!!",
    "é",
    "\x00",
    "=" * 9,
    made_up("null"),
    made_up("{}"),
    made_up("5"),
    made_up('"o"'),
    made_up("[]"),
    made_up('["o"]'),
    made_up('["p", 1]'),
    made_up('["o", [1]]'),
    made_up('["o", {"$gt": ""}]'),
    made_up('["o", NaN]'),
    made_up('["o", 1e999]'),
    made_up('["o", -Infinity]'),
    made_up('["o", "\\ud800"]'),
    made_up(f'["o", {2**63}]'),
    made_up(f'["o", {"9" * 5000}]'),
    made_up("[" * 100_000),
    base64.b64encode(b"\xff\xfe\xfd").decode(),
]


@pytest.mark.parametrize("cursor", BAD)
def test_a_cursor_that_was_not_given_out_is_invalid(cursor: str) -> None:
    with pytest.raises(Invalid, match="begin again without it"):
        page_request(5, cursor, "o")


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    try:
        read = page_request(5, text, "o")
    except Invalid:
        return
    assert text == "" or read.after


@pytest.mark.parametrize("key", [("x",), (1, "x"), (None,), (1.5,)])
def test_a_position_of_other_types_is_invalid(key: tuple[Any, ...]) -> None:
    with pytest.raises(Invalid):
        page_request(5, encode_cursor("o", key), "o", [int])


def test_a_position_of_the_right_types_is_read() -> None:
    assert page_request(5, encode_cursor("o", (None, "id")), "o", [int | None, str]).after == (None, "id")


def test_a_page_is_cut_where_it_is_full() -> None:
    request = PageRequest(2, "o")
    full = request.cut([1, 2, 3], lambda each: (each,))
    assert full.items == (1, 2)
    assert page_request(2, full.next_cursor, "o").after == (2,)
    assert request.cut([1, 2], lambda each: (each,)).next_cursor == ""
    assert request.cut([], lambda each: (each,)).items == ()


def test_a_cursor_needs_no_escaping_in_a_query() -> None:
    cursor = encode_cursor("o", ("ÿ?>~", 1))
    assert all(letter.isalnum() or letter in "-_" for letter in cursor)
    assert json.loads(base64.urlsafe_b64decode(cursor + "=="))[0] == "o"
