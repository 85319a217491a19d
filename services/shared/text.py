"""Text that says what it shows: no character in it is invisible, or turns round what stands beside it.

A name or a purpose is read by people who decide on it, and by terminals that obey control characters. What
is refused follows the Unicode Standard: control characters (Cc), format characters (Cf) and what else is
invisible by default, lone surrogates and noncharacters. What can be seen is allowed, in any script.

Kept out of the refusal, because honest text needs it:

* U+200C and U+200D join and part letters in Persian, Indic scripts and emoji. They must touch a character
  that is not ASCII, and come one at a time; between plain Latin letters they only hide a difference.
* Variation selectors choose the form of an emoji or an ideograph; one after a
  character that is seen.
* Signs that are format characters by class, and yet are seen: U+0600 to U+0605 and their like.

Flags of regions, which are spelled in tag characters (U+E0020 to U+E007F), are refused with these.
Standard library only: every `domain` may import this module.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_FORMAT = (
    r"\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_INVISIBLE = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u3164\uffa0\ufff0-\ufff8"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_NO_CHARACTER = r"\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17)
)
_JOINER = r"[\u200c\u200d]"
_SELECTORS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"

_HIDDEN = (
    f"[{_CONTROL}{_FORMAT}{_INVISIBLE}{_NO_CHARACTER}]"
    rf"|(?<![^\x00-\x7f]){_JOINER}(?![^\x00-\x7f])|{_JOINER}(?={_JOINER})"
    rf"|(?<![^\s{_SELECTORS}])[{_SELECTORS}]"
)
_IN_ONE_LINE = re.compile(rf"[\t\n\r]|{_HIDDEN}")
# A carriage return alone has a terminal write over what it has shown.
_IN_MANY_LINES = re.compile(rf"\r(?!\n)|{_HIDDEN}")


def hidden_character(text: str, *, multiline: bool = False) -> str:
    """What is wrong with the text, as the end of a sentence about it; empty where nothing is.

    `multiline` admits line breaks (LF or CR LF) and tabs.
    """
    if text.isascii() and text.isprintable():
        return ""
    found = (_IN_MANY_LINES if multiline else _IN_ONE_LINE).search(text)
    if found is None:
        return ""
    name = _name(found[0])
    return f"must not contain U+{ord(found[0]):04X} ({name}, at character {found.start() + 1})"


def escaped(text: str) -> str:
    """The text with what is hidden in it written out, as `\\u202e`; line breaks and tabs stay.

    What is no text of JSON stays what it was, and a JSON document the same document.
    """
    return _IN_MANY_LINES.sub(lambda found: _units(found[0]), text)


def _units(character: str) -> str:
    encoded = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{encoded[at : at + 2].hex()}" for at in range(0, len(encoded), 2))


_CONTROL_NAMES = {"\t": "a tab", "\n": "a line break", "\r": "a carriage return"}


def _name(character: str) -> str:
    return (
        _CONTROL_NAMES.get(character)
        or unicodedata.name(character, "").lower()
        or "not a printable character"
    )
