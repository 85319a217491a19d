"""What a creator reads before she agrees: the installation's own words first, the agency's quoted after them.

Nothing that an agency writes, neither its name nor its purpose, can pass for the installation's words: both
stand in quotation marks that they cannot close, on one line, and the purpose after everything else.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime

_QUOTES = '"\u201e\uff02\u2033\u2036\u301d\u301e\u301f\u02ba\u02ee\u3003'
_BREAKS = ("Cc", "Zl", "Zp")


def consent_text(
    agency: str, creator: str, scopes: Mapping[str, str], purpose: str, expires_at: datetime | None
) -> str:
    """The text. `agency` and `creator` are names; `scopes` says in words what each scope permits."""
    until = f"until {expires_at:%Y-%m-%d %H:%M} UTC" if expires_at else "until you take it back"
    asked = "\n".join(f"- {words} ({scope})" for scope, words in scopes.items())
    return (
        f"An agency asks you to let it act in your name on this marketplace {until}. If you agree, it may:\n"
        f"{asked}\n"
        "You can grant all of this or a part of it, set limits, and take it back at any moment. "
        "It gets no access to your platform account.\n"
        f"You are asked as {_quoted(creator)}, by the agency {_quoted(agency)}. It says of its purpose, in "
        f"its own words, which nobody here has checked:\n{_quoted(purpose)}"
    )


def _quoted(text: str) -> str:
    return f"\u201c{' '.join(''.join(map(_inside, text)).split())}\u201d"


def _inside(letter: str) -> str:
    """A character as it may stand in a quotation: no mark that looks like its end, no break of the line."""
    category = unicodedata.category(letter)
    if category in ("Pi", "Pf") or letter in _QUOTES:
        return "'"
    return " " if category in _BREAKS else letter


def consent_hash(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
