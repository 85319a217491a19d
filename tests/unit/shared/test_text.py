"""Which characters a text may hold, checked against the Unicode data that Python carries."""

from __future__ import annotations

import sys
import unicodedata

import orjson
import pytest

from services.shared.text import escaped, hidden_character

SEEN = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Prepended concatenation marks: format characters by class, yet signs that are seen."""

JOINERS = {0x200C, 0x200D}


def test_every_control_format_and_missing_character_is_refused() -> None:
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and number not in SEEN:
            assert f"U+{number:04X}" in hidden_character(f"a{character}b"), f"U+{number:04X}"
        if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF:
            assert hidden_character(f"a{character}b"), f"U+{number:04X}"


def test_every_letter_mark_digit_sign_and_space_is_admitted() -> None:
    blank = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        seen = unicodedata.category(character)[0] in "LMNPS" or unicodedata.category(character) == "Zs"
        if (seen and number not in blank) or number in SEEN:
            assert hidden_character(f"a{character}b") == "", f"U+{number:04X}"
    assert all(hidden_character(chr(number)) for number in blank)


@pytest.mark.parametrize("text", ["\t", "a\nb", "a\r\nb"])
def test_several_lines_only_where_they_are_expected(text: str) -> None:
    assert hidden_character(text)
    assert hidden_character(text, multiline=True) == ""


@pytest.mark.parametrize("text", ["a\rb", "a\n\x0bb", "a\u2028b", "a\n\u202eb", "\x1b[2J"])
def test_several_lines_hide_nothing_either(text: str) -> None:
    assert hidden_character(text, multiline=True)


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "PDF\u200cها", "क्\u200dष", "👩\u200d💻", "❤\ufe0f\u200d🔥", "葛\U000e0100城"]
)
def test_joiners_and_selectors_where_scripts_need_them(text: str) -> None:
    assert hidden_character(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "pay\u200dpal",
        "\u200dab",
        "ab\u200c",
        "क\u200d\u200d",
        "a\ufe0f\ufe0f",
        "\ufe0f",
        "a \ufe0fb",
        "👩\u200c\u200d💻",
    ],
)
def test_joiners_and_selectors_that_only_hide_a_difference(text: str) -> None:
    assert hidden_character(text)


def test_the_message_names_the_character_and_its_place() -> None:
    assert hidden_character("ab\u202ec") == "must not contain U+202E (right-to-left override, at character 3)"
    assert "a line break, at character 2" in hidden_character("a\nb")
    assert "U+0000 (not a printable character" in hidden_character("\0")


@pytest.mark.parametrize("text", ["a\u202eb", "\x1b[2J\x7f", "\U000e0041", "\ud800", "a\rb", "\ufeff"])
def test_what_is_hidden_is_written_out(text: str) -> None:
    shown = escaped(text)
    assert hidden_character(shown) == ""
    assert shown.isascii()


def test_what_is_written_out_is_the_same_json() -> None:
    document = {"name": "a\u202eb \x7f \U000e0041 stays\nas it is", "plain": "Zoë 👩\u200d💻"}
    assert orjson.loads(escaped(orjson.dumps(document).decode())) == document
    assert "Zoë 👩\u200d💻" in escaped(orjson.dumps(document).decode())
