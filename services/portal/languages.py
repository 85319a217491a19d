"""The language, the time zone and the theme of whoever looks, and the catalogues of translations.

A catalogue is a folder of `.po` files, one for each group of pages and `common.po` for the rest; they are
read when the process starts. English is what stands in the source.
"""

from __future__ import annotations

import io
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale
from pytz import UnknownTimeZoneError, timezone

from callboard.errors import CallboardError

FOLDER = Path(__file__).parent / "translations"
SOURCE = "en"
NAMES = {"en": "English", "es": "Español"}
"""The languages, each by its own name."""

THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE, ZONE_COOKIE = "callboard_language", "callboard_theme", "callboard_zone"


class Catalogues(Domain):
    """The translations of every language, merged from their files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__()
        self._by_language = {name: merged(folder / name) for name in NAMES if name != SOURCE}

    def get_translations(self) -> NullTranslations:
        """Those of the present request; none for English."""
        locale = get_locale()
        return self._by_language.get(locale.language if locale else SOURCE) or _none()


@cache
def _none() -> NullTranslations:
    return NullTranslations()


@cache
def merged(folder: Path) -> Translations:
    """All catalogues of a folder as one, read once in a process."""
    whole: Translations | None = None
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        read = Translations(compiled)
        whole = whole.merge(read) if whole else read
    return whole or Translations()


def language() -> str:
    """The language of this request: asked for in the URL, chosen in this browser, the account's, or what the
    browser prefers."""
    chosen = (request.args.get("language"), request.cookies.get(LANGUAGE_COOKIE))
    found = next((each for each in chosen if each in NAMES), None) or of_account("locale")
    if found in NAMES:
        return found
    return request.accept_languages.best_match(NAMES) or SOURCE


def zone() -> str:
    """The time zone of the account; where it has none, what the browser has told; or else UTC."""
    for name in (of_account("time_zone"), request.cookies.get(ZONE_COOKIE, "").replace("%2F", "/")):
        # The gateway may know zones that are not known here.
        with suppress(UnknownTimeZoneError):
            if name:
                return str(timezone(name))
    return "UTC"


def of_account(field: Literal["locale", "time_zone"]) -> str:
    """What the account of whoever is signed in says; empty where nobody is, or the gateway does not answer.

    It stands in what every page asks of her anyway, so that no page asks more for it.
    """
    if not g.get("session"):
        return ""
    if "account" not in g:
        g.account = None
        with suppress(CallboardError):
            g.account = current_app.extensions["asks_me"]().get("person")
    return str((g.account or {}).get(field) or "")


def theme() -> str:
    """One of THEMES; `auto` follows the browser."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def register(app: Flask) -> None:
    """Has pages speak the language of whoever looks."""
    babel = Babel(app, locale_selector=language, timezone_selector=zone)
    # A cached property of the library, which would look for compiled files.
    babel.__dict__["domain_instance"] = Catalogues()
    app.jinja_env.globals.update(
        language=language, theme=theme, languages=NAMES, themes=THEMES, locale=get_locale
    )


def known_locales() -> list[Locale]:
    """The locales of all languages."""
    return [Locale.parse(name) for name in NAMES]
