"""Countries and languages in the language of whoever looks."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale


def country_name(code: str | None) -> str:
    """A country in the language of whoever looks; its code where it has no name."""
    return get_locale().territories.get(code, code) if code else ""


def language_name(code: str) -> str:
    """A language, likewise."""
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code
