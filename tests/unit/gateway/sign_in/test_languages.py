"""The pages in the languages that there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

from services.gateway import languages
from services.shared.access import SCOPES, TOKEN_WORDS
from tests.unit.gateway.sign_in.support import EMAIL, World

GATEWAY = Path(languages.__file__).parent


def said() -> set[str]:
    """Every text that a page or a view has translated."""
    found = set(TOKEN_WORDS.values())
    for path in (GATEWAY / "templates" / "sign_in").glob("*.html"):
        found |= {text for _, text in re.findall(r"""_\((['"])(.+?)\1[,)]""", path.read_text())}
    for path in (GATEWAY / "sign_in").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "gettext":
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}  # type: ignore[misc]
    return found


def test_every_text_is_translated_and_nothing_else() -> None:
    for language in languages.NAMES.keys() - {languages.SOURCE}:
        translated: dict[str, str] = {}
        for path in (languages.FOLDER / language).glob("*.po"):
            with path.open("rb") as file:
                translated |= {
                    str(each.id): str(each.string) for each in read_po(file, locale=language) if each.id
                }
        assert said() - {text for text, said_so in translated.items() if said_so} == set()
        assert translated.keys() - said() == set()
        names = re.compile(r"%\((\w+)\)s")
        assert [
            text
            for text, said_so in translated.items()
            if sorted(names.findall(text)) != sorted(names.findall(said_so))
        ] == []


def test_every_scope_has_words() -> None:
    assert [name for name in SCOPES if not TOKEN_WORDS[name]] == []


def test_the_language_is_the_browsers_unless_the_address_names_one(world: World) -> None:
    browser = world.browser()
    assert "Iniciar sesión" in browser.get("/oauth/sign-in", **{"Accept-Language": "es-MX,en;q=0.5"}).text
    assert "Sign in" in browser.get("/oauth/sign-in", **{"Accept-Language": "fr"}).text
    assert "Iniciar sesión" in browser.get("/oauth/sign-in?lang=es").text
    assert "Iniciar sesión" in browser.get("/oauth/sign-in?ui_locales=fr%20es-ES").text
    page = browser.get("/oauth/sign-in?lang=%3Cscript%3E", **{"Accept-Language": "es"})
    assert '<html lang="es"' in page.text


def test_a_language_that_was_chosen_goes_along(world: World) -> None:
    browser = world.browser()
    browser.get("/oauth/sign-in?lang=es")
    page = browser.send(email=EMAIL, password="wrong, all of it")
    assert "no corresponden" in page.text
    assert "lang=es" in page.text
