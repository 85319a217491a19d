"""The languages of the pages on which people sign in, and their catalogues.

A catalogue is a folder of `.po` files, which are read when the process starts. English stands in the source.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale

FOLDER = Path(__file__).parent / "translations"
SOURCE = "en"
NAMES = {"en": "English", "es": "Español"}
"""The languages, each by its own name."""

ASKED = ("lang", "ui_locales")
"""The parameters that may name one; the second is that of OpenID Connect."""


class Catalogues(Domain):
    """The translations of every language."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__()
        self._by_language = {name: catalogue(folder / name) for name in NAMES if name != SOURCE}
        self._none = NullTranslations()

    def get_translations(self) -> NullTranslations:
        """Those of the present request; none for English."""
        locale = get_locale()
        return self._by_language.get(locale.language if locale else SOURCE, self._none)


def catalogue(folder: Path) -> Translations:
    """All files of a folder as one."""
    whole = Translations()
    for path in sorted(folder.glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=folder.name))
        compiled.seek(0)
        whole.merge(Translations(compiled))
    return whole


def asked() -> str:
    """The language that the address names; empty where it names none."""
    wanted = " ".join(request.args.get(name, "") for name in ASKED).replace("-", " ").split()
    return next((each for each in wanted if each in NAMES), "")


def language() -> str:
    """The language of this request: the one that the address names, or what the browser prefers."""
    preferred = (each.partition("-")[0] for each in request.accept_languages.values())
    return asked() or next((each for each in preferred if each in NAMES), SOURCE)


def register(app: Flask) -> None:
    """Has pages speak the language of whoever looks."""
    babel = Babel(app, locale_selector=language)
    # A cached property of the library, which would look for compiled files.
    babel.__dict__["domain_instance"] = Catalogues()
