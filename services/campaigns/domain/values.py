"""Checks of single values that campaigns and terms share."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from services.shared.codes import FieldCode
from services.shared.errors import Problems

CATEGORY = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*")
LONGEST_CATEGORY = 200
LONGEST_URL = 2000

# What RFC 3986 has nowhere in an address; browsers read a backslash as a slash.
_NO_URL = re.compile(r"""[ "<>\\^`{|}]""")


def check_category(problems: Problems, value: str, field: str) -> None:
    """Notes what is not a category path such as `beauty/skincare`."""
    fits = bool(CATEGORY.fullmatch(value)) and len(value) <= LONGEST_CATEGORY
    problems.require(
        fits,
        field,
        "must be a category path of lower-case words, for example beauty/skincare",
        FieldCode.WRONG_FORMAT,
    )


def check_range(problems: Problems, value: int, field: str, least: int, most: int) -> None:
    """Notes a number outside `least` to `most`, both included."""
    problems.require(least <= value <= most, field, f"must be from {least} to {most}", FieldCode.OUT_OF_RANGE)


def check_future(problems: Problems, moment: datetime | None, field: str, now: datetime) -> None:
    """Notes a moment that has passed; None is fine."""
    problems.require(moment is None or moment >= now, field, "must not be in the past", FieldCode.TOO_EARLY)


def check_url(problems: Problems, value: str, field: str) -> None:
    """Notes what is not an http(s) address of at most 2 000 characters that leads where it seems to."""
    fits = len(value) <= LONGEST_URL and _is_web_address(value)
    problems.require(
        fits,
        field,
        f"must be an http or https URL of at most {LONGEST_URL} characters",
        FieldCode.WRONG_FORMAT,
    )


def _is_web_address(value: str) -> bool:
    if not value.isprintable() or _NO_URL.search(value):
        return False
    try:
        parts = urlsplit(value)
        # `https://tiktok.com@example.org` leads elsewhere than it seems. A port is checked when asked for.
        led = "@" not in parts.netloc and parts.port != 0
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and led
    except ValueError:
        return False
