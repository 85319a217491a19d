"""Templates of the portal: short, without scripts and styles of their own, and with every word translated."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.portal import catalogues
from tests.guards.source import ROOT, files

LONGEST_TEMPLATE = 150
FOLDER = Path("services/portal/templates")
TEMPLATES = [path for path in files() if path.is_relative_to(FOLDER) and path.suffix == ".html"]
SPOKEN = ("alt", "aria-label", "placeholder", "title", "summary")
SAID_EVERYWHERE = re.compile(r"\b(?:Callboard|Enter)\b|&nbsp;")
WORD = re.compile(r"[^\W\d_]{2,}")


class Texts(HTMLParser):
    """What a template says outside of expressions, and where it styles or scripts by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.untranslated: list[str] = []
        self.inline: list[str] = []
        # Attributes that are put together before they are used.
        text = re.sub(r"\{% set \w+ %\}.*?\{% endset %\}", "", text, flags=re.DOTALL)
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", text, flags=re.DOTALL)
        self.feed(re.sub(r"\{\{.*?\}\}", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at the attributes."""
        named = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in named):
            self.inline.append(tag)
        self.inline += [name for name in named if name == "style" or name.startswith(("on", "hx-on"))]
        for name in SPOKEN:
            self.handle_data(named.get(name) or "")

    def handle_data(self, data: str) -> None:
        """Looks at a text."""
        if WORD.search(SAID_EVERYWHERE.sub("", data)):
            self.untranslated.append(data.strip())


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 5


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_is_short_and_speaks_through_the_catalogues(path: Path) -> None:
    text = read(path)
    assert len(text.splitlines()) <= LONGEST_TEMPLATE, "make it two"
    found = Texts(text)
    assert found.inline == [], "styles stand in static/css, scripts in static/js"
    assert found.untranslated == [], 'write {{ _("…") }}'


def test_nothing_is_marked_safe() -> None:
    assert [str(path) for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape", read(path))] == []


def test_every_text_is_translated() -> None:
    assert list(catalogues.faults()) == []
