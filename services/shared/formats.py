"""The forms that the contracts give to texts (`callboard.api.v1.Format`): what fits, and how it is told.

Standard library and ISO tables only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from services.shared.iso import (
    COUNTRY_WANTED,
    CURRENCY_WANTED,
    LANGUAGE_WANTED,
    is_country,
    is_currency,
    is_language,
)

# What RFC 3986 has nowhere in an address; browsers read a backslash as a slash.
_NO_URL = re.compile(r"""[ "<>\\^`{|}]""")

# Of a mail address: what people have before the @, of all that RFC 5322 admits. `%` and `!` are routes to old
# mail servers, and mail programs take `=?` for the beginning of something encoded.
_ATOM = "[A-Za-z0-9_+&'=-]+"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

MOST_LOCAL = 64
"""Characters before the @."""

_ID = re.compile(r"cr_[0-9a-f]{32}")


@dataclass(frozen=True)
class Format:
    """A form: `pattern` is what all of its texts match, `fits` what else must hold of one that does.

    `wanted` completes a sentence about the field, and `name` is the `format` of JSON Schema, if any.
    """

    wanted: str
    pattern: str
    example: str
    fits: Callable[[str], bool] = lambda _: True
    most: int = 0
    name: str = ""

    def accepts(self, text: str) -> bool:
        """Whether the text has this form."""
        matches = re.fullmatch(self.pattern, text) is not None
        return matches and not 0 < self.most < len(text) and self.fits(text)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_web_address(text: str) -> bool:
    if not text.isprintable() or _NO_URL.search(text):
        return False
    try:
        parts = urlsplit(text)
        # `https://tiktok.com@example.org` leads elsewhere than it seems. A port is checked when asked for.
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def _is_mail_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    # RFC 5321 §4.5.3.1.1; and the last label of an IPv4 address alone is a number (RFC 3696 §2).
    return len(local) <= MOST_LOCAL and not domain.rpartition(".")[2].isdecimal()


def _is_no_id(text: str) -> bool:
    # Rows of an import name a creator by handle or id.
    return not _ID.fullmatch(text.strip().removeprefix("@").lower())


FORMATS: dict[str, Format] = {
    "date": Format(
        "must be a date such as 2026-01-31",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "2026-04-01",
        _is_date,
        name="date",
    ),
    "web_address": Format(
        "must be an http or https URL of at most 2000 characters",
        r"[hH][tT][tT][pP][sS]?://.+",
        "https://www.tiktok.com/@ana.cooks/video/7301234567890123456",
        _is_web_address,
        most=2000,
        name="uri",
    ),
    "country": Format(COUNTRY_WANTED, "[A-Z]{2}", "US", is_country, name="country"),
    "language": Format(LANGUAGE_WANTED, "[a-z]{2,3}", "en", is_language, name="language"),
    "currency": Format(CURRENCY_WANTED, "[A-Z]{3}", "USD", is_currency, name="currency"),
    "category": Format(
        "must be a category path of lower-case words, for example beauty/skincare",
        "[a-z0-9_-]+(/[a-z0-9_-]+)*",
        "beauty/skincare",
        most=200,
    ),
    "word": Format(
        "must be a lower-case word of at most 40 characters, for example video",
        "[a-z][a-z0-9_]{0,39}",
        "video",
    ),
    "handle": Format(
        "must be 1 to 64 letters, digits, dots and underscores, and not of the form of an id",
        " *@?[A-Za-z0-9_.]{1,64} *",
        "ana.cooks",
        _is_no_id,
    ),
    "mail_address": Format(
        "must be a mail address in ASCII, for example ana@example.com",
        rf"{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+{_LABEL}",
        "ana@example.com",
        _is_mail_address,
        most=254,
        name="email",
    ),
}
"""Every form, by the name of the enum's value."""
